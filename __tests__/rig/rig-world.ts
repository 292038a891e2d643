import { chmod, copyFile } from 'node:fs/promises'
import { join } from 'node:path'
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
  return Object.assign(world, { ecr, close, [Symbol.asyncDispose]: close })
}
