import * as http from 'node:http'
import * as https from 'node:https'
import { pipeline, type Readable, Transform, type TransformCallback } from 'node:stream'
import { messageOf } from '../errors/errors.ts'
import { asStepError, isExhausted } from '../errors/unforeseen.ts'
import {
  isDirect,
  noProxyOfNode,
  type ProxySetting,
  proxyOf,
  refusedByProxy,
  unusableProxy,
} from './proxy.ts'
import { SpareConnections } from './spare-connections.ts'

/*
 * The agents are of the process, whichever of its runs asks: connections stay open for the next request, and where the
 * proxies of the network are is the same for all. They know no secret of a run.
 */

/** Plain HTTP is for loopback, so that no proxy has any business with it: it would read what is sent. */
export const httpAgent = new http.Agent({ keepAlive: true })
const proxy = proxyOf(process.env)

/**
 * Certificates are always looked at: with NODE_TLS_REJECT_UNAUTHORIZED=0 any proxy could answer for AWS and GitHub. Node
 * goes through a proxy by variables that it is given (>= 24.5, `proxyEnv`).
 */
export const httpsAgent = agentBehind(proxy)

/** By the scheme of a URL. Behind a proxy there are none: which servers are asked directly (NO_PROXY), Node says to nobody. */
const spare: Readonly<Record<string, SpareConnections | undefined>> = {
  'http:': new SpareConnections(httpAgent),
  'https:': proxy.kind === 'none' ? new SpareConnections(httpsAgent) : undefined,
}

function agentBehind(behind: ProxySetting): https.Agent {
  const settings = { keepAlive: true, rejectUnauthorized: true }
  if (behind.kind === 'http') {
    return new https.Agent({
      ...settings,
      proxyEnv: { https_proxy: behind.url, no_proxy: noProxyOfNode(behind.noProxy) },
    })
  }
  const agent = new https.Agent(settings)
  if (behind.kind === 'none') return agent
  const connect = agent.createConnection.bind(agent)
  agent.createConnection = (options, onConnected) => {
    if (isDirect(options.host ?? '', behind.noProxy)) return connect(options, onConnected)
    setImmediate(() => onConnected?.(unusableProxy(behind), undefined as never))
    return undefined
  }
  return agent
}

/** What a failed request means that no other attempt can change: a runner that is used up, a proxy that refuses. */
export function requestError(error: unknown): unknown {
  if (isExhausted(error)) return asStepError(error)
  return (error instanceof Error ? refusedByProxy(error, proxy) : undefined) ?? error
}

/**
 * Connects for so many requests at once to a server that is about to be asked. What a request would wait for, goes on
 * beside other work.
 */
export function openAhead(address: string, count: number): void {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url) spare[url.protocol]?.open(url, count)
}

/** Closes what is kept open for a next request. */
export function closeConnections(): void {
  for (const connections of Object.values(spare)) connections?.close()
  httpAgent.destroy()
  httpsAgent.destroy()
}

const MIB = 1024 * 1024

export interface HttpResponse {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly body: string
}

/** Why a connection failed. Node leaves that unsaid where a host has several addresses, and none of them answered. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ')
  return messageOf(error)
}

/** Somebody else than the service answers, or without end: whoever reads on is filled up. */
export class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge'

  constructor(most: number) {
    super(`the answer is larger than ${most / MIB} MiB`)
  }
}

/**
 * No later attempt will do better: the certificate of the other side, or of a proxy, is not trusted, or the answer is too
 * large.
 */
export const isHopeless = (error: unknown): boolean =>
  error instanceof AnswerTooLarge ||
  (error instanceof Error &&
    /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS/.test((error as NodeJS.ErrnoException).code ?? ''))

/** The same bytes, up to a size; what comes then is not read any more, and the connection is given up. */
export function upTo(most: number, body: Readable): Readable {
  let size = 0
  const transform = (chunk: Buffer, _encoding: string, done: TransformCallback) => {
    size += chunk.length
    if (size > most) done(new AnswerTooLarge(most))
    else done(null, chunk)
  }
  // Whoever reads the result sees a failure; a pipeline passes it on to the connection as well.
  return pipeline(body, new Transform({ transform }), () => {})
}

export interface HttpRequest {
  readonly url: string
  /** GET when it is not named. */
  readonly method?: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

export interface HttpOptions {
  readonly timeoutMs: number
  readonly signal?: AbortSignal
  /** How many bytes an answer may have. */
  readonly mostBytes?: number
}

/** One GET. */
export const httpGet = (
  url: string,
  headers: HttpRequest['headers'],
  options: HttpOptions,
): Promise<HttpResponse> => httpRequest({ url, headers }, options)

/**
 * One request that ends, well or badly, within the time limit. Rejects when no complete answer came, or too large a one.
 */
export function httpRequest(
  { url, method = 'GET', headers, body: sent }: HttpRequest,
  options: HttpOptions,
): Promise<HttpResponse> {
  const timeout = AbortSignal.timeout(options.timeoutMs)
  const signal = options.signal ? AbortSignal.any([timeout, options.signal]) : timeout
  const secure = new URL(url).protocol === 'https:'
  return new Promise((resolve, reject) => {
    const onError = (error: Error) => {
      const late = timeout.aborted && !isExhausted(error)
      reject(late ? new Error(`no answer within ${options.timeoutMs / 1000} s`) : requestError(error))
    }
    const request = (secure ? https : http).request(
      url,
      { method, headers, signal, agent: secure ? httpsAgent : httpAgent },
      (response) => {
        const chunks: Buffer[] = []
        const body = upTo(options.mostBytes ?? MIB, response)
        body.on('data', (chunk: Buffer) => chunks.push(chunk))
        body.on('error', onError)
        body.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        )
      },
    )
    request.on('error', onError)
    request.end(sent)
  })
}
