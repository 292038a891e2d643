// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import https from 'node:https'
import { type AddressInfo, createServer as createTcpServer, type Server, Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { SpareConnections } from '../../../src/runner/spare-connections.ts'
import { selfSigned } from '../../support/certificate.ts'

const certificate = selfSigned(['localhost', '127.0.0.1'])
const TRUSTED = { keepAlive: true, rejectUnauthorized: true, ca: certificate.cert }

// However busy the machine is: a connection grows old where a test says so.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** What a server has at its end of the connections, in order, each with what was said on it. */
interface Peer extends AsyncDisposable {
  readonly url: URL
  readonly sockets: readonly Socket[]
  readonly heard: readonly string[]
}

async function listenAt(server: Server): Promise<Peer> {
  const sockets: Socket[] = []
  server.on('connection', (socket: Socket) => sockets.push(socket.on('error', () => undefined)))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: new URL(`https://localhost:${port}/`),
    sockets,
    heard: [],
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      await once(server.close(), 'close')
    },
  }
}

/** Answers every request with its path, a moment later, so that two at once need two connections. */
async function serve(): Promise<Peer> {
  const heard: string[] = []
  const server = https.createServer(certificate, (request, response) => {
    heard.push(request.url ?? '')
    setTimeout(() => response.end(request.url), 20)
  })
  server.on('tlsClientError', () => undefined)
  return Object.assign(await listenAt(server), { heard })
}

function openAgent(options: https.AgentOptions = TRUSTED) {
  const agent = new https.Agent(options)
  const spare = new SpareConnections(agent)
  return {
    agent,
    spare,
    [Symbol.dispose]: () => {
      spare.close()
      agent.destroy()
    },
  }
}

async function get(url: URL, agent: https.Agent, options: https.RequestOptions = {}): Promise<string> {
  const request = https.get(url, { agent, ...options })
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  return text(response)
}

const failureOf = (asked: Promise<unknown>): Promise<unknown> =>
  asked.then(
    () => 'it worked',
    (error: unknown) => error,
  )

/** Not that of vitest, which moves the clock that a test has taken over. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(5)
}

const allClosed = ({ sockets }: Peer) => sockets.every(({ closed }) => closed)

/** Whatever has arrived at this process is read, and what should not happen would have. */
const settled = () => sleep(100)

describe('a connection that is opened ahead', () => {
  test('says nothing, and is taken by the next request, once', async () => {
    await using server = await serve()
    using opened = openAgent()
    opened.spare.open(server.url, 1)
    await until(() => server.sockets.length === 1)
    await settled()
    expect(server.heard).toEqual([])
    const { url } = server
    const answers = await Promise.all([get(url, opened.agent), get(url, opened.agent)])
    expect(answers).toEqual(['/', '/'])
    expect(server.sockets).toHaveLength(2)
    // Now it is one of those that are kept for further requests.
    expect(await get(url, opened.agent)).toBe('/')
    expect(server.sockets).toHaveLength(2)
  })

  test('is taken before it is there, and the request waits for it', async () => {
    await using server = await serve()
    using opened = openAgent()
    opened.spare.open(server.url, 2)
    const answers = await Promise.all([get(server.url, opened.agent), get(server.url, opened.agent)])
    expect(answers).toEqual(['/', '/'])
    expect(server.sockets).toHaveLength(2)
  })

  test.each(['localhost', '127.0.0.1'])(
    'is made to %s with what a request makes its own with',
    async (host) => {
      await using server = await serve()
      server.url.hostname = host
      const agent = new https.Agent(TRUSTED)
      const made: Record<string, unknown>[] = []
      const connect = agent.createConnection.bind(agent)
      agent.createConnection = (options, onConnected) => {
        made.push({ ...options })
        return connect(options, onConnected)
      }
      const spare = new SpareConnections(agent)
      spare.open(server.url, 1)
      await Promise.all([get(server.url, agent), get(server.url, agent)])
      const [ahead = {}, own = {}] = made
      expect(made).toHaveLength(2)
      expect(own).toMatchObject(ahead)
      const besides = Object.keys(own).filter((key) => !(key in ahead))
      const ofHttp = ['_defaultAgent', 'agent', 'encoding', 'hash', 'hostname', 'href', 'pathname', 'search']
      expect(besides.toSorted()).toEqual(ofHttp)
      agent.destroy()
    },
  )

  test.each<[what: string, options: https.RequestOptions]>([
    ['another address of this machine', { localAddress: '127.0.0.1' }],
    [
      'another name for the certificate',
      { servername: 'other.example', checkServerIdentity: () => undefined },
    ],
    ['a kind of address', { family: 4 }],
    ['versions of TLS', { maxVersion: 'TLSv1.2' }],
    ['ciphers', { ciphers: 'TLS_AES_256_GCM_SHA384' }],
  ])('is none for a request that wants %s', async (_, options) => {
    await using server = await serve()
    using opened = openAgent()
    opened.spare.open(server.url, 1)
    expect(await get(server.url, opened.agent, options)).toBe('/')
    await until(() => server.sockets.length === 2)
    expect(await get(server.url, opened.agent)).toBe('/')
    expect(server.sockets).toHaveLength(2)
  })

  test('is none for another port or host', async () => {
    await using server = await serve()
    await using other = await serve()
    using opened = openAgent()
    opened.spare.open(server.url, 1)
    expect(await get(other.url, opened.agent)).toBe('/')
    const byAddress = new URL(server.url)
    byAddress.hostname = '127.0.0.1'
    expect(await get(byAddress, opened.agent)).toBe('/')
    expect([server.sockets.length, other.sockets.length]).toEqual([2, 1])
  })

  test('is closed at the end, whether it is there or on its way', async () => {
    await using server = await serve()
    using opened = openAgent()
    opened.spare.open(server.url, 1)
    await until(() => server.sockets.length === 1)
    const [socket] = server.sockets
    opened.spare.close()
    await until(() => socket?.closed === true)
    opened.spare.open(server.url, 1)
    opened.spare.close()
    await settled()
    expect(server.sockets.filter(({ closed }) => !closed)).toEqual([])
  })
})

describe('connections are opened', () => {
  test('as many as are missing', async () => {
    await using server = await serve()
    using opened = openAgent()
    opened.spare.open(server.url, 2)
    opened.spare.open(server.url, 3)
    await until(() => server.sockets.length === 3)
    await settled()
    expect(server.sockets).toHaveLength(3)
  })

  test('to no server that a request is under way to, or was', async () => {
    await using server = await serve()
    using opened = openAgent()
    const asked = get(server.url, opened.agent)
    opened.spare.open(server.url, 1)
    await asked
    opened.spare.open(server.url, 1)
    await settled()
    expect(server.sockets).toHaveLength(1)
  })

  test.each([
    ['https://nowhere.example/', 443],
    ['http://nowhere.example/', 80],
    ['http://nowhere.example:8080/', 8080],
  ])('to %s at port %i', (address, port) => {
    const ports: unknown[] = []
    const agent = Object.assign(new https.Agent(TRUSTED), {
      createConnection: (options: https.RequestOptions) => {
        ports.push(options.port)
        return new Socket()
      },
    })
    new SpareConnections(agent).open(new URL(address), 1)
    expect(ports).toEqual([port])
  })
})

describe('a connection that came to nothing is not used', () => {
  test.each<[how: string, end: (socket: Socket) => unknown]>([
    ['ended', (socket) => socket.end()],
    ['reset', (socket) => socket.resetAndDestroy()],
  ])('because the server %s it', async (_, end) => {
    await using server = await serve()
    using opened = openAgent()
    opened.spare.open(server.url, 1)
    await until(() => server.sockets.length === 1)
    await settled()
    for (const socket of server.sockets) end(socket)
    await until(() => allClosed(server))
    await settled()
    expect(await get(server.url, opened.agent)).toBe('/')
    expect(server.sockets).toHaveLength(2)
  })

  test('because the server has reset it just now, which nobody has read yet', async () => {
    await using server = await serve()
    using opened = openAgent()
    opened.spare.open(server.url, 1)
    await until(() => server.sockets.length === 1)
    await settled()
    server.sockets[0]?.resetAndDestroy()
    expect(await get(server.url, opened.agent)).toBe('/')
    expect(server.sockets).toHaveLength(2)
  })

  test('because the server has said something, which would be read as the answer', async () => {
    const said = 'HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n'
    const server = https.createServer(certificate, (request, response) => response.end(request.url))
    await using peer = await listenAt(server)
    using opened = openAgent()
    opened.spare.open(peer.url, 1)
    const [socket] = (await once(server, 'secureConnection')) as [Socket]
    socket.write(said)
    await settled()
    expect(await get(peer.url, opened.agent)).toBe('/')
    expect(peer.sockets).toHaveLength(2)
    await until(() => peer.sockets[0]?.closed === true)
  })

  test('because it is old', async () => {
    await using server = await serve()
    using opened = openAgent()
    opened.spare.open(server.url, 2)
    await until(() => server.sockets.length === 2)
    vi.advanceTimersByTime(3_999)
    expect(await get(server.url, opened.agent)).toBe('/')
    expect(server.sockets).toHaveLength(2)
    vi.advanceTimersByTime(1)
    expect(await Promise.all([get(server.url, opened.agent), get(server.url, opened.agent)])).toEqual([
      '/',
      '/',
    ])
    expect(server.sockets).toHaveLength(3)
  })

  test('because its certificate is not trusted: a request reports what it would without it', async () => {
    await using server = await serve()
    using opened = openAgent({ keepAlive: true, rejectUnauthorized: true })
    const without = await failureOf(get(server.url, opened.agent))
    expect(without).toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
    await until(() => allClosed(server))
    opened.spare.open(server.url, 1)
    await until(() => server.sockets.length === 2 && allClosed(server))
    expect(await failureOf(get(server.url, opened.agent))).toEqual(without)
    expect(server.sockets).toHaveLength(3)
    // Also where the request takes it before that is known.
    await until(() => allClosed(server))
    opened.spare.open(server.url, 1)
    expect(await failureOf(get(server.url, opened.agent))).toEqual(without)
    expect(server.sockets).toHaveLength(4)
  })

  test('because nobody listens: a request reports what it would without it', async () => {
    await using server = await serve()
    const { url } = server
    await server[Symbol.asyncDispose]()
    using opened = openAgent()
    const without = await failureOf(get(url, opened.agent))
    opened.spare.open(url, 1)
    await settled()
    expect(await failureOf(get(url, opened.agent))).toMatchObject({
      code: (without as NodeJS.ErrnoException).code,
    })
  })
})

test('a server that never ends its part of TLS holds a request up as it would without', async () => {
  await using server = await listenAt(createTcpServer((socket) => socket.resume()))
  using opened = openAgent()
  opened.spare.open(server.url, 1)
  await until(() => server.sockets.length === 1)
  const signal = AbortSignal.timeout(300)
  expect(await failureOf(get(server.url, opened.agent, { signal }))).toMatchObject({ name: 'AbortError' })
  expect(server.sockets).toHaveLength(1)
  await until(() => allClosed(server))
})
