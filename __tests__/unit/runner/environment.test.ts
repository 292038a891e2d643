import { describe, expect, test } from 'vitest'
import { Environment } from '../../../src/runner/environment.ts'

const environmentOf = (variables: NodeJS.ProcessEnv) => new Environment(variables, () => undefined)

describe('the environment of a child', () => {
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
    const environment = environmentOf({ [name]: 'marker' })
    expect(environment.forChild()).toEqual({})
    expect(environment.variables[name]).toBe('marker')
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
    expect(environmentOf({ [name]: 'kept' }).forChild()).toEqual({ [name]: 'kept' })
  })

  test('has what it is given, which wins', () => {
    const given = { LC_ALL: 'C', GIT_CONFIG_COUNT: '1' }
    expect(environmentOf({ LC_ALL: 'de_DE', A: 'a' }).forChild(given)).toEqual({ ...given, A: 'a' })
  })

  test('has no variable that holds a secret, unless it is given', () => {
    const environment = environmentOf({ NPM_TOKEN: 'marker' })
    expect(environment.forChild()).toEqual({ NPM_TOKEN: 'marker' })
    environment.confine(['NPM_TOKEN'])
    expect(environment.forChild()).toEqual({})
    expect(environment.forChild({ NPM_TOKEN: 'marker' })).toEqual({ NPM_TOKEN: 'marker' })
  })

  test('follows the variables as they change', () => {
    const variables: NodeJS.ProcessEnv = {}
    const environment = environmentOf(variables)
    variables.PATH = '/bin'
    expect(environment.forChild()).toEqual({ PATH: '/bin' })
  })

  test('is no business of another run, which may need what the first one confines', () => {
    const variables = { NPM_TOKEN: 'marker' }
    const [one, other] = [environmentOf(variables), environmentOf(variables)]
    one.confine(['NPM_TOKEN'])
    expect([one.forChild(), other.forChild()]).toEqual([{}, variables])
  })
})

describe('what is confined', () => {
  test('is concealed with the inputs and tokens of the step, and with what was confined before', () => {
    const names = ['INPUT_CONFIG-TOKEN', 'ACTIONS_RUNTIME_TOKEN', 'NPM_TOKEN', 'LATER', 'PATH']
    const concealed: string[][] = []
    const environment = new Environment({}, (isSecret) => {
      concealed.push(names.filter(isSecret))
      return undefined
    })
    environment.confine([])
    environment.confine(['NPM_TOKEN'])
    environment.confine(['LATER'])
    const ofStep = ['INPUT_CONFIG-TOKEN', 'ACTIONS_RUNTIME_TOKEN']
    expect(concealed).toEqual([ofStep, [...ofStep, 'NPM_TOKEN'], [...ofStep, 'NPM_TOKEN', 'LATER']])
  })

  test('comes with the reason why others may see it all the same', () => {
    expect(new Environment({}, () => 'no memory').confine([])).toBe('no memory')
    expect(environmentOf({}).confine([])).toBeUndefined()
  })
})
