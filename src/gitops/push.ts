import type { ConfigWriter } from '../config-repository/repository.ts'
import type { Delivery } from './delivery.ts'
import { type WriteOptions, writeUntilLanded } from './write.ts'

/** Commits to the base branch itself: what must not have moved is the tip that the proposal was judged on. */
export function pushDelivery(repository: ConfigWriter, options: WriteOptions): Delivery {
  return {
    deliver: ({ first, changeOf, ...looks }) =>
      writeUntilLanded(first, {
        ...looks,
        ...options,
        commit: (proposal, withinMs) => repository.commit(proposal.tip, changeOf(proposal), withinMs),
        landed: (attempts, withinMs) => {
          const sent = attempts.map((one) => ({ ...one, message: changeOf(one.proposal).message }))
          return repository.landed(sent, withinMs)
        },
      }),
  }
}
