import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openProxies } from '../../../../../src/images/engine/login/proxies.ts'
import { temporaryFolder } from '../../../temporary.ts'

async function opened(config: unknown) {
  await using folder = await temporaryFolder()
  const file = await folder.write('config.json', JSON.stringify(config), 0o600)
  const had = await openProxies(folder.path)
  expect((await stat(join(folder.path, 'config.json'))).mode & 0o777).toBe(0o600)
  return { had, config: JSON.parse(await readFile(file, 'utf8')) as unknown }
}

test.each([
  ['http://user:pass@proxy:3128', 'http://proxy:3128'],
  ['http://user@proxy:3128/', 'http://proxy:3128/'],
  ['socks5://user:p%40ss@10.0.0.1:1080', 'socks5://10.0.0.1:1080'],
  ['http://user:p@ss/w:rd@proxy:3128', 'http://proxy:3128'],
  ['user:pass@proxy:3128', 'proxy:3128'],
  ['HTTP://user:pass@proxy', 'HTTP://proxy'],
])('%s becomes %s, and the rest stays', async (given, left) => {
  const others = { auths: { 'ghcr.io': { auth: 'eDp5' } }, currentContext: 'remote' }
  const proxies = {
    default: { httpProxy: given, httpsProxy: 'http://plain:1', noProxy: '*.example.com,10.0.0.0/8' },
    'tcp://docker:2375': { allProxy: given },
  }
  expect(await opened({ ...others, proxies })).toEqual({
    had: true,
    config: {
      ...others,
      proxies: {
        default: { ...proxies.default, httpProxy: left },
        'tcp://docker:2375': { allProxy: left },
      },
    },
  })
})

test.each([
  {},
  { proxies: {} },
  { proxies: { default: { httpProxy: 'http://proxy:3128' } } },
  { proxies: 'http://user:pass@proxy' },
  { proxies: { default: null } },
])('%j has no login to take out', async (config) => {
  expect(await opened(config)).toEqual({ had: false, config })
})
