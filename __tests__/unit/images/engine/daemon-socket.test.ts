import { describe, expect, test } from 'vitest'
import { daemonSocket } from '../../../../src/images/engine/daemon-socket.ts'
import { temporaryFolder } from '../../temporary.ts'

/** Where the daemon is asked in an environment with that docker configuration. */
async function socketOf(env: NodeJS.ProcessEnv, config: object = {}): Promise<string | undefined> {
  await using folder = await temporaryFolder()
  await folder.write('config.json', JSON.stringify(config))
  return daemonSocket({ DOCKER_CONFIG: folder.path, ...env })
}

const DEFAULT = '/var/run/docker.sock'

describe('the daemon is asked by a socket', () => {
  test.each<[string, NodeJS.ProcessEnv, object, string]>([
    ['where nothing is said', {}, {}, DEFAULT],
    ['by empty values', { DOCKER_HOST: '', DOCKER_CONTEXT: '' }, { currentContext: '' }, DEFAULT],
    ['of the default context', { DOCKER_CONTEXT: 'default' }, { currentContext: 'away' }, DEFAULT],
    ['that is in use', {}, { currentContext: 'default' }, DEFAULT],
    ['whatever else stands there', {}, { currentContext: 7 }, DEFAULT],
    ['without root', { DOCKER_HOST: 'unix:///run/user/1000/d.sock' }, {}, '/run/user/1000/d.sock'],
    ['before contexts', { DOCKER_HOST: 'unix:///d.sock', DOCKER_CONTEXT: 'x' }, {}, '/d.sock'],
  ])('%s', async (_, env, config, socket) => {
    expect(await socketOf(env, config)).toBe(socket)
  })
})

describe('docker is asked', () => {
  test.each<[string, NodeJS.ProcessEnv, object?]>([
    ['of a context of that name', { DOCKER_CONTEXT: 'rootless' }],
    ['of the one in use', {}, { currentContext: 'rootless' }],
    ['of no socket that is called so', { DOCKER_CONTEXT: 'unix:///d.sock' }],
    ['at another address', { DOCKER_HOST: 'tcp://127.0.0.1:2375' }],
    ['over ssh', { DOCKER_HOST: 'ssh://build@elsewhere' }],
    ['at what is no path', { DOCKER_HOST: 'unix://docker.sock' }],
    ['where docker finds the path', { DOCKER_HOST: 'unix://' }],
    ['at an address that docker trims', { DOCKER_HOST: ' unix:///d.sock' }],
    ['with TLS', { DOCKER_TLS: '1' }],
    ['with TLS that is looked at', { DOCKER_TLS_VERIFY: '1', DOCKER_HOST: 'unix:///d.sock' }],
    ['in a version of the API', { DOCKER_API_VERSION: '1.41' }],
    ['with headers', { DOCKER_CUSTOM_HEADERS: 'a=b' }],
  ])('%s', async (_, env, config = {}) => {
    expect(await socketOf(env, config)).toBeUndefined()
  })
})
