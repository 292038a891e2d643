import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test, vi } from 'vitest'
import {
  closeConnections,
  httpGet,
  httpRequest,
  isHopeless,
  openAhead,
  reasonOf,
} from '../../../src/runner/http.ts'

async function serve(answer: RequestListener) {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/path?q=1`,
    listener: server,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

describe('httpGet', () => {
  test('sends the headers and gives status and the whole body', async () => {
    await using server = await serve((request, response) => {
      response.writeHead(201, { 'x-answer': 'yes' })
      response.write(`${request.method} ${request.url} ${request.headers.authorization} `)
      setTimeout(() => response.end('ü'), 30)
    })
    const answer = await httpGet(server.url, { authorization: 'Bearer x' }, { timeoutMs: 5000 })
    expect(answer).toMatchObject({ status: 201, body: 'GET /path?q=1 Bearer x ü' })
  })

  test.each([301, 404, 500])('gives %i as a value: what it means is for the caller', async (status) => {
    await using server = await serve((_, response) => response.writeHead(status).end('no'))
    expect(await httpGet(server.url, {}, { timeoutMs: 5000 })).toMatchObject({ status, body: 'no' })
  })

  test('never follows a redirect, which could carry the token elsewhere', async () => {
    let hits = 0
    await using server = await serve((_, response) => {
      hits += 1
      response.writeHead(302, { location: '/other' }).end()
    })
    expect((await httpGet(server.url, { authorization: 'x' }, { timeoutMs: 5000 })).status).toBe(302)
    expect(hits).toBe(1)
  })

  test('ends in time when no answer comes', async () => {
    await using server = await serve(() => {})
    const started = performance.now()
    await expect(httpGet(server.url, {}, { timeoutMs: 300 })).rejects.toThrow('no answer within 0.3 s')
    expect(performance.now() - started).toBeLessThan(15_000)
  })

  test('ends in time when the body never ends', async () => {
    await using server = await serve((_, response) => {
      response.writeHead(200)
      response.write('begin')
    })
    await expect(httpGet(server.url, {}, { timeoutMs: 300 })).rejects.toThrow('no answer within 0.3 s')
  })

  test('takes an answer up to its limit, and refuses one that is a byte longer', async () => {
    await using server = await serve((request, response) => {
      const length = Number(new URL(request.url ?? '', 'http://x').searchParams.get('q'))
      response.write('x'.repeat(1000))
      response.end('x'.repeat(length - 1000))
    })
    const get = (length: number) =>
      httpGet(server.url.replace('q=1', `q=${length}`), {}, { timeoutMs: 5000, mostBytes: 2048 })
    expect((await get(2048)).body).toHaveLength(2048)
    const refused = await get(2049).catch((error: unknown) => error)
    expect(refused).toMatchObject({ name: 'AnswerTooLarge' })
    expect(isHopeless(refused)).toBe(true)
  })

  test('reads no more of an answer that is too large, and gives the connection up', async () => {
    let closed = false
    await using server = await serve((_, response) => {
      response.on('close', () => {
        closed = true
      })
      const write = (): void => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
      }
      response.on('drain', write)
      write()
    })
    await expect(httpGet(server.url, {}, { timeoutMs: 20_000 })).rejects.toThrow(
      'the answer is larger than 1 MiB',
    )
    await vi.waitUntil(() => closed, 5000)
  })

  test('takes half an answer for none', async () => {
    await using server = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('{"status":')
      setTimeout(() => response.destroy(), 30)
    })
    await expect(httpGet(server.url, {}, { timeoutMs: 5000 })).rejects.toThrow()
  })

  test('ends when the run is cancelled', async () => {
    await using server = await serve(() => {})
    const cancel = new AbortController()
    const running = httpGet(server.url, {}, { timeoutMs: 60_000, signal: cancel.signal })
    setTimeout(() => cancel.abort(), 50)
    await expect(running).rejects.toThrow(/abort/i)
  })

  test('rejects when nobody listens', async () => {
    await expect(httpGet('http://127.0.0.1:1/', {}, { timeoutMs: 5000 })).rejects.toThrow(/ECONNREFUSED/)
  })
})

describe('httpRequest', () => {
  test('sends a body with its length, by the method that is named', async () => {
    await using server = await serve((request, response) => {
      const said = `${request.method} ${request.headers['content-length']} `
      response.write(said)
      request.pipe(response)
    })
    const request = { url: server.url, method: 'PATCH', headers: {}, body: '{"ü":1}' }
    expect(await httpRequest(request, { timeoutMs: 5000 })).toMatchObject({ body: 'PATCH 8 {"ü":1}' })
  })

  test('ends in time when nobody takes what it sends', async () => {
    await using server = await serve((request) => request.pause())
    const request = { url: server.url, method: 'POST', headers: {}, body: 'x'.repeat(16 * 1024 * 1024) }
    await expect(httpRequest(request, { timeoutMs: 300 })).rejects.toThrow('no answer within 0.3 s')
  })
})

/** Takes connections, and never says a word. */
async function startSilent() {
  let connections = 0
  const server = createTcpServer((socket) => {
    connections += 1
    socket.resume().on('error', () => undefined)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  const open = () => new Promise<number>((resolve) => server.getConnections((_, count) => resolve(count)))
  return {
    address: `127.0.0.1:${port}`,
    connections: () => connections,
    /** Those that are not closed again. */
    open,
    [Symbol.asyncDispose]: async () => {
      closeConnections()
      await once(server.close(), 'close')
    },
  }
}

describe('openAhead', () => {
  afterEach(() => {
    vi.unstubAllEnvs()
  })

  test.each(['http', 'https'])('opens what is asked for over %s, and the end closes it', async (scheme) => {
    await using server = await startSilent()
    openAhead(`${scheme}://${server.address}/path`, 2)
    await vi.waitUntil(() => server.connections() === 2, 10_000)
    closeConnections()
    await expect.poll(server.open, { timeout: 10_000 }).toBe(0)
  })

  test('is of use to a request', async () => {
    let connections = 0
    await using server = await serve((_, response) => response.end('answer'))
    server.listener.on('connection', () => {
      connections += 1
    })
    openAhead(server.url, 1)
    await vi.waitUntil(() => connections === 1, 10_000)
    expect(await httpGet(server.url, {}, { timeoutMs: 5000 })).toMatchObject({ body: 'answer' })
    expect(connections).toBe(1)
    closeConnections()
  })

  test.each(['HTTPS_PROXY', 'https_proxy'])(
    'opens nothing where %s is set, neither to the server nor to the proxy',
    async (variable) => {
      await using server = await startSilent()
      await using proxy = await startSilent()
      vi.stubEnv(variable, `http://${proxy.address}`)
      vi.stubEnv('NO_PROXY', '127.0.0.1')
      // Where the proxies are is read once.
      vi.resetModules()
      const behind = await import('../../../src/runner/http.ts')
      behind.openAhead(`https://${server.address}/`, 1)
      await sleep(100)
      expect([server.connections(), proxy.connections()]).toEqual([0, 0])
      behind.openAhead(`http://${server.address}/`, 1)
      await vi.waitUntil(() => server.connections() === 1, 10_000)
      behind.closeConnections()
    },
  )

  test('opens nothing for what is no address of a web server', async () => {
    await using server = await startSilent()
    for (const address of ['', server.address, `ftp://${server.address}/`, 'http://']) openAhead(address, 1)
    await sleep(100)
    expect(server.connections()).toBe(0)
  })

  const HTTP = join(import.meta.dirname, '../../../src/runner/http.ts')

  /** A process that does no more than this when something comes at its standard input, and ends when nothing is left. */
  function start(ahead: string, then: string) {
    const script = `
      import { httpGet, openAhead } from ${JSON.stringify(HTTP)}
      ${ahead}
      process.stdin.once('data', async () => {
        process.stdin.destroy()
        ${then}
      })`
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    return { child, ended: once(child, 'exit'), said: text(child.stdout) }
  }

  test('keeps no process from its end', async () => {
    await using server = await startSilent()
    const { address } = server
    const ahead = `openAhead('http://${address}/', 1); openAhead('https://${address}/', 1)`
    const { child, ended } = start(ahead, '')
    await vi.waitUntil(() => server.connections() === 2, 10_000)
    child.stdin.write('end')
    expect(await ended).toEqual([0, null])
  })

  test('keeps a process that waits for an answer on such a connection', async () => {
    let connections = 0
    await using server = await serve((_, response) => void setTimeout(() => response.end('answer'), 300))
    server.listener.on('connection', () => {
      connections += 1
    })
    const ask = `console.log((await httpGet('${server.url}', {}, { timeoutMs: 20_000 })).body)`
    const { child, said } = start(`openAhead('${server.url}', 1)`, ask)
    await vi.waitUntil(() => connections === 1, 10_000)
    child.stdin.write('ask')
    expect(await said).toBe('answer\n')
    expect(connections).toBe(1)
  })
})

test.each([
  ['the message of a failure', new Error('connect ECONNREFUSED ::1:1'), 'connect ECONNREFUSED ::1:1'],
  [
    'that of every address of a host, where Node says nothing by itself',
    new AggregateError([new Error('connect ETIMEDOUT ::1:1'), new Error('connect ECONNREFUSED 127.0.0.1:1')]),
    'connect ETIMEDOUT ::1:1, connect ECONNREFUSED 127.0.0.1:1',
  ],
  ['what else was thrown', 'nothing', 'nothing'],
])('reasonOf gives %s', (_, error, reason) => {
  expect(reasonOf(error)).toBe(reason)
})
