import { chmod, copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Certificate } from '../support/certificate.ts'

/** The real parts that .ci/rig/run.sh brought up around this process, as its environment describes them. */
export type Rig = {
  hosts: string[]
  registry: { address: string; port: number; ca: Buffer; password: string }
  /** Where a test may put a front end of its own, which shows the registry's certificate. */
  frontEnds: { address: string; host: string }[]
  certificate: Certificate
  buildkit: BuildkitFacts
  dockerConfig: string
  /** A program that is a frontend of Dockerfiles, and tells all that it is given. */
  hostileFrontend: string
}

export type BuildkitFacts = {
  address: string
  /** The name in its certificate. */
  name: string
  /** Paths of what its clients trust and show. */
  tls: { ca: string; cert: string; key: string }
  config: string
}

/** Fails, and never skips, outside the rig: a skipped test would look like a passed gate. */
export async function currentRig(): Promise<Rig> {
  if (process.env.ECR_RIG !== '1') throw new Error('not inside the rig: run .ci/rig/run.sh COMMAND')
  const [address = '', port] = variable('ECR_RIG_REGISTRY_ADDRESS').split(':')
  const ca = await readFile(variable('ECR_RIG_CA'))
  return {
    hosts: variable('ECR_RIG_HOSTS').split(' '),
    registry: {
      address,
      port: Number(port),
      ca,
      password: variable('ECR_RIG_REGISTRY_PASSWORD'),
    },
    frontEnds: variable('ECR_RIG_FRONT_ENDS')
      .split(' ')
      .map((pair) => pair.split('='))
      .map(([address = '', host = '']) => ({ address, host })),
    certificate: { cert: ca.toString(), key: await readFile(variable('ECR_RIG_KEY'), 'utf8') },
    buildkit: {
      address: variable('ECR_RIG_BUILDKIT_ADDRESS'),
      name: variable('ECR_RIG_BUILDKIT_NAME'),
      tls: {
        ca: variable('ECR_RIG_BUILDKIT_CA'),
        cert: variable('ECR_RIG_BUILDKIT_CERT'),
        key: variable('ECR_RIG_BUILDKIT_KEY'),
      },
      config: variable('ECR_RIG_BUILDKIT_CONFIG'),
    },
    dockerConfig: variable('ECR_RIG_DOCKER_CONFIG'),
    hostileFrontend: variable('ECR_RIG_HOSTILE_FRONTEND'),
  }
}

function variable(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`the rig did not set ${name}`)
  return value
}

/** A private docker configuration: the rig's own one plus a login for `host`. */
export async function writeDockerConfig(rig: Rig, folder: string, host: string): Promise<void> {
  const base = JSON.parse(await readFile(join(rig.dockerConfig, 'config.json'), 'utf8'))
  const auth = Buffer.from(`AWS:${rig.registry.password}`).toString('base64')
  await mkdir(folder, { mode: 0o700 })
  await writeFile(join(folder, 'config.json'), JSON.stringify({ ...base, auths: { [host]: { auth } } }), {
    mode: 0o600,
  })
}

/** A build context that needs no base image: the machine's static busybox, and a RUN step that uses it. */
export async function writeBusyboxContext(folder: string, content: string): Promise<void> {
  await mkdir(folder)
  await copyFile('/bin/busybox', join(folder, 'busybox'))
  await chmod(join(folder, 'busybox'), 0o755)
  await writeFile(join(folder, 'content'), content)
  await writeFile(
    join(folder, 'Dockerfile'),
    `FROM scratch
COPY busybox /bin/busybox
RUN ["/bin/busybox", "--install", "-s", "/bin"]
COPY content /content
RUN cp /content /copied-by-a-run-step
CMD ["cat", "/copied-by-a-run-step"]
`,
  )
}
