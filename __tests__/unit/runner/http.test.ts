import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test, vi } from 'vitest'
import { httpGet, httpRequest, isHopeless, reasonOf } from '../../../src/runner/http.ts'

async function serve(answer: RequestListener) {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/path?q=1`,
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
    expect(performance.now() - started).toBeLessThan(2000)
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
