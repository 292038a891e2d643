import type { PullRequest, PullText } from '../../github/pull-request.ts'
import { writtenBy } from '../proposal.ts'
import { describeCommit } from './description/describe.ts'
import { isSaid } from './marks.ts'
import { isMarked } from './ownership.ts'
import type { PullOptions, PullPorts, Situation } from './ports.ts'
import { lost, type Step } from './step.ts'

export interface Published extends Situation {
  /** The head of the branch. */
  readonly commit: string
  /** It was put there just now, so that the pull request may be another one than that which was seen. */
  readonly isNew: boolean
  /** All commits of the branch are. */
  readonly isOurs: boolean
}

/** The pull request of a branch that holds what is proposed. */
export async function publish(at: Published, ports: PullPorts, options: PullOptions): Promise<Step> {
  const { name, proposal, commit, attempts, change, base, isNew, isOurs } = at
  const open = isNew ? await openNow(name, ports) : at.open
  if (at.open && !open) return lost('its pull request was merged or closed meanwhile')
  const end = async ({ number, url }: PullRequest, created: boolean): Promise<Step> => {
    const pullRequest = { number, url }
    const merged = await ports.dress?.({ ...pullRequest, head: commit, created, isOurs })
    return merged === undefined
      ? { kind: 'proposed', proposal, commit, attempts, pullRequest }
      : { kind: 'pushed', proposal, commit: merged, attempts, pullRequest }
  }
  // A run may have been cut off anywhere between its commit and its end.
  if (!isNew && open && isSaid(open.body, writtenTags(at))) return end(open, false)
  const text = await ports.describe({
    proposal,
    change: await change.changeOf(proposal),
    images: change.images,
    base,
  })
  const pull = await put({ name, open, text }, ports, options)
  if (!pull) return lost('somebody else has just opened its pull request')
  if (await hasMoved({ name, commit }, ports)) return lost('its branch has moved')
  return end(pull, !open)
}

/** That of a branch which another run has written, if nobody has opened one, or this run has put its text over the other's. */
export async function publishAsItIs(
  { name, side, open, attempts, change }: Situation,
  ports: PullPorts,
  options: PullOptions,
): Promise<PullRequest | undefined> {
  if (open && attempts === 1) return open
  const own = side?.commits?.findLast(({ message }) => isMarked(message, change.images))
  if (!side || !own) return open
  const pull = await put({ name, open, text: describeCommit(own.message) }, ports, options)
  if (!pull || (await hasMoved({ name, commit: side.head }, ports))) return undefined
  // Whoever has written the branch may never come to it.
  if (!open) await ports.dress?.({ ...pull, head: side.head, created: true, isOurs: side.ours })
  return pull
}

const writtenTags = ({ proposal, change }: Situation): readonly string[] => {
  const names = new Set(writtenBy(proposal).map(({ image }) => image))
  return change.images.flatMap(({ name, tag }) => (names.has(name) ? [tag] : []))
}

interface Put {
  readonly name: string
  readonly open: PullRequest | undefined
  readonly text: PullText
}

async function put(
  { name, open, text }: Put,
  { pulls, onWarning }: PullPorts,
  { draft, label }: PullOptions,
): Promise<PullRequest | undefined> {
  if (!open) {
    const made = await pulls.create(name, { ...text, draft })
    if (made && draft && !made.draft) onWarning(ready(made, label))
    return made
  }
  if (open.title !== text.title || open.body !== text.body) await pulls.update(open.number, text)
  return { ...open, ...text }
}

const ready = ({ url }: PullRequest, label: string): string =>
  `The pull request is not a draft, because the GitHub plan of ${label} has none in private repositories: ${url}. Take draft out of pull-request.`

/** Whoever has moved it describes what is there now. This run may have done so after it, and then looks again. */
async function hasMoved(
  { name, commit }: { readonly name: string; readonly commit: string },
  { branches }: PullPorts,
): Promise<boolean> {
  return (await branches.branch(name))?.head !== commit
}

async function openNow(name: string, { pulls }: PullPorts): Promise<PullRequest | undefined> {
  return (await pulls.of(name)).find(({ state }) => state === 'open')
}
