import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isLoopback } from '../../names/host.ts'
import { isRecord, jsonObject } from '../../names/text.ts'
import type { Builder } from './buildx.ts'
import { dockerFolder } from './login/write-docker-config.ts'

/** Where docker's daemon runs these, and nowhere else; the rest (remote, kubernetes, cloud) is made to be shared. */
const DRIVERS_OF_DOCKER = new Set(['docker', 'docker-container'])

/** Whether all nodes of a builder run on this machine; what is not known does not. */
export async function isOfThisMachine(
  { driver, endpoints }: Pick<Builder, 'driver' | 'endpoints'>,
  env: NodeJS.ProcessEnv,
): Promise<boolean> {
  if (!DRIVERS_OF_DOCKER.has(driver) || endpoints.length === 0) return false
  const hosts = await Promise.all(endpoints.map((endpoint) => hostOf(endpoint, env)))
  return hosts.every(isOwnHost)
}

/** What the docker command talks to (docker CLI, `resolveContextName`). */
export async function currentEndpoint(env: NodeJS.ProcessEnv): Promise<string> {
  if (env.DOCKER_HOST) return env.DOCKER_HOST
  const { currentContext } = jsonObject(await read(join(dockerFolder(env), 'config.json')))
  return env.DOCKER_CONTEXT || (typeof currentContext === 'string' && currentContext) || DEFAULT
}

const DEFAULT = 'default'

/** buildx shows an address, or the name of a docker context; the default one is that of the environment. */
async function hostOf(endpoint: string, env: NodeJS.ProcessEnv): Promise<string> {
  if (endpoint.includes('://')) return endpoint
  if (endpoint === DEFAULT) return env.DOCKER_HOST || 'unix:///var/run/docker.sock'
  const folder = createHash('sha256').update(endpoint).digest('hex')
  const meta = jsonObject(await read(join(dockerFolder(env), 'contexts', 'meta', folder, 'meta.json')))
  const docker = isRecord(meta.Endpoints) ? meta.Endpoints.docker : undefined
  return isRecord(docker) && typeof docker.Host === 'string' ? docker.Host : ''
}

function isOwnHost(host: string): boolean {
  if (/^(?:unix|npipe):/.test(host)) return true
  return /^(?:tcp|https?):/.test(host) && URL.canParse(host) && isLoopback(new URL(host).hostname)
}

const read = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '')
