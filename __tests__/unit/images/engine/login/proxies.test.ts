import { expect, test } from 'vitest'
import {
  type DockerConfig,
  withoutProxyLogins,
} from '../../../../../src/images/engine/login/docker-config.ts'

function opened(config: unknown) {
  const left = withoutProxyLogins(config as DockerConfig)
  return { had: left !== config, config: left }
}

test.each([
  ['http://user:pass@proxy:3128', 'http://proxy:3128'],
  ['http://user@proxy:3128/', 'http://proxy:3128/'],
  ['socks5://user:p%40ss@10.0.0.1:1080', 'socks5://10.0.0.1:1080'],
  ['http://user:p@ss/w:rd@proxy:3128', 'http://proxy:3128'],
  ['user:pass@proxy:3128', 'proxy:3128'],
  ['HTTP://user:pass@proxy', 'HTTP://proxy'],
])('%s becomes %s, and the rest stays', (given, left) => {
  const others = { auths: { 'ghcr.io': { auth: 'eDp5' } }, currentContext: 'remote' }
  const proxies = {
    default: { httpProxy: given, httpsProxy: 'http://plain:1', noProxy: '*.example.com,10.0.0.0/8' },
    'tcp://docker:2375': { allProxy: given },
  }
  expect(opened({ ...others, proxies })).toEqual({
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
])('%j has no login to take out', (config) => {
  expect(opened(config)).toEqual({ had: false, config })
})
