import type { Checkout, Source } from './source.ts'

/** The parts of the webhook payload that are read; everything in it may be missing. */
export interface EventPayload {
  readonly repository?: { readonly default_branch?: string; readonly full_name?: string }
  readonly workflow_run?: {
    readonly event?: string
    readonly head_branch?: string | null
    readonly head_sha?: string
    readonly head_repository?: { readonly full_name?: string } | null
  }
  readonly pull_request?: {
    readonly head?: { readonly repo?: { readonly full_name?: string } | null } | null
  } | null
  /** Of a `repository_dispatch`: whatever its sender has put there, as the pull request of a slash command. */
  readonly client_payload?: { readonly pull_request?: unknown } | null
}

/** What the images are built from: by context, and every folder of it, undefined where git could not read one. */
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
  const followed = payload.workflow_run
  const unknown = !saysWhose(event, payload) && !folders.every(isAt([env.GITHUB_SHA, followed?.head_sha]))
  const heads = headRepositories(event, payload)
  return {
    repository,
    serverUrl: env.GITHUB_SERVER_URL || 'https://github.com',
    event,
    ref: refOf(env, payload),
    sha: followed?.head_sha ?? env.GITHUB_SHA ?? '',
    defaultBranch: defaultBranch(env, payload),
    fromFork: unknown || heads.some((head) => head !== repository),
    fromAnybody: unknown,
    fromPullRequest: unknown || isForPullRequest(event) || isForPullRequest(followed?.event),
    fromDependabot: env.GITHUB_ACTOR === 'dependabot[bot]',
    idTokenAvailable: Boolean(env.ACTIONS_ID_TOKEN_REQUEST_URL && env.ACTIONS_ID_TOKEN_REQUEST_TOKEN),
    actor: env.GITHUB_ACTOR ?? '',
    runId: env.GITHUB_RUN_ID ?? '0',
    runAttempt: env.GITHUB_RUN_ATTEMPT ?? '1',
    checkouts,
    absentPaths: [],
    environmentRegion: env.AWS_REGION || env.AWS_DEFAULT_REGION || undefined,
    endpoints: new Map(ENDPOINT_VARIABLES.flatMap((name) => (env[name] ? [[name, env[name]]] : []))),
    environment: new Set(Object.keys(env).filter((name) => env[name])),
  }
}

/** A `workflow_run` always says the default branch; what it follows was set off by another one, maybe. */
function refOf(env: NodeJS.ProcessEnv, { workflow_run: followed }: EventPayload): string {
  // A tag's name may stand there too, and nothing tells it from a branch: as a branch it deploys only where one is named.
  return followed?.head_branch ? `refs/heads/${followed.head_branch}` : (env.GITHUB_REF ?? '')
}

/**
 * Repositories that the run is for the changes of, as `owner/name`; undefined where the payload does not tell: a deleted
 * fork leaves its repository null, and what cannot be read may be anybody's.
 */
function headRepositories(event: string, payload: EventPayload): readonly (string | undefined)[] {
  const { pull_request: pull, workflow_run: followed } = payload
  return [
    ...(event.startsWith('pull_request') || pull?.head !== undefined ? [pull?.head?.repo?.full_name] : []),
    ...(event === 'workflow_run' || followed ? [followed?.head_repository?.full_name] : []),
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
function saysWhose(event: string, { client_payload: sent, workflow_run: followed }: EventPayload): boolean {
  const named = (event === 'workflow_run' && followed?.event) || event
  return !sent?.pull_request && (BY_WRITERS.has(named) || named.startsWith('pull_request'))
}

/** Whether a folder is what one of the commits of the run says. Files that differ from it may be copied from anywhere. */
const isAt =
  (commits: readonly (string | undefined)[]) =>
  (checkout: Checkout | undefined): boolean =>
    checkout !== undefined && commits.includes(checkout.head) && checkout.modified.length === 0

/** What a merge queue builds is not merged yet. */
const isForPullRequest = (event: string | undefined): boolean =>
  event !== undefined && (event.startsWith('pull_request') || event === 'merge_group')

function defaultBranch(env: NodeJS.ProcessEnv, payload: EventPayload): string | undefined {
  const named = payload.repository?.default_branch
  if (named) return named
  // A schedule always runs on the default branch, and its payload need not name it.
  return env.GITHUB_EVENT_NAME === 'schedule' ? env.GITHUB_REF_NAME : undefined
}
