import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { policyAllows } from '../support/iam-policy.ts'
import { type BareRepository, checkOut } from '../support/world-repositories.ts'
import { type ActResult, runAct } from './act.ts'
import { deployment } from './kustomize.ts'
import { type Readme, readReadme, trusts } from './readme.ts'
import type { Rig } from './rig.ts'
import { createRigWorld, type RigWorld } from './rig-world.ts'

export interface ActScene {
  readonly world: RigWorld
  readonly service: BareRepository
  readonly config: BareRepository
  readonly readme: Readme
}

type OpenScene = ActScene & AsyncDisposable

/** What GitHub's token says of the repository, and the trust policy asks for. */
const REPOSITORY_ID = '700100200'

/** Nothing needs a network or a base image, so that the engine needs no input that README.md does not show. */
const SERVICE_FILES = { Dockerfile: 'FROM scratch\nCOPY app.txt /app.txt\n', 'app.txt': 'one\n' }
export const WORKFLOW = '.github/workflows/deploy.yml'

/** The repositories that README.md speaks of, under the names that they have there, and its workflow as it stands there. */
export async function openOwnScene(rig: Rig): Promise<OpenScene> {
  const readme = readReadme({ REPOSITORY_ID })
  const world = await createRigWorld(rig)
  const files = { ...SERVICE_FILES, [WORKFLOW]: readme.workflow }
  await world.service.commit({ files, message: 'Deploy from this repository' })
  return open({ world, service: world.service, config: world.config, readme })
}

const STRANGER = { account: '210987654321', region: 'eu-central-1', ecrRepository: 'shop/orders' }

/** What the reader of README.md replaces: "the account, the names". */
const NAMES = {
  REPOSITORY_ID,
  '465002806239': STRANGER.account,
  'ap-southeast-2': STRANGER.region,
  'kubeadm_ec2_cluster/identity-service': STRANGER.ecrRepository,
  'acme/identity-service': 'orders-team/orders',
  'acme/platform-config': 'orders-team/clusters',
  'identity-service': 'orders',
}

/** Two new repositories of somebody else, in an account of theirs, made from what README.md shows and nothing more. */
export async function openStrangerScene(rig: Rig): Promise<OpenScene> {
  const readme = readReadme(NAMES)
  const world = await createRigWorld(rig, undefined, STRANGER)
  const service = await world.createRepository('orders-team/orders', SERVICE_FILES)
  const config = await world.createRepository('orders-team/clusters', configOf(readme))
  for (const part of [world.git, world.github]) part.settings.tokens.set(world.tokens.github, [service.name])
  return open({ world, service, config, readme })
}

function open(scene: ActScene): OpenScene {
  setUpAccount(scene)
  return { ...scene, [Symbol.asyncDispose]: () => scene.world.close() }
}

const configOf = ({ overlay }: Readme) => ({
  'apps/orders/base/kustomization.yaml': 'resources:\n  - deployment.yaml\n',
  'apps/orders/base/deployment.yaml': deployment(['orders'], 'orders'),
  'apps/orders/overlays/staging/kustomization.yaml': `resources:\n  - ../../base\n\n${overlay}`,
})

/** The account as README.md sets it up: one role, with its trust policy and with no other permissions than it has. */
function setUpAccount({ world, readme }: ActScene): void {
  const { account } = world.facts
  Object.assign(world.sts.settings, {
    roles: [readme.role],
    accept: (claims: Record<string, unknown>) => trusts(readme.trust, claims),
  })
  const resource = `arn:aws:ecr:${world.facts.region}:${account}:repository/${world.facts.ecrRepository}`
  world.ecr.settings.denied = [
    'GetAuthorizationToken',
    'BatchGetImage',
    'BatchCheckLayerAvailability',
    'DescribeRepositories',
    'CreateRepository',
    'PutLifecyclePolicy',
    'SetRepositoryPolicy',
  ]
    .map((name) => `ecr:${name}`)
    .filter((action) => !policyAllows(readme.permissions, { action, resource }))
}

/** A push of the tip of the service, as GitHub would start it. */
export async function push(scene: ActScene, ref = 'refs/heads/main'): Promise<ActResult> {
  const { world, service } = scene
  const sha = await service.tip()
  const { name: repository } = service
  const folder = await mkdtemp(join(world.root, 'checkout-'))
  const origin = `${world.env.GITHUB_SERVER_URL}/${repository}`
  await checkOut({ from: service.directory, to: folder, origin, depth: 1 })
  const sub = `repo:${repository}:ref:${ref}`
  const claims = { sub, repository, ref, sha, event_name: 'push', repository_id: REPOSITORY_ID }
  world.oidc.settings.run = claims
  return runAct({
    root: world.root,
    folder,
    uses: scene.readme.uses,
    home: world.home,
    event: {
      ref,
      after: sha,
      deleted: false,
      repository: { full_name: repository, default_branch: 'main', private: true },
    },
    secrets: { GITHUB_TOKEN: world.tokens.github, CONFIG_TOKEN: world.tokens.config },
    env: {
      ...world.env,
      GITHUB_REPOSITORY: repository,
      GITHUB_REF: ref,
      RUNNER_ENVIRONMENT: 'github-hosted',
    },
  })
}
