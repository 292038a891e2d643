import type { Source } from './source.ts'

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
  readonly issue?: { readonly pull_request?: unknown }
}

/** Environment and payload as facts (GitHub docs, "Variables reference" and "Webhook events and payloads"). */
export function sourceOf(
  env: NodeJS.ProcessEnv,
  payload: EventPayload,
  checkouts: Source['checkouts'] = new Map(),
): Source {
  const repository = env.GITHUB_REPOSITORY ?? ''
  const head = payload.pull_request?.head
  const followed = payload.workflow_run
  const unknown = isOfUnknownPullRequest(env, payload, checkouts)
  return {
    repository,
    serverUrl: env.GITHUB_SERVER_URL || 'https://github.com',
    event: env.GITHUB_EVENT_NAME ?? '',
    ref: refOf(env, payload),
    sha: followed?.head_sha ?? env.GITHUB_SHA ?? '',
    defaultBranch: defaultBranch(env, payload),
    // A deleted fork leaves the head repository null.
    fromFork:
      unknown ||
      (head !== undefined && head?.repo?.full_name !== repository) ||
      (followed?.head_repository !== undefined && followed.head_repository?.full_name !== repository),
    fromPullRequest: unknown || isPullRequest(env.GITHUB_EVENT_NAME) || isPullRequest(followed?.event),
    fromDependabot: env.GITHUB_ACTOR === 'dependabot[bot]',
    idTokenAvailable: Boolean(env.ACTIONS_ID_TOKEN_REQUEST_URL && env.ACTIONS_ID_TOKEN_REQUEST_TOKEN),
    actor: env.GITHUB_ACTOR ?? '',
    runId: env.GITHUB_RUN_ID ?? '0',
    runAttempt: env.GITHUB_RUN_ATTEMPT ?? '1',
    checkouts,
    absentPaths: [],
    environmentRegion: env.AWS_REGION || env.AWS_DEFAULT_REGION || undefined,
    environment: new Set(Object.keys(env).filter((name) => env[name])),
  }
}

/** A `workflow_run` always says the default branch; what it follows was set off by another one, maybe. */
function refOf(env: NodeJS.ProcessEnv, { workflow_run: followed }: EventPayload): string {
  // A tag's name may stand there too, and nothing tells it from a branch: as a branch it deploys only where one is named.
  return followed?.head_branch ? `refs/heads/${followed.head_branch}` : (env.GITHUB_REF ?? '')
}

/** A comment runs on the default branch and does not say whose pull request it is at, so nor whose commit is checked out. */
function isOfUnknownPullRequest(
  env: NodeJS.ProcessEnv,
  { issue }: EventPayload,
  checkouts: Source['checkouts'],
): boolean {
  return Boolean(issue?.pull_request) && [...checkouts.values()].some(({ head }) => head !== env.GITHUB_SHA)
}

const isPullRequest = (event: string | undefined): boolean => event?.startsWith('pull_request') ?? false

function defaultBranch(env: NodeJS.ProcessEnv, payload: EventPayload): string | undefined {
  const named = payload.repository?.default_branch
  if (named) return named
  // A schedule always runs on the default branch, and its payload need not name it.
  return env.GITHUB_EVENT_NAME === 'schedule' ? env.GITHUB_REF_NAME : undefined
}
