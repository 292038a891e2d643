import type { IncomingMessage } from 'node:http'
import { cutLine, jsonObject } from '../../names/text.ts'
import { currentEndpoint, DEFAULT_ENDPOINT } from './buildx.ts'

/** What makes the docker command use TLS, headers or a version of the API that are not its own. */
const OF_CLIENTS = ['DOCKER_TLS', 'DOCKER_TLS_VERIFY', 'DOCKER_API_VERSION', 'DOCKER_CUSTOM_HEADERS']

/** Where the docker command would ask a daemon by a socket: no other address is named, and no context. */
export function daemonSocket(env: NodeJS.ProcessEnv): string | undefined {
  if (OF_CLIENTS.some((name) => env[name])) return undefined
  if (env.DOCKER_HOST) return /^unix:\/\/(\/.+)$/.exec(env.DOCKER_HOST)?.[1]
  return currentEndpoint(env) === DEFAULT_ENDPOINT ? '/var/run/docker.sock' : undefined
}

/** As the docker command prints it: how the daemon keeps images, its version, and more about the first. */
export const INFO_FORMAT = '{{.Driver}} {{.ServerVersion}} {{json .DriverStatus}}'

interface Asking {
  readonly signal: AbortSignal | undefined
  readonly limitMs?: number
}

/**
 * What `docker info` says of the daemon, without starting docker (Docker Engine API, `SystemInfo`). An empty text for
 * anything else than that: docker has the words for it.
 */
export async function infoBySocket(socketPath: string, asking: Asking): Promise<string> {
  const { Driver, ServerVersion, DriverStatus } = jsonObject(await get(socketPath, '/info', asking))
  if (typeof Driver !== 'string' || typeof ServerVersion !== 'string') return ''
  return `${cutLine(Driver)} ${cutLine(ServerVersion)} ${JSON.stringify(DriverStatus)}`
}

/** A daemon that is well answers in milliseconds, and docker has a time limit of its own. */
const TIME_LIMIT_MS = 5_000
const MOST_BYTES = 1024 * 1024

/** Of an answer that is not whole, or none, an empty text. */
async function get(
  socketPath: string,
  path: string,
  { signal: cancel, limitMs = TIME_LIMIT_MS }: Asking,
): Promise<string> {
  const { request } = await import('node:http')
  const limit = AbortSignal.timeout(limitMs)
  const signal = cancel ? AbortSignal.any([limit, cancel]) : limit
  const { promise, resolve } = Promise.withResolvers<string>()
  const nothing = () => resolve('')
  const take = (response: IncomingMessage) => {
    const chunks: Buffer[] = []
    let size = 0
    response.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > MOST_BYTES) response.destroy()
      else chunks.push(chunk)
    })
    response.on('error', nothing).on('close', nothing)
    response.on('end', () => resolve(response.statusCode === 200 ? Buffer.concat(chunks).toString() : ''))
  }
  // No agent, so that the connection ends with the answer.
  request({ socketPath, path, signal, agent: false }, take).on('error', nothing).end()
  return promise
}
