import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Socket } from 'node:net'
import { pipeline } from 'node:stream/promises'
import type { Certificate } from './certificate.ts'
import { MANIFEST_TYPES } from './image-store.ts'
import { type Exchange, type Part, type Reply, startPart } from './part.ts'
import { registryError } from './registry-reply.ts'
import { terminator } from './tunnel.ts'

/** The registry behind, which shows its certificate for the names of its front ends, too. */
export interface Upstream {
  address: string
  port: number
  ca: string
}

/** A manifest that is put under a tag. */
export interface TagPut {
  repository: string
  tag: string
  /** How often this tag was put before. */
  before: number
  /** Asks the registry behind whether the tag is there, as the client that puts it. */
  exists(): Promise<boolean>
}

/** What a front end answers itself; undefined passes the request on. */
export type Manners = (put: TagPut) => Promise<Reply | undefined> | Reply | undefined

/** ECR with tag immutability. Engines that do not look first put the same digest again, and are refused as well. */
export const refuseOverwrites: Manners = async ({ repository, tag, exists }) =>
  (await exists())
    ? registryError(
        400,
        'TAG_INVALID',
        `The image tag '${tag}' already exists in the '${repository}' repository and cannot be overwritten because the tag is immutable.`,
      )
    : undefined

export const failEveryOther: Manners = ({ before }) =>
  before % 2 === 0 ? registryError(503, 'UNAVAILABLE', 'Service Unavailable') : undefined

export interface FrontEnd extends Part {
  /** Answers to the manifests that were put under a tag, in order. */
  putsOf(tag: string): (number | undefined)[]
}

export interface FrontEndOptions {
  address: string
  certificate: Certificate
  upstream: Upstream
  manners: Manners
}

/** A registry with manners of its own in front of a real one, under a name of its own: TLS on port 443 of an address. */
export async function startFrontEnd(options: FrontEndOptions): Promise<FrontEnd> {
  const puts = new Map<string, number>()
  const part = await startPart({
    action: ({ method, url }) => `${method} ${kindOf(url.pathname)}`,
    answer: async (exchange) => {
      const put = tagPut(exchange, options.upstream, puts)
      const refusal = put && (await options.manners(put))
      if (!refusal) return forward(exchange, options.upstream)
      await exchange.read()
      return refusal
    },
  })
  const open = new Set<Socket>()
  const front = terminator(options.certificate, Number(new URL(part.url).port), open)
  front.listen(443, options.address)
  await once(front, 'listening').catch(async (error) => {
    await part.close()
    throw error
  })
  const close = async (): Promise<void> => {
    const closed = once(front, 'close')
    front.close()
    for (const socket of open) socket.destroy()
    await Promise.all([closed, part.close()])
  }
  const putsOf = (tag: string) =>
    part.requests
      .filter(({ action, path }) => action === 'PUT manifests' && path.endsWith(`/manifests/${tag}`))
      .map(({ status }) => status)
  return { ...part, putsOf, close, [Symbol.asyncDispose]: close }
}

const kindOf = (path: string): string => /\/(manifests|blobs\/uploads|blobs|tags)\//.exec(path)?.[1] ?? 'base'

function tagPut(exchange: Exchange, upstream: Upstream, puts: Map<string, number>): TagPut | undefined {
  const { method, url } = exchange
  const [, repository = '', tag = ''] = /^\/v2\/(.+)\/manifests\/([^:]+)$/.exec(url.pathname) ?? []
  if (method !== 'PUT' || tag === '') return undefined
  const before = puts.get(url.pathname) ?? 0
  puts.set(url.pathname, before + 1)
  const exists = async () => {
    const { host, authorization } = exchange.headers
    const headers = { host, authorization, accept: MANIFEST_TYPES.join(', ') }
    const { status, body } = await send({ method: 'HEAD', path: url.pathname, headers }, upstream)
    body.resume()
    return status === 200
  }
  return { repository, tag, before, exists }
}

async function forward(exchange: Exchange, upstream: Upstream): Promise<Reply> {
  const { method, headers, record, body } = exchange
  return send({ method, path: record.path, headers, sent: body }, upstream)
}

type Onward = Pick<Exchange, 'method' | 'headers'> & { path: string; sent?: Exchange['body'] }

async function send({ method, path, headers, sent: body }: Onward, upstream: Upstream) {
  const { address: host, port, ca } = upstream
  const onward = httpsRequest({
    method,
    host,
    port,
    ca,
    path,
    headers,
    servername: headers.host,
    agent: false,
  })
  const sent = body ? pipeline(body, onward) : onward.end()
  const [[response]] = (await Promise.all([once(onward, 'response'), sent])) as [[IncomingMessage], unknown]
  const kept = Object.entries(response.headers).map(([name, value]) => [name, String(value)])
  return { status: response.statusCode ?? 0, headers: Object.fromEntries(kept), body: response }
}
