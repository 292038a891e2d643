// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />

import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { Readable, Transform } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { describeFault, type Fault, FaultQueue, type FaultScope, takesEffect } from './faults.ts'
import { type Connection, listen } from './http-server.ts'

export interface RequestRecord {
  method: string
  /** Path and query as sent. */
  path: string
  headers: IncomingHttpHeaders
  action: string
  time: number
  /** Absent while unanswered, and for ever after a hang or a reset. */
  status?: number
  fault?: string
  /** Bytes that went out of a body without end. */
  sent?: number
}

export interface Exchange {
  method: string
  url: URL
  headers: IncomingHttpHeaders
  request: IncomingMessage
  /** What the request carries, as it arrives here. */
  body: Readable
  record: RequestRecord
  read(): Promise<Buffer>
}

export interface Reply {
  status: number
  headers?: Record<string, string>
  body?: string | Buffer | Readable
}

/** One embedded service: a real HTTP server on loopback with a request log and fault switches. */
export interface Part extends AsyncDisposable {
  url: string
  requests: RequestRecord[]
  connections: readonly Connection[]
  fail(fault: Fault, scope?: FaultScope): void
  heal(): void
  close(): Promise<void>
}

export interface PartOptions {
  action(exchange: Exchange): string | Promise<string>
  answer(exchange: Exchange): Reply | Promise<Reply>
  shapeError?(code: string, message: string, status?: number): Reply
}

export async function startPart(options: PartOptions): Promise<Part> {
  const requests: RequestRecord[] = []
  const faults = new FaultQueue()
  const server = await listen(async (request, response) => {
    const exchange = openExchange(request)
    requests.push(exchange.record)
    exchange.record.action = await options.action(exchange)
    const fault = faults.take(exchange.record.action)
    if (fault === undefined) return send(await options.answer(exchange), exchange, response)
    exchange.record.fault = describeFault(fault)
    await misbehave(fault, { exchange, response, options })
  })
  return {
    url: server.url,
    requests,
    connections: server.connections,
    fail: (fault, scope) => faults.add(fault, scope),
    heal: () => faults.clear(),
    close: server.close,
    [Symbol.asyncDispose]: server.close,
  }
}

function openExchange(request: IncomingMessage): Exchange {
  const { method = 'GET', url: path = '/', headers } = request
  const record = { method, path, headers, action: '', time: Date.now() }
  let body: Promise<Buffer> | undefined
  const read = (): Promise<Buffer> => {
    body ??= buffer(request)
    return body
  }
  return { method, url: new URL(path, 'http://127.0.0.1'), headers, request, body: request, record, read }
}

/** The same number of bytes, of which the first is another one. */
function damaged(request: IncomingMessage): Pick<Exchange, 'body' | 'read'> {
  let changed = false
  const body = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (!changed) chunk.writeUInt8(chunk.readUInt8() ^ 1)
      changed = true
      done(null, chunk)
    },
  })
  // A client that goes away in the middle ends the body early, which is what the reader then sees.
  pipeline(request, body).catch(() => body.destroy())
  return { body, read: () => buffer(body) }
}

async function send(reply: Reply, exchange: Exchange, response: ServerResponse): Promise<void> {
  const { status, headers = {}, body = '' } = reply
  exchange.record.status = status
  if (typeof body === 'string' || Buffer.isBuffer(body)) {
    response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers })
    response.end(exchange.method === 'HEAD' ? undefined : body)
    return
  }
  response.writeHead(status, headers)
  // A client that goes away in the middle of an answer is no failure of the part.
  await pipeline(body, response).catch(() => response.destroy())
}

/** Enough to be without end, and not so much that a test would fill the machine. */
const MOST_SENT = 1024 * 1024 * 1024

interface Misbehaviour {
  exchange: Exchange
  response: ServerResponse
  options: PartOptions
}

async function misbehave(fault: Fault, { exchange, response, options }: Misbehaviour): Promise<void> {
  if (fault === 'damage') {
    return send(await options.answer({ ...exchange, ...damaged(exchange.request) }), exchange, response)
  }
  if (typeof fault === 'object' && 'delayMs' in fault) {
    await sleep(fault.delayMs)
    return send(await options.answer(exchange), exchange, response)
  }
  const reply = takesEffect(fault) ? await settle(await options.answer(exchange)) : undefined
  if (fault === 'hang' || fault === 'hang-after') return
  if (fault === 'reset' || fault === 'reset-after') {
    exchange.request.socket.resetAndDestroy()
    return
  }
  if (fault === 'truncate') return truncate(reply ?? { status: 200, body: '' }, exchange, response)
  if (!reply) await exchange.read()
  if (fault === 'endless') return send(withoutEnd(exchange.record), exchange, response)
  return send(faultReply(fault, options), exchange, response)
}

interface SettledReply extends Reply {
  body: string | Buffer
}

/** Reads a streamed answer to its end, so that its effect is complete before the answer is thrown away. */
async function settle(reply: Reply): Promise<SettledReply> {
  const { body = '' } = reply
  const whole = typeof body === 'string' || Buffer.isBuffer(body) ? body : await buffer(body)
  return { ...reply, body: whole }
}

async function truncate(reply: SettledReply, exchange: Exchange, response: ServerResponse): Promise<void> {
  const whole = Buffer.from(reply.body)
  exchange.record.status = reply.status
  response.writeHead(reply.status, { ...reply.headers, 'content-length': whole.length })
  const half = whole.subarray(0, Math.floor(whole.length / 2))
  await new Promise<void>((resolve) => response.write(half, () => resolve()))
  response.destroy()
}

function withoutEnd(record: RequestRecord): Reply {
  const piece = Buffer.alloc(64 * 1024, 'x')
  function* pieces() {
    yield '{"message":"'
    for (record.sent = 0; record.sent < MOST_SENT; record.sent += piece.length) yield piece
  }
  return { status: 200, headers: { 'content-type': 'application/json' }, body: Readable.from(pieces()) }
}

function faultReply(fault: Exclude<Fault, string | { delayMs: number }>, options: PartOptions): Reply {
  if ('code' in fault) {
    const message = fault.message ?? fault.code
    const shape = options.shapeError ?? ((code, text, status = 500) => ({ status, body: `${code}: ${text}` }))
    return shape(fault.code, message, fault.status)
  }
  return { status: fault.status, headers: fault.headers ?? {}, body: fault.body ?? '' }
}
