import type { CommitOutcome } from '../config-repository/repository.ts'
import { fail } from '../errors/errors.ts'

/** How the last push of several ended. */
export type Lost = Extract<CommitOutcome, { landed: false }>

const NOTHING_LOST = 'Nothing was lost: the images are in the registry, so re-running the job only commits.'

/** The time is up. */
export function contended(attempts: number, budgetMs: number, { reason, unanswered }: Lost): never {
  const cause = unanswered
    ? 'If it stays, look at the status of the git host.'
    : 'If it happens often, look for a writer that pushes in a loop.'
  return fail({
    code: 'CONFIG_CONTENTION',
    message: `the commit did not land in ${attempts} attempts within ${Math.round(budgetMs / 1000)} s; the last one: ${reason}`,
    hint: `${NOTHING_LOST} ${cause}`,
  })
}

/** Nobody else writes, so this is no contention, and waiting longer changes nothing. */
export function stuck(attempts: number, { reason, unanswered }: Lost): never {
  return fail({
    code: unanswered ? 'CONFIG_UNREACHABLE' : 'CONFIG_REFUSED',
    message: `the config repository did not take the commit ${attempts} times in a row, though the branch did not move; the last time: ${reason}`,
    hint: `${NOTHING_LOST} Look at the status of the git host; on a server of your own, let its administrator look for what stops every push: a lock that was left beside the branch, or a broken or replaced object (git fsck, refs/replace).`,
  })
}
