import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { isDirect, proxyOf, refusedByProxy, unusableProxy } from '../../../src/runner/proxy.ts'

describe('a proxy is read as curl and git read it', () => {
  test.each([
    ['http://10.1.2.3:3128', 'http://10.1.2.3:3128/'],
    ['10.1.2.3:3128', 'http://10.1.2.3:3128/'],
    ['10.1.2.3:3128/', 'http://10.1.2.3:3128/'],
    [' proxy.corp:3128 ', 'http://proxy.corp:3128/'],
    ['HTTP://Proxy.Corp:3128', 'http://proxy.corp:3128/'],
    ['proxy.corp', 'http://proxy.corp:1080/'],
    ['proxy.corp:80', 'http://proxy.corp/'],
    ['http://proxy.corp', 'http://proxy.corp/'],
    ['https://proxy.corp:8443', 'https://proxy.corp:8443/'],
    ['user:pass%40word@proxy.corp:3128', 'http://user:pass%40word@proxy.corp:3128/'],
    ['http://user:p@ss@proxy.corp:3128', 'http://user:p%40ss@proxy.corp:3128/'],
    ['[::1]:3128', 'http://[::1]:3128/'],
    ['user@[fd00::1]:3128/', 'http://user@[fd00::1]:3128/'],
  ])('%j', (given, url) => {
    for (const variable of ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY']) {
      expect(proxyOf({ [variable]: given })).toEqual({ kind: 'http', variable, url, noProxy: '' })
    }
  })

  test('with what goes without it, in either case', () => {
    const proxy = { HTTPS_PROXY: 'a:1', https_proxy: 'b:1', ALL_PROXY: 'c:1' }
    expect(proxyOf({ ...proxy, NO_PROXY: 'upper' })).toMatchObject({ url: 'http://b:1/', noProxy: 'upper' })
    expect(proxyOf({ ...proxy, NO_PROXY: 'x', no_proxy: 'lower' })).toMatchObject({ noProxy: 'lower' })
    expect(proxyOf({ ...proxy, https_proxy: '' })).toMatchObject({ variable: 'HTTPS_PROXY' })
  })

  test.each([
    {},
    { HTTPS_PROXY: '' },
    { HTTPS_PROXY: ' ' },
    { http_proxy: 'a:1' },
    { ALL_PROXY: 'socks5://a:1' },
  ])('%j names none', (env) => {
    expect(proxyOf(env)).toEqual({ kind: 'none' })
  })

  test.each([
    ['socks5://user:hunter2@10.1.2.3:1080', 'is a SOCKS proxy (socks5://)'],
    ['SOCKS5H://10.1.2.3', 'is a SOCKS proxy (SOCKS5H://)'],
    ['socks4a://10.1.2.3', 'is a SOCKS proxy (socks4a://)'],
    ['ftp://10.1.2.3', 'has the scheme ftp://'],
    ['http://', 'is no address'],
    ['user:hunter2%zz@10.1.2.3:3128', 'is no address'],
    ['10.1.2.3:99999', 'is no address'],
    ['"http://10.1.2.3:3128"', 'is no address'],
    ['http//10.1.2.3:3128', 'is no address'],
    ['http:/10.1.2.3:3128', 'is no address'],
    ['CORP\\user:hunter2@10.1.2.3:3128', 'is no address'],
    ['http://user:hunter2#x@10.1.2.3:3128', 'is no address'],
    ['http://user/hunter2@10.1.2.3:3128', 'is no address'],
  ])('%j cannot be used, and why is said without what is in it', (given, why) => {
    const proxy = proxyOf({ https_proxy: given })
    expect(proxy).toEqual({ kind: 'unusable', variable: 'https_proxy', why, noProxy: '' })
    const { message, code, problems } = unusableProxy({
      kind: 'unusable',
      variable: 'https_proxy',
      why,
      noProxy: '',
    })
    expect(code).toBe('PROXY_UNUSABLE')
    expect(message).toContain(`https_proxy of this runner ${why}`)
    expect(JSON.stringify(problems)).not.toMatch(/hunter2|10\.1\.2\.3/)
  })
})

describe('hosts that need none', () => {
  test.each([
    ['sts.amazonaws.com', 'amazonaws.com', true],
    ['sts.amazonaws.com', '.amazonaws.com', true],
    ['STS.amazonaws.com', '*.Amazonaws.com', true],
    ['sts.amazonaws.com', 'a, b sts.amazonaws.com:443', true],
    ['sts.amazonaws.com', '*', true],
    ['sts.amazonaws.com', 'zonaws.com', false],
    ['sts.amazonaws.com', 'other.com', false],
    ['sts.amazonaws.com', '', false],
    ['sts.amazonaws.com', ' , ', false],
    ['127.0.0.1', '127.0.0.1', true],
  ])('%s of %j: %s', (host, noProxy, direct) => {
    expect(isDirect(host, noProxy)).toBe(direct)
  })
})

describe('a proxy that refuses', () => {
  const proxy = (url: string) => ({ kind: 'http', variable: 'HTTPS_PROXY', url, noProxy: '' }) as const
  const tunnel = (statusCode: number) =>
    Object.assign(
      new Error('Failed to establish tunnel to sts.amazonaws.com:443 via http://p:1/: HTTP/1.1 x'),
      {
        code: 'ERR_PROXY_TUNNEL',
        statusCode,
      },
    )

  test.each([
    [407, 'http://p:1/', 'it answered 407, so it asks for user and password'],
    [407, 'http://u:hunter2@p:1/', 'it answered 407, so it does not take user and password'],
    [403, 'http://p:1/', 'it answered 403'],
    [405, 'http://p:1/', 'it answered 405'],
  ])('with %i is final', (status, url, said) => {
    const error = refusedByProxy(tunnel(status), proxy(url))
    expect(error?.problems).toMatchObject([
      {
        code: 'PROXY_UNUSABLE',
        message: `the proxy of this runner (HTTPS_PROXY) lets nobody through to sts.amazonaws.com:443: ${said}`,
      },
    ])
    expect(JSON.stringify(error?.problems)).not.toContain('hunter2')
  })

  test.each([408, 429, 500, 502, 503])('for a moment, with %i, is tried again', (status) => {
    expect(refusedByProxy(tunnel(status), proxy('http://p:1/'))).toBeUndefined()
  })

  test('is no other failure', () => {
    expect(refusedByProxy(new Error('x'), proxy('http://p:1/'))).toBeUndefined()
  })
})

describe('every request of the step', () => {
  /** What comes of a request of a process whose runner has these variables. */
  function ask(env: Record<string, string>, url = 'https://sts.ap-southeast-2.amazonaws.com/') {
    const script = `
      import { createServer } from 'node:net'
      const seen = []
      const server = createServer((client) => client.once('data', (data) => {
        seen.push(String(data).split('\\r\\n')[0])
        client.end('HTTP/1.1 407 Proxy Authentication Required\\r\\ncontent-length: 0\\r\\n\\r\\n')
      }))
      await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
      for (const name of Object.keys(process.env).filter((name) => /_proxy$/i.test(name))) {
        process.env[name] = process.env[name].replace('PORT', server.address().port)
      }
      const { httpGet } = await import(${JSON.stringify(new URL('../../../src/runner/http.ts', import.meta.url).href)})
      const error = await httpGet(${JSON.stringify(url)}, {}, { timeoutMs: 20_000 }).catch((error) => error)
      console.log(JSON.stringify({ name: error.name, message: error.message, seen }))
      process.exit()`
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
      env: { PATH: process.env.PATH, ...env },
      encoding: 'utf8',
    })
    expect(stderr).toBe('')
    return JSON.parse(stdout) as { name: string; message: string; seen: string[] }
  }

  test.each(['127.0.0.1:PORT', '127.0.0.1:PORT/', 'http://127.0.0.1:PORT', 'user:hunter2@127.0.0.1:PORT'])(
    'goes through %s, and takes its refusal for final',
    (given) => {
      const { name, message, seen } = ask({ https_proxy: given })
      expect(seen).toEqual(['CONNECT sts.ap-southeast-2.amazonaws.com:443 HTTP/1.1'])
      expect(name).toBe('StepError')
      expect(message).toContain('407')
      expect(message).not.toContain('hunter2')
    },
  )

  test.each(['localhost', 'a.test b.localhost', '*.test,Localhost:443', '.localhost'])(
    'goes without it to what is below %s',
    (noProxy) => {
      const proxy = { https_proxy: '127.0.0.1:PORT', no_proxy: noProxy }
      expect(ask(proxy, 'https://a.b.localhost:443/').seen).toEqual([])
      expect(ask(proxy, 'https://notlocalhost.example/').seen).toHaveLength(1)
    },
  )

  test('is refused at once behind a SOCKS proxy, but for hosts that need none', () => {
    const socks = { HTTPS_PROXY: 'socks5://127.0.0.1:PORT' }
    expect(ask(socks)).toMatchObject({
      name: 'StepError',
      message: expect.stringContaining('SOCKS'),
      seen: [],
    })
    const direct = ask({ ...socks, NO_PROXY: 'localhost' }, 'https://localhost:9/')
    expect(direct.message).toContain('ECONNREFUSED')
  })
})
