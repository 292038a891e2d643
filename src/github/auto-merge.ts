import { setTimeout as sleep } from 'node:timers/promises'
import { fieldOf, textOf } from '../names/parsed.ts'
import type { Github } from './client.ts'
import { GithubFailure } from './failure.ts'
import { type MergeMethod, type MergeState, type MergingPull, readMergeState } from './merge-state.ts'
import { PULL_BUDGET_MS } from './pull-request.ts'
import { reasonIn } from './reason.ts'

export interface AutoMergeOptions {
  /** `default`: what GitHub offers first for this repository. */
  readonly method: MergeMethod | 'default'
}

export interface AutoMergePorts {
  readonly github: Github
  readonly onWarning: (warning: string) => void
  readonly signal: AbortSignal
  /** Between two looks. */
  readonly pauseMs?: number
}

/** What became of the pull request; `left`: a person must do something, which was warned of. */
export type AutoMerged =
  | { readonly kind: 'merged'; readonly commit: string }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'left' }

/** What is done next. `again`: after a pause GitHub may say something else. */
type Step = AutoMerged | { readonly kind: 'again'; readonly why: string }

/** GitHub finds out late whether something can be merged, and other writers move the base meanwhile. */
const LOOKS = 15
const PAUSE_MS = 1500
const ONCE = { once: true, budgetMs: PULL_BUDGET_MS }

/**
 * Has GitHub merge the pull request as soon as it may, or merges it where nothing is pending: GitHub enables auto-merge only
 * while something is ("Pull request is in clean status"), and which of both it is may change between two requests.
 */
export async function autoMerge(
  pull: MergingPull,
  { method }: AutoMergeOptions,
  ports: AutoMergePorts,
): Promise<AutoMerged> {
  let why = 'GitHub has not found out in time whether it can be merged'
  for (let look = 0; look < LOOKS; look += 1) {
    if (look > 0) await sleep(ports.pauseMs ?? PAUSE_MS, undefined, { signal: ports.signal })
    const step = await nextStep(pull, method, ports).catch((error: unknown) => {
      ports.signal.throwIfAborted()
      return leave(pull, ports, reasonIn(error))
    })
    if (step.kind !== 'again') return step
    why = step.why
  }
  return leave(pull, ports, why)
}

function leave({ url }: MergingPull, { onWarning }: AutoMergePorts, why: string): AutoMerged {
  onWarning(
    `The pull request is not merged automatically: ${why.replace(/\.$/, '')}. Merge it by hand: ${url}`,
  )
  return { kind: 'left' }
}

async function nextStep(
  pull: MergingPull,
  wanted: AutoMergeOptions['method'],
  ports: AutoMergePorts,
): Promise<Step> {
  const state = await readMergeState(pull, ports.github)
  if (state.merged !== undefined) return { kind: 'merged', commit: state.merged }
  if (state.closed) return leave(pull, ports, 'it is closed')
  // A commit that was just pushed is not seen everywhere at once; one of a person is not ours to merge.
  if (state.head !== pull.head) return again('its branch has another commit than the one of this run')
  if (state.waiting) return { kind: 'waiting' }
  const method = wanted === 'default' ? state.defaultMethod : wanted
  if (!state.queue && !state.methods.has(method)) return leave(pull, ports, notAllowed(method, pull))
  const reason = BLOCKS[state.status]
  if (reason !== undefined) return leave(pull, ports, reason)
  if (state.status === 'UNKNOWN') return again('GitHub has not found out in time whether it can be merged')
  const isPending = state.queue || PENDING.has(state.status)
  return isPending ? enable(pull, { method, state }, ports) : merge(pull, method, ports)
}

const again = (why: string): Step => ({ kind: 'again', why })

const BLOCKS: Readonly<Record<string, string>> = {
  DIRTY: 'it has conflicts with the branch that it goes into',
  DRAFT: 'it is a draft, and GitHub merges no draft',
}
const PENDING: ReadonlySet<string> = new Set(['BLOCKED', 'BEHIND'])

const settingsOf = ({ url }: MergingPull): string => url.replace(/\/pull\/\d+$/, '/settings')

const notAllowed = (method: string, pull: MergingPull): string =>
  `the config repository does not allow the method ${method} (${settingsOf(pull)}); name an allowed one in pull-request.auto-merge`

/** @octokit/graphql takes no variables that are called `query`, `method` or `url`. */
const ENABLE = `mutation($id: ID!, $head: GitObjectID!, $way: PullRequestMergeMethod!) {
  enablePullRequestAutoMerge(input: {pullRequestId: $id, expectedHeadOid: $head, mergeMethod: $way}) {
    pullRequest { id }
  }
}`

interface Enabling {
  readonly method: MergeMethod
  readonly state: MergeState
}

/** Where the base has a merge queue, this is how one gets into it. */
async function enable(pull: MergingPull, { method, state }: Enabling, ports: AutoMergePorts): Promise<Step> {
  if (!state.autoMergeAllowed && !state.queue) {
    const why = `the config repository does not allow auto-merge; check "Allow auto-merge" (${settingsOf(pull)})`
    return leave(pull, ports, why)
  }
  try {
    const given = { id: state.id, head: pull.head, way: method.toUpperCase() }
    await ports.github.ask((calls) => calls.graphql(ENABLE, given), ONCE)
    if (state.status === 'BEHIND' && !state.queue) ports.onWarning(behind(pull))
    return { kind: 'waiting' }
  } catch (error) {
    ports.signal.throwIfAborted()
    if (mayChange(error, TOO_LATE)) return again(reasonIn(error))
    return leave(pull, ports, refusal(error))
  }
}

/** GitHub waits for it, and does nothing about it. */
const behind = ({ url }: MergingPull): string =>
  `The pull request waits: its branch is behind the one that it goes into, which asks for all of its commits. The next deploy of a newer commit brings it up to date, and so does "Update branch" on ${url}; a merge queue does it by itself.`

/** Nothing is pending any more, or the head is not seen yet: the next look says what it is. */
const TOO_LATE = /\b(?:clean|unstable|unknown|has_hooks) status|head (?:sha|oid|ref)|expected head|already/i
/** A branch has moved, or something is asked for by now ("Base branch was modified. Review and try the merge again."). */
const MOVED =
  /branch was modified|not mergeable|is (?:required|expected)|merge queue|rule violations|try (?:the merge )?again/i

const mayChange = (error: unknown, texts: RegExp): boolean =>
  error instanceof GithubFailure && (error.unsure || error.said.some((text) => texts.test(text)))

async function merge(pull: MergingPull, method: MergeMethod, ports: AutoMergePorts): Promise<Step> {
  const path = `PUT /repos/${pull.repository}/pulls/${pull.number}/merge`
  try {
    const body = { sha: pull.head, merge_method: method }
    const { data } = await ports.github.ask((calls) => calls.request(path, body), ONCE)
    const commit = textOf(fieldOf(data, 'sha'))
    // Without a commit the next look has it.
    return commit !== undefined ? { kind: 'merged', commit } : again('GitHub does not say what it merged')
  } catch (error) {
    ports.signal.throwIfAborted()
    const isMoved = error instanceof GithubFailure && error.status === 409
    if (isMoved || mayChange(error, MOVED)) return again(reasonIn(error))
    return leave(pull, ports, refusal(error))
  }
}

const WRITES =
  'the token needs contents: write and pull_requests: write, and must be one that the branch lets merge'

function refusal(error: unknown): string {
  const forbidden = error instanceof GithubFailure && (error.status === 403 || error.type === 'FORBIDDEN')
  const reason = reasonIn(error)
  return forbidden ? `${reason.replace(/\.$/, '')}; ${WRITES}` : reason
}
