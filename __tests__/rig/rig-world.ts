import { chmod, copyFile, cp, readFile, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { type ChildRecorder, recordChildren } from '../support/child-recorder.ts'
import { createDistributionStore } from '../support/distribution-store.ts'
import { type EcrPart, startEcrApi } from '../support/ecr-api.ts'
import { newRepository } from '../support/image-store.ts'
import { createWorld, type World, type WorldOptions } from '../support/world.ts'
import type { Rig } from './rig.ts'

/** A build context that needs no base image: the machine's static busybox, and RUN steps that use it. */
const DOCKERFILE = `FROM scratch
COPY busybox /bin/busybox
RUN ["/bin/busybox", "--install", "-s", "/bin"]
COPY app.txt /app.txt
RUN cp /app.txt /copied-by-a-run-step
`

export const FAILING_DOCKERFILE = `${DOCKERFILE}RUN echo "the reason is reported here" && exit 7\n`

/** A step that says `it has begun` and then sleeps; the quotes keep its own text from looking like its output. */
export const napping = (nap: string): string => `${DOCKERFILE}RUN echo 'it has be''gun' && ${nap}\n`

export interface RigWorld extends World {
  ecr: EcrPart
  /** Records from now on what is started of docker, its plugin and the other engines. */
  recordEngines(): Promise<ChildRecorder>
}

/** The embedded world, with the rig's registry behind its ECR API: images go to the real host name. */
export async function createRigWorld(
  rig: Rig,
  dockerfile = DOCKERFILE,
  home: Omit<WorldOptions, 'action' | 'checkoutDepth'> = {},
): Promise<RigWorld> {
  const world = await createWorld({
    serviceCommits: [
      { Dockerfile: dockerfile, 'app.txt': 'one\n', '.gitignore': 'busybox\n' },
      { 'app.txt': `${Date.now()} ${Math.random()}\n` },
    ],
    ...home,
  })
  const { host, account, ecrRepository } = world.facts
  const repositories = (home.repositories ?? [ecrRepository]).map((one) =>
    typeof one === 'string' ? newRepository(one) : one,
  )
  const ecr = await startEcrApi({
    sessions: world.sts.sessions,
    accounts: [account],
    registryPassword: rig.registry.password,
    store: createDistributionStore({
      url: `https://${host}`,
      username: 'AWS',
      password: rig.registry.password,
      ca: rig.registry.ca.toString(),
      connect: { host: rig.registry.address, port: rig.registry.port },
      repositories,
    }),
  })
  await copyFile('/bin/busybox', join(world.workspace, 'busybox'))
  await chmod(join(world.workspace, 'busybox'), 0o755)
  Object.assign(world.env, {
    AWS_ENDPOINT_URL_ECR: ecr.url,
    DOCKER_HOST: process.env.DOCKER_HOST,
    DOCKER_CONFIG: rig.dockerConfig,
    BUILDAH_ISOLATION: 'chroot',
    STORAGE_DRIVER: 'vfs',
  })
  Object.assign(world.inputs, { network: 'host', 'render-check': 'require' })
  const closeWorld = world.close
  const close = async () => {
    await Promise.all([ecr.close(), closeWorld()])
  }
  const recordEngines = () => recordEnginesOf(world)
  return Object.assign(world, { ecr, recordEngines, close, [Symbol.asyncDispose]: close })
}

/** Folders of plugins in a docker configuration. */
export async function pluginFolders(folder = ''): Promise<string[]> {
  const config = JSON.parse(await readFile(join(folder, 'config.json'), 'utf8'))
  return [...(config.cliPluginsExtraDirs ?? []), join(folder, 'cli-plugins')]
}

/** The stub of the plugin is where docker, whose configuration becomes one of the world, finds it first. */
async function recordEnginesOf(world: World): Promise<ChildRecorder> {
  const { PATH = process.env.PATH ?? '', DOCKER_CONFIG = '' } = world.env
  const plugins = await pluginFolders(DOCKER_CONFIG)
  const tools = ['docker', 'docker-buildx', 'buildx', 'buildah']
  const folder = join(world.root, 'engines')
  const recorder = await recordChildren(folder, tools, [PATH, ...plugins].join(delimiter))
  const own = join(folder, 'docker')
  await cp(DOCKER_CONFIG, own, { recursive: true, filter: (path) => path !== join(DOCKER_CONFIG, 'buildx') })
  const config = JSON.parse(await readFile(join(own, 'config.json'), 'utf8'))
  const cliPluginsExtraDirs = [join(folder, 'bin'), ...plugins]
  await writeFile(join(own, 'config.json'), JSON.stringify({ ...config, cliPluginsExtraDirs }))
  const BUILDX_CONFIG = world.env.BUILDX_CONFIG ?? join(DOCKER_CONFIG, 'buildx')
  Object.assign(world.env, { PATH: recorder.path, DOCKER_CONFIG: own, BUILDX_CONFIG })
  return recorder
}
