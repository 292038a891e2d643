import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { ApiBranches } from '../../src/config-repository/api/api-branches.ts'
import { type ApiPorts, ApiRepository } from '../../src/config-repository/api/api-repository.ts'
import { GitBranches } from '../../src/config-repository/git/git-branches.ts'
import { GitRepository } from '../../src/config-repository/git/git-repository.ts'
import { openBump } from '../../src/doors/deploy/open-bump.ts'
import { asStepError } from '../../src/errors/unforeseen.ts'
import type { Bump } from '../../src/gitops/bump.ts'
import { type Digest, isDigest } from '../../src/names/reference.ts'
import type { ConfigPlan } from '../../src/plan/config.ts'
import type { Target } from '../../src/plan/target.ts'
import type { Log } from '../../src/runner/log.ts'
import { Workspace } from '../../src/runner/workspace.ts'
import { aConfig, anImage, aRun, aSource, HOST } from '../unit/builders.ts'

/** What all writers of one test share; plain data, so that it can be sent to another process. */
export interface WriterGround {
  /** URL of the config repository. */
  remote: string
  credential: ConfigPlan['credential']
  /** The compare API, and the service repository that it is asked about. */
  apiUrl: string
  githubToken: string
  service: string
  /** RUNNER_TEMP of every writer. */
  temp: string
  /** `owner/name` of the config repository, where it is written through the API at `apiUrl`. */
  api?: string
  /** The checkout of the service, where the writers have its whole history; the compare API is not asked then. */
  checkout?: string
}

/** One run of the step: its images, all at one commit of the service, in one commit of the config repository. */
export interface WriterTask {
  /** The run id, which the commit names in its trailer. */
  id: string
  images: {
    name: string
    overlays: string[]
    /** In the place of the overlays. */
    targets?: Target[]
    paths?: string[]
    sourceRepository?: string
  }[]
  commit: string
  /** A build of that length between a first look and the commit; none and no such look when absent. */
  buildMs?: number
  /** 0: every look is old by the time of the commit, as after a long build. */
  newForMs?: number
  policies?: Partial<
    Pick<
      ConfigPlan,
      'onStale' | 'onDiverged' | 'branch' | 'createMissing' | 'retarget' | 'pin' | 'pullRequest'
    >
  >
}

export interface Written {
  id: string
  /** undefined: there was nothing to write. */
  commit: string | undefined
  /** By `image overlay`. */
  outcomes: Record<string, string>
  attempts: number
  ms: number
  /** `CODE: message` of a failure. */
  error?: string
}

/** The name of an image in the registry of the tests. */
export const imageUrl = (name: string): string => `${HOST}/team/${name}`

/** Any digest will do for the config repository, as long as it is always the same one. */
export function digestFor(name: string, commit: string): Digest {
  const digest = `sha256:${createHash('sha256').update(`${name} ${commit}`).digest('hex')}`
  if (!isDigest(digest)) throw new Error(`${digest} is no digest`)
  return digest
}

const silent: Log = {
  info: () => undefined,
  notice: () => undefined,
  warning: () => undefined,
  group: (_title, work) => work(),
}

/** A bump of the action's own, with a private folder and a clone of its own, as every run has. */
export function openWriter(
  ground: WriterGround,
  task: WriterTask,
  signal: AbortSignal = new AbortController().signal,
): { bump: Bump; workspace: Workspace } {
  const workspace = new Workspace(ground.temp)
  const { commit } = task
  const images = task.images.map((image) =>
    anImage({
      sourceRepository: ground.service,
      ...image,
      repository: `team/${image.name}`,
      tag: commit,
      commit,
    }),
  )
  const remote = { url: ground.remote, webUrl: undefined, label: 'acme/config' }
  // What is measured and modelled is the writing; rendering has tests of its own.
  const config = aConfig({ remote, credential: ground.credential, renderCheck: 'off', ...task.policies })
  const credential = async () => config.credential
  const access = { ...aRun(), workspace, credential, signal, onMoved: silent.notice }
  const git = () => new GitRepository(config, access)
  const byGit = git()
  const repository = ground.api === undefined ? byGit : overApi(ground, ground.api, { config, access, git })
  const bump = openBump({
    config,
    repository,
    branches: async () =>
      repository instanceof ApiRepository ? new ApiBranches(repository) : new GitBranches(byGit),
    access,
    platformsOf: () => [],
    images,
    source: aSource({ repository: ground.service, runId: task.id, runAttempt: '1', sha: task.commit }),
    history: { checkout: ground.checkout ?? ground.temp, token: ground.githubToken },
    connect: noRegistry,
    apiUrl: ground.apiUrl,
    ...aRun(),
    workspace,
    log: silent,
    signal,
    newForMs: task.newForMs,
  })
  return { bump, workspace }
}

function overApi(
  { apiUrl }: WriterGround,
  repository: string,
  {
    config,
    access,
    git,
  }: { config: ConfigPlan; access: Omit<ApiPorts, 'log' | 'git'>; git: ApiPorts['git'] },
): ApiRepository {
  const serverUrl = 'https://github.com'
  const plan = { kind: 'api', reason: 'a test', required: true, repository, serverUrl, apiUrl } as const
  return new ApiRepository(config, plan, { ...access, log: silent, git })
}

/** No entry here names a replica, so no registry is asked. */
function noRegistry(): never {
  throw new Error('a registry was asked')
}

/** The whole of a run's way through the config repository, from its clone to its commit. */
export async function write(ground: WriterGround, task: WriterTask): Promise<Written> {
  const started = performance.now()
  const { bump, workspace } = openWriter(ground, task)
  const digests = new Map(task.images.map(({ name }) => [name, digestFor(name, task.commit)]))
  const took = () => performance.now() - started
  try {
    if (task.buildMs !== undefined) {
      await bump.preflight()
      await sleep(task.buildMs)
    }
    const { proposal, commit, attempts } = await bump.commit(digests)
    const outcomes = Object.fromEntries(
      proposal.verdicts.map(({ image, overlay, outcome }) => [`${image} ${overlay}`, outcome]),
    )
    return { id: task.id, commit, outcomes, attempts, ms: took() }
  } catch (error) {
    const { message } = asStepError(error)
    return { id: task.id, commit: undefined, outcomes: {}, attempts: 0, ms: took(), error: message }
  } finally {
    await bump.sought()
    await workspace.remove()
  }
}
