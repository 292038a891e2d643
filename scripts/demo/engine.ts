import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** An engine of this machine, and what the action's children need to use it. */
export interface DemoEngine {
  readonly name: 'buildx' | 'docker' | 'buildah'
  readonly env: Record<string, string>
}

const PACKAGES = ['buildah', 'busybox-static']

/** Docker where one answers, else buildah, which is installed on request. undefined: there is none, and it was said. */
export function findEngine({ mayInstall }: { readonly mayInstall: boolean }): DemoEngine | undefined {
  const docker = dockerEngine()
  if (docker) return docker
  const ready = succeeds('buildah', ['--version']) && existsSync('/bin/busybox')
  if (!ready && !install(mayInstall)) return undefined
  console.log('Engine: buildah')
  // As in a container without privileges: no other isolation or storage is sure to work there.
  return { name: 'buildah', env: { BUILDAH_ISOLATION: 'chroot', STORAGE_DRIVER: 'vfs' } }
}

/** Docker, when its daemon answers. */
export function dockerEngine(): DemoEngine | undefined {
  if (!succeeds('docker', ['version'])) return undefined
  const name = succeeds('docker', ['buildx', 'version']) ? 'buildx' : 'docker'
  console.log(`Engine: ${name === 'buildx' ? 'docker buildx' : 'docker, classic builder'}`)
  const host = process.env.DOCKER_HOST
  const config = process.env.DOCKER_CONFIG ?? `${process.env.HOME}/.docker`
  return { name, env: { DOCKER_CONFIG: config, ...(host ? { DOCKER_HOST: host } : {}) } }
}

function install(allowed: boolean): boolean {
  const command = `apt-get install -y --no-install-recommends ${PACKAGES.join(' ')}`
  if (!allowed || !existsSync('/etc/debian_version') || process.getuid?.() !== 0) {
    console.error(`There is no container engine here. Start Docker, or install buildah: sudo ${command}`)
    console.error('As root on Debian or Ubuntu, "npm run demo -- --install-engine" does it.')
    return false
  }
  console.log(`Installing a container engine: ${command}`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const quiet = ['-qq', '-o=Dpkg::Use-Pty=0']
  const packages = ['install', '-y', '--no-install-recommends', ...PACKAGES]
  return [['update'], packages].every(
    (args) =>
      spawnSync('apt-get', [...quiet, ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0,
  )
}

function succeeds(file: string, args: readonly string[]): boolean {
  return spawnSync(file, args, { stdio: 'ignore' }).status === 0
}
