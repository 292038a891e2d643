import type { FoundImage } from '../../src/aws/registry/registry.ts'
import { wantedImage } from '../../src/doors/deploy/deployment.ts'
import { type ParsedInputs, parseInputs } from '../../src/doors/deploy/inputs.ts'
import { allowanceOf } from '../../src/doors/deploy/plan/allowance.ts'
import type { ConfigFile } from '../../src/edit/target.ts'
import { type Problem, StepError } from '../../src/errors/errors.ts'
import type { EntryVerdict, Proposal } from '../../src/gitops/proposal.ts'
import { readCacheEntry } from '../../src/inputs/cache-entry.ts'
import { PLAIN_PULL_REQUEST } from '../../src/inputs/pull-request.ts'
import { readYaml } from '../../src/inputs/read-yaml.ts'
import type { ReadInput } from '../../src/inputs/reader.ts'
import { type EcrHost, parseEcrHost, parseRoleArn, type RoleArn } from '../../src/names/host.ts'
import { type Digest, isDigest } from '../../src/names/reference.ts'
import type { RegistryAccess, RepositorySettings } from '../../src/plan/access.ts'
import type { BuildPlan, EngineChoice } from '../../src/plan/build.ts'
import type { ConfigPlan, PullRequestPlan } from '../../src/plan/config.ts'
import type { Placed, WantedImage } from '../../src/plan/deployment.ts'
import type { ImagePlan, PushedImage } from '../../src/plan/image.ts'
import type { CheckPlan, PushPlan } from '../../src/plan/plan.ts'
import type { Target } from '../../src/plan/target.ts'
import { Environment } from '../../src/runner/environment.ts'
import { Phases } from '../../src/runner/phases.ts'
import { Secrets } from '../../src/runner/secrets.ts'
import { unwatched } from '../../src/runner/waiting.ts'
import type { Checkout, Source } from '../../src/source/source.ts'
import { formOfKey } from '../support/ssh-key.ts'

export const ACCOUNT = '465002806239'
export const REGION = 'ap-southeast-2'
export const HOST = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com`
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/gitops-deploy`
export const REPOSITORY = 'kubeadm_ec2_cluster/identity-service'
export const SHA = '4f2b8c1d9e7a6053b1c2d3e4f5061728394a5b6c'
export const OLD_SHA = 'a1b2c3d4e5f60718293a4b5c6d7e8f9001122334'
export const KEY = formOfKey().trim()

/** In every hint on what may come from a secret. */
export const EMPTY_SECRET =
  'A secret that the job cannot see is empty: one of an environment is seen only by a job with that environment, and a reusable workflow sees only what its caller passes (secrets: inherit).'

/** What must be there, or the test itself is wrong. */
export function must<T>(value: T | undefined | null): NonNullable<T> {
  if (value === undefined || value === null) throw new Error('the test expected a value here')
  return value
}

interface RunOptions {
  readonly variables?: NodeJS.ProcessEnv
  /** Gets the lines that the runner is asked to mask. */
  readonly masked?: string[]
}

/** What a run hands to the rooms that it asks: by default it has the environment of the test. */
export const aRun = ({ variables = process.env, masked = [] }: RunOptions = {}) => ({
  environment: new Environment(variables, () => undefined),
  secrets: new Secrets((line) => masked.push(line)),
  watch: unwatched,
})

/** Phases that nobody asks for. */
export const someTime = (): Phases => new Phases(() => 0)

export const host = (text: string): EcrHost => must(parseEcrHost(text))
export const role = (text: string): RoleArn => must(parseRoleArn(text))

export function digestOf(character: string): Digest {
  const text = `sha256:${character.repeat(64)}`
  if (!isDigest(text)) throw new Error(`${text} is no digest`)
  return text
}

/** As the door reads them. */
export const parsedFrom = (read: ReadInput): ParsedInputs => parseInputs(read, readYaml)

/** Inputs as the runner hands them over: everything not given is empty. */
export function inputsOf(given: Readonly<Record<string, string>>): ParsedInputs {
  return parsedFrom((name) => given[name] ?? '')
}

/** A checkout at the context `.`. */
export const checkedOut = (checkout: Checkout): Source['checkouts'] => new Map([['.', checkout]])

/** The least that a deploying run needs. */
export const DEPLOYING = {
  'role-to-assume': ROLE,
  'aws-region': REGION,
  repository: REPOSITORY,
  'config-repository': 'acme/platform-config',
  'config-token': 'a-token',
  overlays: 'apps/identity-service/overlays/prod',
}

export function aSource(changes: Partial<Source> = {}): Source {
  return {
    repository: 'acme/identity-service',
    serverUrl: 'https://github.com',
    apiUrl: 'https://api.github.com',
    event: 'push',
    ref: 'refs/heads/main',
    sha: SHA,
    defaultBranch: 'main',
    fromFork: false,
    fromAnybody: false,
    fromPullRequest: false,
    fromDependabot: false,
    idTokenAvailable: true,
    underAct: false,
    actor: 'octocat',
    runId: '9001',
    runAttempt: '2',
    checkouts: checkedOut({ head: SHA, modified: [] }),
    messages: new Map(),
    brought: [],
    before: undefined,
    unfetched: [],
    absentPaths: [],
    environmentRegion: undefined,
    regionVariable: 'AWS_REGION',
    endpoints: new Map(),
    environment: new Set(),
    ...changes,
  }
}

export const cacheEntries = (...entries: readonly string[]) => entries.map(readCacheEntry)

export function aBuild(changes: Partial<BuildPlan> = {}): BuildPlan {
  return {
    context: '.',
    file: undefined,
    target: undefined,
    platforms: [],
    buildArgs: [],
    labels: [],
    noCache: false,
    network: undefined,
    secrets: [],
    secretEnvs: [],
    secretFiles: [],
    ssh: [],
    contexts: [],
    cache: undefined,
    cacheFrom: [],
    cacheTo: [],
    provenance: undefined,
    sbom: undefined,
    compression: undefined,
    annotations: [],
    withheld: undefined,
    trustedFrontends: [],
    bases: [],
    ...changes,
  }
}

/** As `create-repository: true` has it made. */
export const aRepository = (changes: Partial<RepositorySettings> = {}): RepositorySettings => ({
  kmsKey: undefined,
  tags: new Map(),
  exclude: [],
  pullAccounts: [],
  ...changes,
})

export function anAccess(changes: Partial<RegistryAccess> = {}): RegistryAccess {
  return {
    registry: host(HOST),
    role: role(ROLE),
    session: {
      name: 'a-session',
      durationSeconds: 3600,
      audience: 'sts.amazonaws.com',
      writes: [`arn:aws:ecr:${REGION}:${ACCOUNT}:repository/${REPOSITORY}`],
      creates: [],
      tags: [],
      keys: [],
      signs: [],
      onDemand: [],
    },
    endpoints: {},
    ...changes,
  }
}

/** What the input overlays makes of them. */
export const overlaysOf = (key: string, overlays: readonly string[]): readonly Target[] =>
  overlays.map((path) => ({ kind: 'kustomize', path, key }))

interface WithOverlays {
  readonly overlays?: readonly string[]
}

export function anImage({
  overlays = ['apps/identity-service/overlays/prod'],
  ...changes
}: Partial<PushedImage> & WithOverlays = {}): PushedImage {
  const access = changes.access ?? anAccess()
  const repository = changes.repository ?? REPOSITORY
  return {
    name: 'identity-service',
    repository,
    tag: SHA,
    commit: SHA,
    tested: [],
    platforms: [],
    parts: [],
    build: aBuild(),
    targets: overlaysOf(changes.name ?? 'identity-service', overlays),
    paths: [],
    sourceRepository: 'acme/identity-service',
    access,
    stated: { account: 'role-to-assume', region: 'aws-region', repository: 'repository' },
    repositoryUrl: `${access.registry.host}/${repository}`,
    ...changes,
  }
}

/** The same image as the overlays get it, asked for by this run. */
export function aWanted(
  { digest, ...changes }: Partial<PushedImage & WantedImage> & WithOverlays = {},
  source: Source = aSource(),
): WantedImage & Placed {
  return { ...wantedImage(anImage(changes), source), digest }
}

export function aFound(changes: Partial<FoundImage> = {}): FoundImage {
  return {
    digest: digestOf('d'),
    platforms: [],
    isIndex: changes.platforms !== undefined,
    revision: undefined,
    manifest: '{"schemaVersion":2}',
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    ...changes,
  }
}

export function aConfig(changes: Partial<ConfigPlan> = {}): ConfigPlan {
  return {
    remote: {
      url: 'https://github.com/acme/platform-config.git',
      webUrl: 'https://github.com/acme/platform-config',
      label: 'acme/platform-config',
      host: 'github',
    },
    credential: { kind: 'token', token: 'a-token' },
    branch: undefined,
    pin: 'tag',
    retarget: false,
    replicas: { patterns: [], timeoutSeconds: 300 },
    pullRequest: undefined,
    onStale: 'skip',
    onDiverged: 'default-branch',
    createMissing: false,
    renderCheck: 'auto',
    chartVersion: 'off',
    knownAccounts: new Set([ACCOUNT]),
    messageTemplate: undefined,
    author: { name: 'deploy-bot', email: 'deploy-bot@example.com' },
    via: { kind: 'git', reason: 'a test' },
    ...changes,
  }
}

export const aPullRequest = (changes: Partial<PullRequestPlan> = {}): PullRequestPlan => ({
  ...PLAIN_PULL_REQUEST,
  repository: 'acme/platform-config',
  apiUrl: 'https://api.github.com',
  ...changes,
})

export function aChoice(changes: Partial<EngineChoice> = {}): EngineChoice {
  const may = allowanceOf(inputsOf({}).inputs, aSource())
  const facts = { may, needs: [], commits: new Map<string, string>(), publishesArgs: false }
  return { engine: undefined, builder: undefined, ...facts, ...changes }
}

const COMMON = {
  inspection: undefined,
  unchecked: [],
  reason: 'refs/heads/main is a deploy ref',
  warnings: [],
  notices: [],
  logins: [],
  engine: aChoice(),
  maxParallel: 6,
  dryRun: false,
}

export function aPushPlan(changes: Partial<PushPlan> = {}): PushPlan {
  const images: PushPlan['images'] = [anImage()]
  return {
    kind: 'push',
    ...COMMON,
    images,
    config: aConfig(),
    createRepository: undefined,
    history: { checkout: '.', token: undefined },
    ...changes,
  }
}

export function aCheckPlan(changes: Partial<CheckPlan> = {}): CheckPlan {
  const { access: _access, repositoryUrl: _url, ...image } = anImage()
  const images: readonly [ImagePlan, ...ImagePlan[]] = [image]
  return { kind: 'check', ...COMMON, images, ...changes }
}

export function aFile(text: string, path = 'prod/kustomization.yaml'): ConfigFile {
  return { path, text, place: (line) => ({ file: path, ...(line === undefined ? {} : { line }) }) }
}

export function aVerdict(changes: Partial<EntryVerdict> = {}): EntryVerdict {
  return {
    image: 'identity-service',
    kind: 'kustomize',
    overlay: 'apps/identity-service/overlays/prod',
    key: changes.image ?? 'identity-service',
    file: 'apps/identity-service/overlays/prod/kustomization.yaml',
    optional: false,
    outcome: 'write',
    place: { file: 'apps/identity-service/overlays/prod/kustomization.yaml', line: 2 },
    previous: OLD_SHA,
    deployed: OLD_SHA,
    reference: `${HOST}/${REPOSITORY}:${SHA}`,
    pinned: undefined,
    notices: [],
    ...changes,
  }
}

export function aProposal(
  verdicts: readonly EntryVerdict[],
  files: Readonly<Record<string, readonly [before: string, after: string]>> = {},
): Proposal {
  const entries = Object.entries(files)
  return {
    tip: 'f'.repeat(40),
    verdicts,
    before: new Map(entries.map(([path, [before]]) => [path, before])),
    files: new Map(entries.flatMap(([path, [before, after]]) => (before === after ? [] : [[path, after]]))),
  }
}

/** The problems that the work fails with; anything but a StepError is thrown on. */
export async function problemsOf(work: () => unknown): Promise<readonly Problem[]> {
  try {
    await work()
  } catch (error) {
    if (error instanceof StepError) return error.problems
    throw error
  }
  throw new Error('the test expected a StepError')
}

export async function problemOf(work: () => unknown): Promise<Problem> {
  const problems = await problemsOf(work)
  if (problems.length !== 1) throw new Error(`one problem expected: ${JSON.stringify(problems, null, 2)}`)
  return must(problems[0])
}
