import { fieldOf, textOf } from '../names/parsed.ts'
import { type EventPayload, followedRun } from './payload.ts'
import type { Checkout, Source } from './source.ts'

/** Whose changes a run is for; by the folders that it builds from where the event does not say it. */
export function originOf(
  env: NodeJS.ProcessEnv,
  payload: EventPayload,
  folders: readonly (Checkout | undefined)[],
): Pick<Source, 'fromFork' | 'fromAnybody' | 'fromPullRequest'> {
  const event = env.GITHUB_EVENT_NAME ?? ''
  const followed = followedRun(payload)
  const unknown = !saysWhose(event, payload) && !folders.every(isAt([env.GITHUB_SHA, followed.sha]))
  const heads = headRepositories(event, payload)
  return {
    fromFork: unknown || heads.some((head) => head !== (env.GITHUB_REPOSITORY ?? '')),
    fromAnybody: unknown,
    fromPullRequest: unknown || isForPullRequest(event) || isForPullRequest(followed.event),
  }
}

/**
 * Repositories that the run is for the changes of, as `owner/name`; undefined where the payload does not say: a deleted
 * fork leaves its repository null, and what cannot be read may be anybody's.
 */
function headRepositories(event: string, payload: EventPayload): readonly (string | undefined)[] {
  const isPull = event.startsWith('pull_request') || fieldOf(payload, 'pull_request', 'head') !== undefined
  return [
    ...(isPull ? [textOf(fieldOf(payload, 'pull_request', 'head', 'repo', 'full_name'))] : []),
    ...(event === 'workflow_run' || payload.workflow_run
      ? [textOf(fieldOf(payload, 'workflow_run', 'head_repository', 'full_name'))]
      : []),
  ]
}

/** Set off by commits of this repository, or by hand of somebody who may write to it. */
const BY_WRITERS = new Set([
  'push',
  'release',
  'schedule',
  'workflow_dispatch',
  'repository_dispatch',
  'merge_group',
])

/**
 * Whether an event says whose files are checked out. The others (comments, checks, labels, ...) run on the default
 * branch for whatever pull request they are about, and do not say whose that is, so nor whose files are built.
 */
export function saysWhose(event: string, payload: EventPayload): boolean {
  const { event: followed } = followedRun(payload)
  // What the sender of a dispatch has put into it is not in the payload of the run that follows.
  if (event === 'workflow_run' && followed === 'repository_dispatch') return false
  const named = (event === 'workflow_run' && followed) || event
  return (
    !namesPullRequest(payload.client_payload) && (BY_WRITERS.has(named) || named.startsWith('pull_request'))
  )
}

/** GitHub takes no more than ten keys at the top, and 64 KB in all ("Create a repository dispatch event"). */
const MOST_DEPTH = 10
const MOST_VALUES = 65_536

/** Whether the sender of a `repository_dispatch` speaks of a pull request, as slash commands do; too much to read may. */
function namesPullRequest(sent: unknown): boolean {
  let level: readonly unknown[] = [sent]
  let seen = 0
  for (let depth = 0; level.length > 0; depth += 1) {
    seen += level.length
    if (depth > MOST_DEPTH || seen > MOST_VALUES) return true
    if (level.some((value) => (fieldOf(value, 'pull_request') ?? null) !== null)) return true
    level = level.flatMap((value) =>
      typeof value === 'object' && value !== null ? Object.values(value) : [],
    )
  }
  return false
}

/** Whether a folder is what one of the commits of the run says. Files besides it may be copied from anywhere. */
const isAt =
  (commits: readonly (string | undefined)[]) =>
  (checkout: Checkout | undefined): boolean =>
    checkout !== undefined && commits.includes(checkout.head) && checkout.modified.length === 0

/** What a merge queue builds is not merged yet. */
const isForPullRequest = (event: string | undefined): boolean =>
  event !== undefined && (event.startsWith('pull_request') || event === 'merge_group')
