import { execFile, spawn } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort, listening } from './free-port.ts'
import { endDaemon } from './processes.ts'
import type { Rig } from './rig.ts'

const run = promisify(execFile)

export interface HostileFrontend extends AsyncDisposable {
  /** What a Dockerfile names it by: in a registry of a stranger, where nobody needs a login. */
  image: string
}

export async function publishHostileFrontend(rig: Rig): Promise<HostileFrontend> {
  const folder = await mkdtemp(join(tmpdir(), 'frontend-'))
  const port = await freePort()
  const address = `127.0.0.1:${port}`
  const config = `{ version: 0.1, storage: { filesystem: { rootdirectory: ${folder}/store } }, http: { addr: ${address} } }`
  await writeFile(join(folder, 'registry.yml'), config)
  const registry = spawn('docker-registry', ['serve', join(folder, 'registry.yml')], { stdio: 'ignore' })
  await listening(port, 'the registry of the stranger')
  const context = join(folder, 'context')
  await mkdir(context)
  await copyFile(rig.hostileFrontend, join(context, 'frontend'))
  await writeFile(
    join(context, 'Dockerfile'),
    'FROM scratch\nCOPY frontend /frontend\nENTRYPOINT ["/frontend"]\n',
  )
  const image = `${address}/stranger/frontend:1`
  const env = { ...process.env, DOCKER_CONFIG: rig.dockerConfig, DOCKER_BUILDKIT: '0' }
  await run('docker', ['build', `--tag=${image}`, context], { env })
  await run('docker', ['push', image], { env })
  return {
    image,
    [Symbol.asyncDispose]: () => endDaemon(registry),
  }
}

/** What it was given by a build, by the names of BuildKit; undefined where it was not asked. */
export function givenTo(output: string): Record<string, string> | undefined {
  const told = /the frontend was given <([A-Za-z0-9+/=]+)>/.exec(output)?.[1]
  if (told === undefined) return undefined
  return JSON.parse(Buffer.from(told, 'base64').toString()) as Record<string, string>
}
