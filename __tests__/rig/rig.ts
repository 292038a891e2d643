import { chmod, copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { request } from 'node:https'
import { join } from 'node:path'

/** The real parts that .ci/rig/run.sh brought up around this process, as its environment describes them. */
export type Rig = {
  hosts: string[]
  registry: { address: string; port: number; ca: Buffer; password: string }
  dockerConfig: string
}

/** Fails, and never skips, outside the rig: a skipped test would look like a passed gate. */
export async function currentRig(): Promise<Rig> {
  if (process.env.ECR_RIG !== '1') throw new Error('not inside the rig: run .ci/rig/run.sh COMMAND')
  const [address = '', port] = variable('ECR_RIG_REGISTRY_ADDRESS').split(':')
  return {
    hosts: variable('ECR_RIG_HOSTS').split(' '),
    registry: {
      address,
      port: Number(port),
      ca: await readFile(variable('ECR_RIG_CA')),
      password: variable('ECR_RIG_REGISTRY_PASSWORD'),
    },
    dockerConfig: variable('ECR_RIG_DOCKER_CONFIG'),
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

// A registry that is sent fewer types may answer 404, or convert the manifest to one with another digest.
const manifestTypes = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
]

export type Reference = { host: string; repository: string; tag: string }

/** Asks the registry itself, at its loopback address, which manifest a tag names. */
export function headManifest(
  { registry }: Rig,
  { host, repository, tag }: Reference,
  password = registry.password,
): Promise<{ status: number | undefined; digest: string | undefined }> {
  return new Promise((resolve, reject) => {
    const head = request({
      method: 'HEAD',
      host: registry.address,
      port: registry.port,
      servername: host,
      ca: registry.ca,
      path: `/v2/${repository}/manifests/${tag}`,
      auth: `AWS:${password}`,
      headers: { host, accept: manifestTypes.join(', ') },
      agent: false,
    })
    head.on('error', reject)
    head.on('response', (response) => {
      response.resume()
      const digest = response.headers['docker-content-digest']
      resolve({ status: response.statusCode, digest: typeof digest === 'string' ? digest : undefined })
    })
    head.end()
  })
}
