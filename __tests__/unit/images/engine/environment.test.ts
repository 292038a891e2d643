import { describe, expect, test } from 'vitest'
import { cacheToken, overruledVariables } from '../../../../src/images/engine/environment.ts'
import { strangersConfig, withoutLogin } from '../../../../src/images/engine/login/docker-config.ts'
import { aBuild, aChoice, cacheEntries } from '../../builders.ts'

const { may } = aChoice()
const UNTRUSTED = { ...may, environment: false }

describe('the variables of an engine for files that may be anybody’s', () => {
  test.each([
    'ACTIONS_RUNTIME_TOKEN',
    'ACTIONS_CACHE_URL',
    'ACTIONS_RESULTS_URL',
    'AWS_ACCESS_KEY_ID',
    'AWS_SESSION_TOKEN',
    'AWS_PROFILE',
    'AZURE_STORAGE_KEY',
    'GOOGLE_APPLICATION_CREDENTIALS',
    'SSH_AUTH_SOCK',
    'SSH_AGENT_PID',
    'DOCKER_AUTH_CONFIG',
    'REGISTRY_AUTH_FILE',
    'GITHUB_TOKEN',
    'GH_TOKEN',
    'NPM_TOKEN',
    'DB_PASSWORD',
    'PGPASSWD',
    'client_secret',
    'MAPS_API_KEY',
    'MapsApiKey',
    'DEPLOY_PRIVATE_KEY',
    'GIT_CREDENTIALS',
  ])('do not hold %s', (name) => {
    expect(overruledVariables({ [name]: 'x' }, UNTRUSTED)).toEqual({ [name]: undefined })
    expect(overruledVariables({ [name]: 'x' }, may)).toEqual({})
  })

  test.each([
    'PATH',
    'HOME',
    'DOCKER_HOST',
    'DOCKER_CONTEXT',
    'BUILDX_BUILDER',
    'BUILDKIT_HOST',
    'BUILDAH_ISOLATION',
    'STORAGE_DRIVER',
    'XDG_RUNTIME_DIR',
    'SSL_CERT_FILE',
    'GITHUB_SHA',
    'RUNNER_TEMP',
    'NO_PROXY',
    'SOURCE_DATE_EPOCH',
  ])('hold %s', (name) => {
    expect(overruledVariables({ [name]: 'x' }, UNTRUSTED)).toEqual({})
  })

  test.each(['HTTP_PROXY', 'https_proxy', 'ALL_PROXY', 'ftp_proxy'])(
    'hold %s without its password',
    (name) => {
      const env = { [name]: 'http://user:pass@proxy:3128' }
      expect(overruledVariables(env, UNTRUSTED)).toEqual({ [name]: 'http://proxy:3128' })
    },
  )
})

test.each([
  ['http://proxy:3128', 'http://proxy:3128'],
  ['http://u:p@proxy:3128/', 'http://proxy:3128/'],
  ['socks5://u@proxy', 'socks5://proxy'],
  ['u:p@proxy:3128', 'proxy:3128'],
  ['http://u:p@ss@proxy', 'http://proxy'],
  ['http://u:p/ss@proxy', 'http://proxy'],
  ['', ''],
])('the proxy %j is %j without a password', (proxy, open) => {
  expect(withoutLogin(proxy)).toBe(open)
})

test('the token of GitHub’s cache is for builds with such a cache alone', () => {
  const env = { ACTIONS_RUNTIME_TOKEN: 'marker' }
  const gha = { kind: 'gha', reads: ['k'], writes: undefined, readableHost: undefined } as const
  expect(cacheToken(aBuild(), env)).toEqual({})
  expect(cacheToken(aBuild({ cacheFrom: cacheEntries('a/b:c', 'type=local,src=x') }), env)).toEqual({})
  expect(cacheToken(aBuild({ cache: gha }), env)).toEqual(env)
  expect(cacheToken(aBuild({ cacheTo: cacheEntries('type=gha') }), env)).toEqual(env)
})

test('a docker configuration without logins keeps the rest, and looks for none by itself', () => {
  const user = {
    auths: { 'ghcr.io': { auth: 'eDp5' } },
    credsStore: 'desktop',
    credHelpers: { 'gcr.io': 'gcloud' },
    proxies: { default: { httpProxy: 'http://u:p@proxy', noProxy: 'a,b' }, odd: 'http://u:p@proxy' },
    currentContext: 'rootless',
    cliPluginsExtraDirs: ['/p'],
  }
  const open = strangersConfig(user)
  expect(open).toEqual({
    auths: { 'withheld.invalid': {} },
    proxies: { default: { httpProxy: 'http://proxy', noProxy: 'a,b' }, odd: undefined },
    currentContext: 'rootless',
    cliPluginsExtraDirs: ['/p'],
  })
  expect(strangersConfig({})).toEqual({ auths: { 'withheld.invalid': {} } })
})
