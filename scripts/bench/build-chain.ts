import type { World } from '../../__tests__/support/world.ts'
import { overlayPath } from '../../__tests__/support/world-files.ts'
import type { Identity } from './build-identity.ts'
import { dockerEnv, logIn, registryHost, scratch } from './build-room.ts'
import { gitAs, run } from './process.ts'

/** `docker buildx build --push` of the checkout. */
export const buildCommand = (world: World, sha: string, metadata: string) =>
  [
    'docker',
    'buildx',
    'build',
    '--network=host',
    '--provenance=false',
    `--label=org.opencontainers.image.revision=${sha}`,
    `--metadata-file=${metadata}`,
    '--push',
    `--tag=${registryHost(world)}/${world.facts.ecrRepository}:${sha}`,
    '.',
  ] as const

export interface ChainTimes {
  /** Until the image is in the registry. */
  readonly pushed: number
  /** Until the commit is in the config repository, too. */
  readonly committed: number
  readonly processes: number
}

/** What a workflow runs to deploy without this action: one process after another, no more of them than needed. */
export async function runChain(world: World, identity: Identity, sha: string): Promise<ChainTimes> {
  const { workspace: cwd } = world
  const env = await dockerEnv(world)
  const folder = await scratch(world, 'chain')
  const started = performance.now()
  await logIn(world, env, await identity.password())
  await run(buildCommand(world, sha, `${folder}/metadata.json`), { cwd, env })
  const pushed = performance.now() - started
  const commands = await commitTag(world, `${folder}/config`, sha)
  const committed = performance.now() - started
  return { pushed, committed, processes: identity.processes + 2 + commands }
}

async function commitTag(world: World, folder: string, sha: string): Promise<number> {
  const env = gitAs(world.tokens.config)
  const file = `${overlayPath('identity-service', 'production')}/kustomization.yaml`
  await run(['git', 'clone', '-q', `${world.git.url}/${world.config.name}.git`, folder], {
    cwd: world.root,
    env,
  })
  const commands = [
    ['sed', '-i', `s/newTag: .*/newTag: "${sha}"/`, file],
    ['git', 'commit', '-qam', `deploy(identity-service): ${sha}`],
    ['git', 'push', '-q'],
  ] as const
  for (const command of commands) await run(command, { cwd: folder, env })
  return 1 + commands.length
}
