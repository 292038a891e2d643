import type { ConfigWriter } from '../config-repository/repository.ts'
import type { Attempted, Delivery } from './delivery.ts'
import { type WriteOptions, writeUntilLanded } from './write.ts'

/** Commits to the base branch itself: what must not have moved is the tip that the proposal was judged on. */
export function pushDelivery(repository: ConfigWriter, options: WriteOptions): Delivery {
  return {
    foresee: async ({ tip, files }) => repository.foresee?.(tip, files),
    deliver: ({ first, changeOf, ...looks }) =>
      writeUntilLanded(first, {
        ...looks,
        ...options,
        commit: async (proposal, withinMs) =>
          repository.commit(proposal.tip, await changeOf(proposal), withinMs),
        landed: async (attempts, withinMs) => {
          const messageOf = async ({ proposal }: Attempted) => (await changeOf(proposal)).message
          const sent = attempts.map(async (one) => ({ ...one, message: await messageOf(one) }))
          return repository.landed(await Promise.all(sent), withinMs)
        },
      }),
  }
}
