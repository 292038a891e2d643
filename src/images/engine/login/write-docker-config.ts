import { readdirSync, symlinkSync } from 'node:fs'
import { userInfo } from 'node:os'
import { basename, dirname, join } from 'node:path'
import type { RegistryLogin } from '../../../aws/registry/registry.ts'
import { jsonObject } from '../../../names/text.ts'
import { readSettings } from '../../../runner/regular-file.ts'
import type { Secrets } from '../../../runner/secrets.ts'
import type { Workspace } from '../../../runner/workspace.ts'
import {
  basicAuth,
  type DockerConfig,
  strangersConfig,
  withLogins,
  withoutProxyLogins,
} from './docker-config.ts'

/** Where engines find the logins of this step, and nobody else's step does. */
export interface EngineLogins {
  /** Environment for docker and buildx. */
  readonly env: Readonly<Record<'DOCKER_CONFIG' | 'BUILDX_CONFIG', string> & NodeJS.ProcessEnv>
  /** For buildah, whose rules for credential helpers differ: plain logins only. */
  readonly authFile: string
}

/** Where docker keeps its configuration and the plugins of the user. */
export function dockerFolder(env: NodeJS.ProcessEnv): string {
  return env.DOCKER_CONFIG || join(homeOf(env), '.docker')
}

const CONFIG = 'config.json'
/** The user's own plugins, beside the configuration. */
export const PLUGINS = 'cli-plugins'

/** What docker would read. */
export const userConfig = (env: NodeJS.ProcessEnv): DockerConfig =>
  readConfig(join(dockerFolder(env), CONFIG))

/** As docker has it: an empty HOME counts as none, and a path of this user as the system knows it takes its place. */
const homeOf = (env: NodeJS.ProcessEnv): string => env.HOME || userInfo().homedir

export interface DockerConfigOptions {
  /** Whether the build may have the logins and credential helpers of the runner; without them it has none. */
  readonly runnerLogins: boolean
  /** The build arguments will be published, and docker makes some of its proxies. */
  readonly publishesArgs: boolean
}

export interface DockerConfigPorts {
  readonly workspace: Workspace
  readonly secrets: Pick<Secrets, 'mask'>
  readonly env: NodeJS.ProcessEnv
}

/** What an engine can be asked with already. */
export interface OwnDockerConfig {
  readonly env: EngineLogins['env']
  /** Proxies lost their logins because they would have been published. */
  readonly proxiesOpened: boolean
  /** From now on the logins of this step are there. */
  logIn(logins: readonly RegistryLogin[]): EngineLogins
}

/**
 * A docker configuration of our own, seeded from the user's: its logins, helpers, proxies, context, builders and
 * plugins keep working, as far as this build may have them, and nothing of ours is left in it. It is written twice,
 * because engines are asked before anybody has logged in. At once, so that nothing that is being loaded delays them.
 */
export function writeDockerConfig(
  { runnerLogins, publishesArgs }: DockerConfigOptions,
  { workspace, secrets, env }: DockerConfigPorts,
): OwnDockerConfig {
  const original = dockerFolder(env)
  const user = userConfig(env)
  const write = (logins: readonly RegistryLogin[]) => {
    const whole = withLogins(user, logins, join(original, PLUGINS))
    const allowed = runnerLogins ? whole : strangersConfig(whole)
    const config = publishesArgs ? withoutProxyLogins(allowed) : allowed
    const file = workspace.file('docker', CONFIG, JSON.stringify(config))
    return { whole, folder: dirname(file), proxiesOpened: config !== allowed }
  }
  const { folder, proxiesOpened } = write([])
  linkContexts(original, folder)
  const buildx = seedBuildx(env.BUILDX_CONFIG || join(original, 'buildx'), workspace)
  const own = { DOCKER_CONFIG: folder, BUILDX_CONFIG: buildx }
  return {
    env: own,
    proxiesOpened,
    logIn(logins) {
      // As they stand in the file, which is how they would be seen.
      for (const login of logins) secrets.mask(basicAuth(login))
      const { whole } = write(logins)
      const auths = runnerLogins ? buildahAuths(whole, env) : {}
      return { env: own, authFile: workspace.file('docker', 'auth.json', JSON.stringify({ auths })) }
    },
  }
}

/** The user's contexts are found beside the configuration only. */
function linkContexts(original: string, folder: string): void {
  try {
    symlinkSync(join(original, 'contexts'), join(folder, 'contexts'))
  } catch {
    // Then there are none.
  }
}

/** The logins that buildah and podman keep, and those of the docker configuration before them. */
function buildahAuths(config: DockerConfig, env: NodeJS.ProcessEnv): DockerConfig['auths'] {
  const kept = containersAuthFiles(env).map(readConfig)
  return Object.fromEntries([...kept, config].flatMap((one) => Object.entries(one.auths ?? {})))
}

/** Where buildah and podman look for logins, the last one first (containers-auth.json). */
export function containersAuthFiles(
  env: NodeJS.ProcessEnv,
  user = process.getuid?.() ?? 0,
): readonly string[] {
  const settings = env.XDG_CONFIG_HOME || join(homeOf(env), '.config')
  const session = env.XDG_RUNTIME_DIR ? join(env.XDG_RUNTIME_DIR, 'containers') : `/run/containers/${user}`
  return [join(settings, 'containers', 'auth.json'), env.REGISTRY_AUTH_FILE || join(session, 'auth.json')]
}

const readConfig = (path: string): DockerConfig => jsonObject(readSettings(path))

/**
 * What buildx reads of its folder: builders, their settings, which of them is used, and by what a builder knows the
 * contexts of this machine again (buildx, store/store.go and util/confutil). Locks, references and activity it writes
 * itself.
 */
const FOLDERS = ['instances', 'defaults']
const FILES = ['current', '.buildNodeID']

/** A folder of our own for buildx, in which it finds the builders of the user. */
function seedBuildx(original: string, workspace: Workspace): string {
  const folder = workspace.folder('buildx')
  const listed = FOLDERS.flatMap((name) => filesIn(original, name))
  // None of them need be there; and another job may remove its builder while those of this one are read.
  for (const name of [...FILES, ...listed]) {
    const text = readSettings(join(original, name))
    if (text !== '') workspace.file(join('buildx', dirname(name)), basename(name), text)
  }
  return folder
}

/** Flat, as buildx keeps them: a link that leads somewhere else does not bring all of that place. */
function filesIn(original: string, name: string): readonly string[] {
  try {
    return readdirSync(join(original, name)).map((file) => join(name, file))
  } catch {
    return []
  }
}
