import { type BuildFailure, isStepFailure } from './read.ts'

/** What kind of failure the engine's words are; what to do about each stands in hints.ts. */
export type FailureKind =
  | (typeof ANYWHERE_RULES)[number]['kind']
  | (typeof COMMON_RULES)[number]['kind']
  | (typeof BUILD_RULES)[number]['kind']
  | (typeof PUSH_RULES)[number]['kind']
  | 'killed'
  | 'heredoc-unknown'
  | 'step-failed'
  | 'other'

/** How far a kind is worth another attempt: `wait` is a builder that may be starting yet. */
export function worthAnother(kind: FailureKind): 'no' | 'attempts' | 'wait' {
  if (kind === 'builder-unreachable') return 'wait'
  return kind === 'unavailable' || kind === 'busy' || kind === 'damaged' ? 'attempts' : 'no'
}

interface Rule<Kind extends string = string> {
  readonly kind: Kind
  readonly words: RegExp
  /** These must be there too. */
  readonly also?: RegExp
}

const rules = <const Kind extends string>(...list: readonly Rule<Kind>[]): readonly Rule<Kind>[] => list

/** Words of the system, which an engine repeats and a failed step prints; no reason to run the step again. */
const ANYWHERE_RULES = rules(
  { kind: 'emulation-missing', words: /exec format error/i },
  { kind: 'disk-full', words: /no space left on device|disk quota exceeded/i },
)

/** 137 is 128 and the number of SIGKILL, which the kernel sends when memory ends; BuildKit may say so behind it. */
const KILLED =
  /(?:exit code: 137|exit status 137|non-zero code: 137)(?:: .*)?$|^ERROR: the engine was ended by SIG|: context canceled$/m

/** gRPC's and buildx's words for a connection that was not made, or broke (gRPC status codes 4 and 14). */
const BUILDER =
  /failed to dial|listing workers|failed to list workers|error reading server preface|error dialing backend|connection error: desc|no active session|rpc error: code = (?:Unavailable|DeadlineExceeded)|Cannot connect to the Docker daemon|^waiting for connection|^booting buildkit/m

/** Go's words; `tls: internal error` is not of them: a node whose certificate is not signed yet says it. */
const UNTRUSTED = /x509: |tls: (?!internal error)|certificate (?:required|signed|has expired)/

/**
 * What the reader of the Dockerfile does not know: of BuildKit (frontend/dockerfile/instructions, also that of classic
 * docker) and of buildah (imagebuilder, `dispatchers`, and its mounts).
 */
const DOCKERFILE =
  /dockerfile parse error (?:on )?line \d{1,9}: unknown flag|unexpected key '[^'\n]{0,200}' in '|(?:unsupported|invalid) mount type "|\b(?:COPY|ADD) only supports the --ch|secret should have syntax id=id/i

const COMMON_RULES = rules(
  { kind: 'dockerfile-newer', words: DOCKERFILE },
  { kind: 'builder-untrusted', words: BUILDER, also: UNTRUSTED },
  { kind: 'builder-unreachable', words: BUILDER },
  {
    kind: 'feature-missing',
    words:
      /not supported (?:for|by) the docker driver|feature is currently not supported for docker driver|requires? BuildKit/i,
  },
  { kind: 'entitlement-missing', words: /entitlement \S+ is not allowed/ },
  { kind: 'flag-unknown', words: /unknown (?:shorthand )?flag/ },
)

/** Answers that may be others a moment later: server errors, and connections that broke. */
const UNAVAILABLE =
  /status\S{0,40}(?:\s+from \S{1,20} request to \S{1,500})?\s+(?:code:?\s+)?5\d\d\b|\b50[0234] (?:internal|bad|service|gateway)|internal server error|bad gateway|service unavailable|gateway timeout|connection re(?:set|fused)|broken pipe|\bEOF$|TLS handshake timeout|i\/o timeout|network is unreachable|server misbehaving|Temporary failure in name resolution|push is on-?going/im

const ANSWER_RULES = rules(
  { kind: 'quota-used', words: /pull rate limit|Data limit exceeded/i },
  { kind: 'busy', words: /too ?many ?requests|status\S{0,40}\s+(?:code:?\s+)?429\b/i },
  { kind: 'unavailable', words: UNAVAILABLE },
  { kind: 'registry-untrusted', words: /x509: |server gave HTTP response to HTTPS client/ },
  { kind: 'host-unknown', words: /no such host/ },
)

/**
 * What arrived is not what was sent: the errors of uploads in the OCI distribution specification, ECR's exceptions of
 * the same meaning (API reference, CompleteLayerUpload and UploadLayerPart), and containerd's check of what it reads.
 */
const DAMAGED =
  /provided digest did not match|digest invalid|DIGEST_INVALID|blob (?:unknown|upload (?:unknown|invalid))|BLOB_(?:UNKNOWN|UPLOAD_UNKNOWN|UPLOAD_INVALID)|provided length did not match|SIZE_INVALID|RANGE_INVALID|InvalidLayer(?:Part)?Exception|LayersNotFoundException|UploadNotFoundException|ImageDigestDoesNotMatchException|layer digest calculation|unexpected commit (?:digest|size)|failed size validation/i

const DAMAGED_RULES = rules({ kind: 'damaged', words: DAMAGED })

const BUILD_RULES = rules(
  {
    kind: 'syntax',
    words:
      /dockerfile parse error|unknown instruction|no FROM statement|no build stage in current context|Dockerfile\S{0,200} cannot be empty/i,
  },
  { kind: 'target-missing', words: /target \S.{0,100}(?:not be|not) found|failed to reach build target/i },
  {
    kind: 'file-missing',
    words:
      /"\/[^"]*":? not found|COPY failed: (?:file not found|stat|no source files)|ADD failed: (?:file not found|stat|no source files)|copier: (?:stat|get)|no items matching glob|forbidden path outside/,
  },
  ...ANSWER_RULES,
  ...DAMAGED_RULES,
  {
    kind: 'base-private',
    words:
      /pull access denied|no basic auth credentials|insufficient_scope|unauthorized|authorization failed|\b40[13] (?:forbidden|unauthorized)|(?:^|: )denied: /im,
  },
  { kind: 'base-platform', words: /no match for platform|no matching manifest for/i },
  {
    kind: 'base-missing',
    words:
      /failed to resolve source metadata[\s\S]{0,2000}not found|manifest unknown|manifest for .{0,500} not found|no such image|name unknown|no stage or image found|invalid from flag value/i,
  },
)

/** The registry's own answer first: an engine may print a bare status behind it. */
const PUSH_RULES = rules(
  { kind: 'tag-taken', words: /tag invalid|cannot be overwritten|ImageTagAlreadyExists/i },
  { kind: 'repository-missing', words: /name unknown|NAME_UNKNOWN|RepositoryNotFound/i },
  { kind: 'token-expired', words: /authorization token has expired/i },
  { kind: 'action-denied', words: /not authorized to perform: \S+/ },
  ...ANSWER_RULES,
  ...DAMAGED_RULES,
  {
    kind: 'login-refused',
    words: /no basic auth credentials|authentication required|unauthorized/i,
  },
  { kind: 'push-denied', words: /(?:^|: )denied\b|403 Forbidden/im },
  // BuildKit up to 0.11 drops the registry's message; docker says `unknown: ` in its place, buildah the number.
  { kind: 'refused-silently', words: /400 Bad Request|StatusCode: 400|^(?:ERROR: )?unknown: ?$/m },
)

/** The first rule whose words the engine used. */
export function kindOf(failure: BuildFailure, stage: 'build' | 'push'): FailureKind {
  const killed = KILLED.test(failure.reason) ? 'killed' : undefined
  if (isStepFailure(failure)) {
    return firstOf(ANYWHERE_RULES, failure.stepLog.join('\n')) ?? killed ?? 'step-failed'
  }
  const step = (failure.step ?? '').replace(/^\[internal\] /, '')
  return (
    killed ??
    firstOf([...ANYWHERE_RULES, ...COMMON_RULES], `${step}\n${failure.reason}`) ??
    firstOf(stage === 'build' ? BUILD_RULES : PUSH_RULES, failure.reason) ??
    'other'
  )
}

function firstOf<Kind extends string>(list: readonly Rule<Kind>[], text: string): Kind | undefined {
  return list.find(({ words, also }) => words.test(text) && (also?.test(text) ?? true))?.kind
}
