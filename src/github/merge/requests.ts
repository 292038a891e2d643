import { fieldOf, idOf } from '../../names/parsed.ts'
import { GithubFailure } from '../failure.ts'
import { reasonIn } from '../reason.ts'
import type { MergeMethod, MergeState, MergingPull } from './state.ts'
import { type AutoMergePorts, again, leave, type Step, settingsOf } from './step.ts'

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
export async function enable(
  pull: MergingPull,
  { method, state }: Enabling,
  ports: AutoMergePorts,
): Promise<Step> {
  if (!state.autoMergeAllowed && !state.queue) {
    const why = `the config repository does not allow auto-merge; check "Allow auto-merge" (${settingsOf(pull)})`
    return leave(pull, ports, why)
  }
  try {
    const given = { id: state.id, head: pull.head, way: method.toUpperCase() }
    await ports.github.ask((calls) => calls.graphql(ENABLE, given), { once: true })
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

export async function merge(pull: MergingPull, method: MergeMethod, ports: AutoMergePorts): Promise<Step> {
  const path = `PUT /repos/${pull.repository}/pulls/${pull.number}/merge`
  try {
    const body = { sha: pull.head, merge_method: method }
    const { data } = await ports.github.ask((calls) => calls.request(path, body), { once: true })
    const commit = idOf(fieldOf(data, 'sha'))
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
