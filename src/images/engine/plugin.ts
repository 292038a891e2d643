import { realpathSync, statSync } from 'node:fs'
import { basename, isAbsolute, join } from 'node:path'
import { extraPluginFolders } from './login/docker-config.ts'
import { dockerFolder, PLUGINS, userConfig } from './login/write-docker-config.ts'
import { isNative, onPath } from './programs.ts'

/** How buildx is started. */
export interface BuildxCommand {
  readonly way: 'plugin' | 'through docker' | 'standalone'
  readonly file: string
  /** Before those of buildx itself. */
  readonly args: readonly string[]
  readonly env?: NodeJS.ProcessEnv
}

export const THROUGH_DOCKER: BuildxCommand = { way: 'through docker', file: 'docker', args: ['buildx'] }

const STANDALONE: BuildxCommand = { way: 'standalone', file: 'buildx', args: [] }

/**
 * The plugin as docker starts it, without docker, which takes longer than what buildx is asked: by the variable it knows
 * that it is no standalone buildx, and what would have started it (docker CLI, `cli-plugins`: `PluginRunCommand` and
 * `RunningStandalone`).
 */
const directly = (plugin: string): BuildxCommand => ({
  way: 'plugin',
  file: plugin,
  args: ['buildx'],
  env: { DOCKER_CLI_PLUGIN_ORIGINAL_CLI_COMMAND: 'docker' },
})

/** One of the two ways to buildx, so that only one is asked: they share their builders. */
export function buildxCommand(env: NodeJS.ProcessEnv): BuildxCommand | undefined {
  const docker = onPath('docker', env)
  const plugin = docker === undefined ? undefined : findPlugin(env)
  if (plugin === undefined && onPath('buildx', env)) return STANDALONE
  if (docker === undefined) return undefined
  const mayLeaveOut = plugin !== undefined && isDockerItself(docker) && isAbsolute(plugin) && isNative(plugin)
  return mayLeaveOut ? directly(plugin) : THROUGH_DOCKER
}

/** Where docker looks for plugins besides where the user says (docker CLI, `defaultSystemPluginDirs`). */
const SYSTEM_FOLDERS = ['/usr/local/lib', '/usr/local/libexec', '/usr/lib', '/usr/libexec'].map((folder) =>
  join(folder, 'docker/cli-plugins'),
)

/** The one that docker would take, the first that is there, be it of use or not (docker CLI, `getPluginDirs`). */
function findPlugin(env: NodeJS.ProcessEnv): string | undefined {
  const own = join(dockerFolder(env), PLUGINS)
  const folders = [...extraPluginFolders(userConfig(env)), own, ...SYSTEM_FOLDERS]
  return folders.map((folder) => join(folder, 'docker-buildx')).find(isThere)
}

/** What cannot be looked at is there: docker stumbles over it, too. */
function isThere(path: string): boolean {
  try {
    statSync(path)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT'
  }
}

/** Podman takes the name as a link or a script, and a script of the user may set what docker is to talk to. */
function isDockerItself(path: string): boolean {
  try {
    return basename(realpathSync(path)) === 'docker' && isNative(path)
  } catch {
    return false
  }
}
