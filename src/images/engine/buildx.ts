import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { isLoopback } from '../../names/host.ts'
import { isRecord, jsonObject } from '../../names/text.ts'
import { readSettings } from '../../runner/regular-file.ts'
import { dockerFolder, userConfig } from './login/write-docker-config.ts'

export interface Builder {
  readonly driver: string
  /** A node of it could not be reached. */
  readonly broken: boolean
  /** Of its nodes: addresses, or names of docker contexts. */
  readonly endpoints: readonly string[]
  /** Of its BuildKit, node by node; undefined for a node that does not say, as one that is not started. */
  readonly versions: readonly (string | undefined)[]
}

/** What `buildx inspect` prints; undefined when it is about no builder that buildx could build with. */
export function parseInspect(stdout: string): Builder | undefined {
  const driver = /^Driver:\s+(\S+)/m.exec(stdout)?.[1]
  // podman answers to `docker buildx` with a driver of its own, and takes other options.
  if (driver === undefined || driver === 'podman') return undefined
  const endpoints = [...stdout.matchAll(/^Endpoint:[ \t]*(.*)$/gm)].map(([, endpoint = '']) =>
    endpoint.trim(),
  )
  // The first part is about the builder itself.
  const [, ...nodes] = stdout.split(/^Name:/m).slice(1)
  // Older clients write it in one word.
  const versions = nodes.map((node) => /^Build[Kk]it(?: version)?:\s+(\S+)/m.exec(node)?.[1])
  return { driver, broken: /^[ \t]*Error:/m.test(stdout), endpoints, versions }
}

/**
 * Whether a builder counts as there. Pools that grow on demand do not answer before a build asks for them, and the
 * build tries again by itself; docker's own builder is the daemon, so without it nothing can answer later either.
 */
export function isUsable({ driver, broken }: Pick<Builder, 'driver' | 'broken'>): boolean {
  return !broken || driver !== 'docker'
}

/** Where docker's daemon runs these, and nowhere else; the rest (remote, kubernetes, cloud) is made to be shared. */
const DRIVERS_OF_DOCKER = new Set(['docker', 'docker-container'])

/** Whether all nodes of a builder run on this machine; what is not known does not. */
export function isOfThisMachine(
  { driver, endpoints }: Pick<Builder, 'driver' | 'endpoints'>,
  env: NodeJS.ProcessEnv,
): boolean {
  if (!DRIVERS_OF_DOCKER.has(driver) || endpoints.length === 0) return false
  return endpoints.map((endpoint) => hostOf(endpoint, env)).every(isOwnHost)
}

/** What the docker command talks to (docker CLI, `resolveContextName`). */
export function currentEndpoint(env: NodeJS.ProcessEnv): string {
  if (env.DOCKER_HOST) return env.DOCKER_HOST
  if (env.DOCKER_CONTEXT) return env.DOCKER_CONTEXT
  const { currentContext } = userConfig(env)
  return (typeof currentContext === 'string' && currentContext) || DEFAULT_ENDPOINT
}

export const DEFAULT_ENDPOINT = 'default'

/** buildx shows an address, or the name of a docker context; the default one is that of the environment. */
function hostOf(endpoint: string, env: NodeJS.ProcessEnv): string {
  if (endpoint.includes('://')) return endpoint
  if (endpoint === DEFAULT_ENDPOINT) return env.DOCKER_HOST || 'unix:///var/run/docker.sock'
  const folder = createHash('sha256').update(endpoint).digest('hex')
  const meta = jsonObject(readSettings(join(dockerFolder(env), 'contexts', 'meta', folder, 'meta.json')))
  const docker = isRecord(meta.Endpoints) ? meta.Endpoints.docker : undefined
  return isRecord(docker) && typeof docker.Host === 'string' ? docker.Host : ''
}

function isOwnHost(host: string): boolean {
  if (/^(?:unix|npipe):/.test(host)) return true
  return /^(?:tcp|https?):/.test(host) && URL.canParse(host) && isLoopback(new URL(host).hostname)
}
