import { afterEach, describe, expect, test, vi } from 'vitest'
import { childEnvironment, confine } from '../../../src/runner/environment.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('childEnvironment', () => {
  test.each([
    'INPUT_CONFIG-TOKEN',
    'INPUT_CONFIG-SSH-KEY',
    'INPUT_X',
    'STATE_workspace',
    'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
    'ACTIONS_ID_TOKEN_REQUEST_URL',
    'ACTIONS_RUNTIME_TOKEN',
    'SSH_ASKPASS',
    'GIT_ASKPASS',
    'GIT_DIR',
    'GIT_WORK_TREE',
    'GIT_INDEX_FILE',
    'GIT_SSH_COMMAND',
    'GIT_CONFIG_COUNT',
    'GIT_CONFIG_KEY_0',
    'GIT_CONFIG_VALUE_0',
    'GIT_CONFIG_PARAMETERS',
    'GIT_PROXY_COMMAND',
    'GIT_EXTERNAL_DIFF',
    'GIT_SSL_NO_VERIFY',
    'GIT_TRACE',
    'GIT_TRACE_CURL',
    'GIT_AUTHOR_NAME',
    'GIT_TEMPLATE_DIR',
  ])('withholds %s', (name) => {
    vi.stubEnv(name, 'marker')
    expect(childEnvironment()).not.toHaveProperty([name])
  })

  test.each([
    'PATH',
    'HOME',
    'HTTPS_PROXY',
    'no_proxy',
    'DOCKER_HOST',
    'DOCKER_CONFIG',
    'SSL_CERT_FILE',
    'GIT_SSL_CAINFO',
    'GIT_SSL_CAPATH',
    'GIT_EXEC_PATH',
    'GIT_CONFIG_GLOBAL',
    'GIT_CONFIG_SYSTEM',
    'GIT_CONFIG_NOSYSTEM',
    'BUILDKIT_HOST',
    'MY_INPUT_X',
    'ACTIONS_RUNTIME_URL',
  ])('passes on %s', (name) => {
    vi.stubEnv(name, 'kept')
    expect(childEnvironment()[name]).toBe('kept')
  })

  test('adds what is given, which wins', () => {
    vi.stubEnv('LC_ALL', 'de_DE')
    expect(childEnvironment({ LC_ALL: 'C', GIT_CONFIG_COUNT: '1' })).toMatchObject({
      LC_ALL: 'C',
      GIT_CONFIG_COUNT: '1',
    })
  })

  test('keeps what holds a secret from every child that is not given it', () => {
    vi.stubEnv('NPM_TOKEN', 'marker')
    expect(childEnvironment()).toHaveProperty('NPM_TOKEN')
    confine(['NPM_TOKEN'])
    expect(childEnvironment()).not.toHaveProperty('NPM_TOKEN')
    expect(childEnvironment({ NPM_TOKEN: 'marker' })).toHaveProperty('NPM_TOKEN', 'marker')
  })
})
