import { fieldOf, listOf, textOf } from '../names/parsed.ts'
import type { Checkout, Source } from './source.ts'

/** The webhook payload, which anything may be missing of, or be something else than it should be. */
export type EventPayload = Readonly<Record<string, unknown>>

/** What the images are built from: by context, and every folder of it, undefined where that is not known. */
export interface BuiltFrom {
  readonly checkouts: Source['checkouts']
  readonly folders: readonly (Checkout | undefined)[]
}

const NOTHING: BuiltFrom = { checkouts: new Map(), folders: [] }

/** AWS SDKs and tools reference: "Service-specific endpoints", "Container credential provider", "IMDS credential provider". */
const ENDPOINT_VARIABLES = [
  'AWS_ENDPOINT_URL',
  'AWS_ENDPOINT_URL_STS',
  'AWS_ENDPOINT_URL_ECR',
  'AWS_ENDPOINT_URL_KMS',
  'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_EC2_METADATA_SERVICE_ENDPOINT',
]

/** Environment and payload as facts (GitHub docs, "Variables reference" and "Webhook events and payloads"). */
export function sourceOf(
  env: NodeJS.ProcessEnv,
  payload: EventPayload,
  { checkouts, folders }: BuiltFrom = NOTHING,
): Source {
  const repository = env.GITHUB_REPOSITORY ?? ''
  const event = env.GITHUB_EVENT_NAME ?? ''
  const followed = followedRun(payload)
  const unknown = !saysWhose(event, payload) && !folders.every(isAt([env.GITHUB_SHA, followed.sha]))
  const heads = headRepositories(event, payload)
  return {
    repository,
    serverUrl: env.GITHUB_SERVER_URL || 'https://github.com',
    apiUrl: env.GITHUB_API_URL || 'https://api.github.com',
    event,
    ref: refOf(env, payload),
    sha: followed.sha ?? env.GITHUB_SHA ?? '',
    defaultBranch: defaultBranch(env, payload),
    fromFork: unknown || heads.some((head) => head !== repository),
    fromAnybody: unknown,
    fromPullRequest: unknown || isForPullRequest(event) || isForPullRequest(followed.event),
    fromDependabot: env.GITHUB_ACTOR === 'dependabot[bot]',
    idTokenAvailable: Boolean(env.ACTIONS_ID_TOKEN_REQUEST_URL && env.ACTIONS_ID_TOKEN_REQUEST_TOKEN),
    // act's documentation, "Skipping jobs".
    underAct: env.ACT === 'true',
    actor: env.GITHUB_ACTOR ?? '',
    runId: env.GITHUB_RUN_ID ?? '0',
    runAttempt: env.GITHUB_RUN_ATTEMPT ?? '1',
    checkouts,
    messages: messagesOf(payload),
    brought: broughtBy(env, payload),
    before: env.GITHUB_EVENT_NAME === 'push' ? textOf(fieldOf(payload, 'before')) : undefined,
    unfetched: [],
    absentPaths: [],
    environmentRegion: env.AWS_REGION || env.AWS_DEFAULT_REGION || undefined,
    regionVariable: env.AWS_REGION ? 'AWS_REGION' : 'AWS_DEFAULT_REGION',
    endpoints: new Map(ENDPOINT_VARIABLES.flatMap((name) => (env[name] ? [[name, env[name]]] : []))),
    environment: new Set(Object.keys(env).filter((name) => env[name])),
  }
}

/** The run that a `workflow_run` follows. */
const followedRun = (payload: EventPayload) => ({
  event: textOf(fieldOf(payload, 'workflow_run', 'event')),
  sha: textOf(fieldOf(payload, 'workflow_run', 'head_sha')),
})

/** The commits of a push, and that of the run which a `workflow_run` follows. */
function messagesOf(payload: EventPayload): ReadonlyMap<string, string> {
  const commits = [
    ...listOf(payload.commits),
    payload.head_commit,
    fieldOf(payload, 'workflow_run', 'head_commit'),
  ]
  return new Map(
    commits.flatMap((commit) => {
      const [id, message] = [fieldOf(commit, 'id'), fieldOf(commit, 'message')]
      return typeof id === 'string' && typeof message === 'string' ? [[id, message]] : []
    }),
  )
}

/** GitHub lists no more of a push ("Webhook events and payloads", push). */
const MOST_COMMITS = 2048

/**
 * Of a push that moves a branch on; a new branch or tag brings nothing, and is meant by whoever makes it. Of the run that a
 * `workflow_run` follows only the last commit is known, and whether it was pushed to the default branch.
 */
function broughtBy(env: NodeJS.ProcessEnv, payload: EventPayload): readonly string[] {
  const followed = env.GITHUB_EVENT_NAME === 'workflow_run'
  if (followed) {
    const branch = textOf(fieldOf(payload, 'workflow_run', 'head_branch'))
    const isPush = followedRun(payload).event === 'push' && branch === defaultBranch(env, payload)
    return isPush ? allTexts([fieldOf(payload, 'workflow_run', 'head_commit')]) : []
  }
  const { commits, created, forced } = payload
  const moves = env.GITHUB_EVENT_NAME === 'push' && env.GITHUB_REF?.startsWith('refs/heads/')
  if (!moves || created !== false || forced !== false || !Array.isArray(commits)) return []
  return commits.length < MOST_COMMITS ? allTexts(commits) : []
}

/** Of each, or of none. */
function allTexts(commits: readonly unknown[]): readonly string[] {
  const messages = commits.map((commit) => fieldOf(commit, 'message'))
  return messages.every((message) => typeof message === 'string') ? messages : []
}

/** A `workflow_run` always says the default branch; what it follows was set off by another one, maybe. */
function refOf(env: NodeJS.ProcessEnv, payload: EventPayload): string {
  const branch = fieldOf(payload, 'workflow_run', 'head_branch') || undefined
  // A tag's name may stand there too, and nothing distinguishes it from a branch: as a branch it deploys only where one is named.
  if (branch !== undefined) return typeof branch === 'string' ? `refs/heads/${branch}` : ''
  return env.GITHUB_REF ?? ''
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

function defaultBranch(env: NodeJS.ProcessEnv, payload: EventPayload): string | undefined {
  const named = textOf(fieldOf(payload, 'repository', 'default_branch'))
  if (named) return named
  // A schedule always runs on the default branch, and its payload need not name it.
  return env.GITHUB_EVENT_NAME === 'schedule' ? env.GITHUB_REF_NAME : undefined
}
