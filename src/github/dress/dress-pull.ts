import { add, ask } from './add.ts'
import type { Dress, DressedPull, DressPorts } from './dress.ts'
import { type Kind, presentOn } from './present.ts'

/**
 * Labels, reviewers and assignees that are not there yet. What GitHub refuses of it is a warning by its name, and the rest is
 * there all the same: the deploy does not fail over it.
 */
export async function dressPull(pull: DressedPull, dress: Dress, ports: DressPorts): Promise<void> {
  if (Object.values(dress).every((names: readonly string[]) => names.length === 0)) return
  const present = await presentOn(pull, dress, ports)
  if (!present) return
  const missing = (key: Kind) => dress[key].filter((name) => !present[key].has(name.toLowerCase()))
  await add('labels', missing('labels'), pull, ports)
  const people = missing('reviewers').filter((name) => isOther(name, present.author, ports))
  await ask({ reviewers: people, teams: missing('teams') }, pull, ports)
  await add('assignees', missing('assignees'), pull, ports)
}

function isOther(name: string, author: string, { onWarning }: DressPorts): boolean {
  const other = name.toLowerCase() !== author
  if (!other)
    onWarning(`The reviewer ${name} is left out, because ${name} is the author of the pull request.`)
  return other
}
