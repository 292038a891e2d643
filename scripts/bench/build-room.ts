import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { git } from '../../__tests__/support/git.ts'
import type { MainResult } from '../../__tests__/support/runner.ts'
import { createWorld, type RunOptions, type World, type WorldOptions } from '../../__tests__/support/world.ts'
import { dockerEngine } from '../demo/engine.ts'
import { prepareService } from '../demo/service.ts'
import { stubsOf } from './cost.ts'
import { run } from './process.ts'

const EVENT = { name: 'push', payload: {} }

/** A world with a real engine. undefined: no docker buildx answers here. */
export async function openRoom(options: WorldOptions): Promise<World | undefined> {
  const engine = dockerEngine()
  if (engine?.name !== 'buildx') return undefined
  const world = await createWorld(options)
  await prepareService(world.workspace)
  Object.assign(world.env, engine.env)
  Object.assign(world.inputs, { network: 'host', 'render-check': 'off' })
  return world
}

export const NO_COMMIT = { 'config-repository': '', 'config-token': '', overlays: '' }

/** The whole step for the commit that is checked out; throws when it did not do all of it. */
export async function runStep(
  world: World,
  inputs: Record<string, string> = {},
  options: RunOptions = {},
): Promise<MainResult> {
  const sha = await git(['rev-parse', 'HEAD'], { cwd: world.workspace })
  const result = await world.run(inputs, { event: EVENT, sha, timeoutMs: 120_000, ...options })
  const wanted = inputs['config-repository'] === '' ? 'built' : 'deployed'
  if (result.outputs.result !== wanted)
    throw new Error(`the step failed:\n${result.stdout}\n${result.stderr}`)
  return result
}

/** A commit that changes nothing, so that the tag is new and every layer is cached. */
export async function newCommit({ workspace: cwd, service }: World): Promise<string> {
  await git(['commit', '--quiet', '--allow-empty', '--message=Bench'], { cwd })
  await git(['push', '--quiet', service.directory, 'HEAD:main'], { cwd })
  return git(['rev-parse', 'HEAD'], { cwd })
}

/** As on a fresh runner: docker finds its plugins, and no login. */
export async function dockerEnv(world: World): Promise<Record<string, string | undefined>> {
  const folder = await mkdtemp(join(world.root, 'docker-'))
  const config = JSON.stringify({ cliPluginsExtraDirs: [stubsOf(world), ...(await pluginFolders(world))] })
  await writeFile(join(folder, 'config.json'), config)
  return { ...process.env, DOCKER_CONFIG: folder }
}

export async function pluginFolders(world: World): Promise<readonly string[]> {
  const format = '{{range .ClientInfo.Plugins}}{{.Path}} {{end}}'
  const env = { ...process.env, ...world.env }
  const plugins = await run(['docker', 'info', `--format=${format}`], { cwd: world.root, env })
  return [...new Set(plugins.trim().split(' ').map(dirname))]
}

/** `docker login`, as every way but our own does it. */
export async function logIn(world: World, env: Record<string, string | undefined>, password: string) {
  const login = ['docker', 'login', '--username=AWS', '--password-stdin', registryHost(world)] as const
  await run(login, { cwd: world.root, env, input: password })
}

/** The same for a build that is measured alone: with a password that nobody had to ask for. */
export async function loggedIn(world: World): Promise<Record<string, string | undefined>> {
  const { role, account } = world.facts
  const userArn = `arn:aws:sts::${account}:assumed-role/gitops-deploy/bench`
  const session = world.sts.sessions.open({ roleArn: role, userArn, lifetimeSeconds: 3600 })
  const env = await dockerEnv(world)
  await logIn(world, env, world.ecr.issuePassword(session))
  return env
}

export const registryHost = ({ registry }: World): string => new URL(registry.url).host

/** Folder for what one measurement leaves behind; removed with the world. */
export async function scratch({ root }: World, name: string): Promise<string> {
  await mkdir(join(root, 'scratch'), { recursive: true })
  return mkdtemp(join(root, 'scratch', `${name}-`))
}
