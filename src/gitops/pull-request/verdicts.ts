import { shortTag } from '../../names/tag.ts'
import type { PullRequestLink } from '../delivery.ts'
import { type EntryVerdict, entryKey, type Proposal, writtenBy } from '../proposal.ts'

/** What an open pull request has of entries that the base would have written. */
export interface Standing {
  /** All of them, or newer ones: nothing is to be written to its branch. */
  readonly complete: boolean
  /** Some of them are newer there, or held: the branch must not be made anew from the base. */
  readonly ahead: boolean
  /** None is ours to propose. */
  readonly passed: boolean
}

export function standingOf({ verdicts, files }: Proposal): Standing {
  const stays = verdicts.filter(({ outcome }) => outcome === 'superseded' || outcome === 'held')
  return {
    complete: files.size === 0,
    ahead: stays.length > 0,
    passed: stays.length === verdicts.length,
  }
}

/** The proposal of the base, but for what stays as the pull request has it. */
export function besides(proposal: Proposal, there: Proposal, pull: PullRequestLink | undefined): Proposal {
  const at = new Map(there.verdicts.map((verdict) => [entryKey(verdict), verdict]))
  return withVerdicts(proposal, (verdict) => {
    const found = at.get(entryKey(verdict))
    if (found?.outcome !== 'superseded' && found?.outcome !== 'held') return verdict
    const { outcome, notices, previous } = found
    const where = pull ? `pull request #${pull.number} (${pull.url})` : 'the branch of the pull request'
    const notice =
      outcome === 'held'
        ? `In ${where}: ${notices.join(' ')}`
        : `${placed(verdict)}: ${where} proposes ${shortTag(previous ?? '')}, which is newer.`
    return { ...verdict, outcome, notices: [notice] }
  })
}

/** A person has closed the pull request that proposed it. */
export function closedAt(proposal: Proposal, { number, url }: PullRequestLink): Proposal {
  return withVerdicts(proposal, (verdict) => ({
    ...verdict,
    outcome: 'held',
    notices: [
      `${placed(verdict)}: pull request #${number}, which proposed this commit, was closed without being merged, so that it is not proposed again. A newer commit opens another one; for this one, reopen ${url}.`,
    ],
  }))
}

function withVerdicts(proposal: Proposal, change: (verdict: EntryVerdict) => EntryVerdict): Proposal {
  const verdicts = proposal.verdicts.map((one) =>
    one.outcome === 'write' ? withoutRollback(change(one)) : one,
  )
  const written = new Set(writtenBy({ verdicts }).map(({ file }) => file))
  const named = new Set(verdicts.map(({ file }) => file))
  // A raised chart has no verdict of its own: it goes with what raises it.
  const isChanged = (path: string) => written.has(path) || (written.size > 0 && !named.has(path))
  const files = new Map([...proposal.files].filter(([path]) => isChanged(path)))
  return { ...proposal, verdicts, files }
}

function withoutRollback(verdict: EntryVerdict): EntryVerdict {
  if (verdict.outcome === 'write') return verdict
  const { rollback: _none, ...rest } = verdict
  return rest
}

const placed = ({ file, place: { line } }: EntryVerdict): string =>
  line === undefined ? file : `${file}:${line}`
