import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { recordChildren } from './child-recorder.ts'
import { bareDirectory } from './git-repositories.ts'
import { marker } from './markers.ts'
import { registryHost } from './registry-access.ts'
import { type MainResult, runStep, type StepOptions } from './runner.ts'
import { putSampleImage } from './sample-image.ts'
import { scanForSecrets } from './secret-scan.ts'
import { configFiles, overlayPath, SERVICE_COMMITS } from './world-files.ts'
import { checkOut, createHistory, openRepository } from './world-repositories.ts'
import { endpointVariables, partsOf, startServices } from './world-services.ts'
import type { Ground, World, WorldOptions } from './world-shape.ts'

export type { RunOptions, World, WorldOptions } from './world-shape.ts'

const SERVICE = 'acme/identity-service'
const CONFIG = 'acme/platform-config'
const NAME = 'identity-service'
const PUSHED_MESSAGE = 'Round the totals (#128)'

export async function createWorld(options: WorldOptions = {}): Promise<World> {
  const root = await mkdtemp(join(tmpdir(), 'world-'))
  const at = (name: string): string => join(root, name)
  const [home, workspace, temp, gitRoot] = [at('home'), at('workspace'), at('temp'), at('git')]
  await Promise.all([home, temp, gitRoot].map((path) => mkdir(path)))
  const facts = await layOut(gitRoot, options)
  const tokens = { github: marker('github-token'), config: marker('config-token') }
  const services = await startServices({
    ...facts,
    roles: [facts.role],
    repositories: options.repositories ?? [facts.ecrRepository],
    gitRoot,
    tokens,
    serviceRepository: SERVICE,
  })
  const origin = `${services.git.url}/${SERVICE}`
  await checkOut({
    from: bareDirectory(gitRoot, SERVICE),
    to: workspace,
    origin,
    depth: options.checkoutDepth ?? 1,
  })
  const ground: Ground = {
    ...services,
    ...{ facts, root, home, workspace, temp, tokens },
    service: openRepository(gitRoot, SERVICE),
    config: openRepository(gitRoot, CONFIG),
    inputs: defaultInputs(facts, tokens.config),
    env: endpointVariables(services),
  }
  return Object.assign(ground, abilities(ground, options))
}

function abilities(ground: Ground, options: WorldOptions): Omit<World, keyof Ground> {
  const { root, home, workspace, temp, facts } = ground
  const extraSecrets: string[] = []
  const secrets = (): string[] => [
    ...Object.values(ground.tokens),
    ...[ground.oidc, ground.sts, ground.ecr].flatMap((part) => part.markers()),
    ...extraSecrets,
  ]
  const close = async (): Promise<void> => {
    await Promise.all(partsOf(ground).map((part) => part.close()))
    // A process that a test has ended may still write its last lines.
    await rm(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
  }
  return {
    run: (inputs, runOptions) => run(ground, { ...stepOf(ground, options), ...runOptions }, inputs),
    putImage: (repository, tag, image) =>
      putSampleImage(ground.catalog, { ...facts, repository }, { ...image, tag }),
    createRepository: async (name, files) => {
      await createHistory(ground.git.root, name, [files])
      return openRepository(ground.git.root, name)
    },
    secret: (name, value = marker(name)) => {
      extraSecrets.push(value)
      return value
    },
    secrets,
    scanForSecrets: (request) =>
      scanForSecrets({ directories: [home, workspace, temp], ...request, secrets: secrets() }),
    recordChildren: async (tools) => {
      const recorder = await recordChildren(join(root, 'children'), tools)
      ground.env.PATH = recorder.path
      return recorder
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** Both repositories, and the facts that the rest of the world is made of. */
async function layOut(gitRoot: string, options: WorldOptions): Promise<Ground['facts']> {
  const { account = '465002806239', region = 'ap-southeast-2' } = options
  const { ecrRepository = `kubeadm_ec2_cluster/${NAME}` } = options
  const commits = await createHistory(gitRoot, SERVICE, options.serviceCommits ?? SERVICE_COMMITS)
  const host = registryHost({ account, region })
  const config = { name: NAME, image: `${host}/${ecrRepository}`, tag: commits[0] ?? '' }
  await createHistory(gitRoot, CONFIG, [(options.configFiles ?? configFiles)(config)])
  const role = `arn:aws:iam::${account}:role/gitops-deploy`
  return { account, region, ecrRepository, host, role, commits, head: commits.at(-1) ?? '' }
}

const defaultInputs = (facts: Ground['facts'], token: string): Record<string, string> => ({
  'role-to-assume': facts.role,
  'aws-region': facts.region,
  repository: facts.ecrRepository,
  'config-repository': CONFIG,
  'config-token': token,
  overlays: overlayPath(NAME, 'production'),
})

const stepOf = (world: Ground, { action }: WorldOptions): StepOptions => ({
  action: action ?? join(import.meta.dirname, '..', '..'),
  workspace: world.workspace,
  home: world.home,
  temp: world.temp,
  token: world.tokens.github,
  sha: world.facts.head,
  repository: SERVICE,
})

function run(world: Ground, step: StepOptions, inputs: Record<string, string> = {}): Promise<MainResult> {
  const name = step.event?.name ?? 'push'
  const event = { name, payload: { ...(name === 'push' ? pushed(step) : {}), ...payloadOf(step) } }
  const { ref = 'refs/heads/main', repository = SERVICE, sha } = step
  const subject = event.name.startsWith('pull_request') ? 'pull_request' : `ref:${ref}`
  const sub = `repo:${repository}:${subject}`
  world.oidc.settings.run = { sub, repository, ref, event_name: event.name, sha }
  return runStep({
    ...step,
    event,
    inputs: { ...world.inputs, ...inputs },
    env: { ...world.env, ...step.env },
  })
}

/** GitHub docs, "Webhook events and payloads", push. */
const pushed = ({ sha }: StepOptions) => {
  const commit = { id: sha, message: PUSHED_MESSAGE }
  return { commits: [commit], head_commit: commit }
}

/** What every event says of the repository; the rest of the payload is the test's. */
const payloadOf = ({ event, ref, sha, repository = SERVICE }: StepOptions): object => ({
  ref: ref ?? 'refs/heads/main',
  after: sha,
  repository: { full_name: repository, default_branch: 'main', private: true },
  ...(event?.payload as object | undefined),
})
