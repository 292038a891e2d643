import { fieldOf, textOf } from '../names/parsed.ts'
import { broughtBy, messagesOf } from './event-commits.ts'
import { originOf } from './origin.ts'
import { defaultBranch, type EventPayload, followedRun } from './payload.ts'
import type { Checkout, Source } from './source.ts'

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
  return {
    repository: env.GITHUB_REPOSITORY ?? '',
    serverUrl: env.GITHUB_SERVER_URL || 'https://github.com',
    apiUrl: env.GITHUB_API_URL || 'https://api.github.com',
    event: env.GITHUB_EVENT_NAME ?? '',
    ref: refOf(env, payload),
    sha: followedRun(payload).sha ?? env.GITHUB_SHA ?? '',
    defaultBranch: defaultBranch(env, payload),
    ...originOf(env, payload, folders),
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

/** A `workflow_run` always says the default branch; what it follows was set off by another one, maybe. */
function refOf(env: NodeJS.ProcessEnv, payload: EventPayload): string {
  const branch = fieldOf(payload, 'workflow_run', 'head_branch') || undefined
  // A tag's name may stand there too, and nothing distinguishes it from a branch: as a branch it deploys only where one is named.
  if (branch !== undefined) return typeof branch === 'string' ? `refs/heads/${branch}` : ''
  return env.GITHUB_REF ?? ''
}
