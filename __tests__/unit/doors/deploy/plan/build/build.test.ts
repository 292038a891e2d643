import { describe, expect, test } from 'vitest'
import { allowanceOf } from '../../../../../../src/doors/deploy/plan/allowance.ts'
import { engineNeeds, planBuild } from '../../../../../../src/doors/deploy/plan/build/build.ts'
import type { BuildPlan } from '../../../../../../src/plan/build.ts'
import type { Source } from '../../../../../../src/source/source.ts'
import { aBuild, aSource, cacheEntries, EMPTY_SECRET, inputsOf, must, SHA } from '../../../../builders.ts'

const FACTS = {
  name: 'identity-service',
  repository: 'team/identity-service',
  tag: SHA,
  commit: SHA,
  push: true,
  scope: 'deploy',
  readableHost: undefined,
  trustedFrontends: [],
  bases: [],
}
const ORIGIN = [
  `org.opencontainers.image.revision=${SHA}`,
  'org.opencontainers.image.source=https://github.com/acme/identity-service',
]

function planned(given: Record<string, string>, source: Partial<Source> = {}, facts = FACTS) {
  const { inputs, problems } = inputsOf(given)
  expect(problems).toEqual([])
  const from = aSource(source)
  const { value, ...said } = planBuild(inputs.images[0], from, { ...facts, may: allowanceOf(inputs, from) })
  return { plan: value, ...said }
}

const messages = (given: Record<string, string>, source: Partial<Source> = {}) =>
  planned(given, source).problems.map(({ message }) => message)

describe('where an image comes from', () => {
  test('stands in labels and annotations', () => {
    expect(planned({}).plan).toMatchObject({ labels: ORIGIN, annotations: ORIGIN })
  })

  test('has the version where the tag is one', () => {
    const { plan } = planned({}, {}, { ...FACTS, tag: 'v1.2.3' })
    expect(plan.labels).toEqual([...ORIGIN, 'org.opencontainers.image.version=v1.2.3'])
    expect(plan.annotations).toEqual(plan.labels)
  })

  test("yields to a user's label, and the annotation stays ours", () => {
    const { plan } = planned({ labels: 'org.opencontainers.image.revision=x' })
    expect(plan.labels.at(-1)).toBe('org.opencontainers.image.revision=x')
    expect(plan.annotations).toEqual(ORIGIN)
  })
})

describe('secrets', () => {
  test('that are there raise no question', () => {
    const { plan, problems, warnings } = planned(
      { secrets: 'a=1', 'secret-envs': 'b=B', 'secret-files': 'c=.npmrc', ssh: 'default' },
      { environment: new Set(['B', 'SSH_AUTH_SOCK']) },
    )
    expect([problems, warnings]).toEqual([[], []])
    expect(plan).toMatchObject({
      secrets: [{ id: 'a', value: '1' }],
      secretEnvs: [{ id: 'b', variable: 'B' }],
      secretFiles: [{ id: 'c', path: '.npmrc' }],
      ssh: ['default'],
    })
  })

  test('that are missing are reported together, each with its input', () => {
    const { problems } = planned({
      secrets: 'a=\n"b= \n"',
      'secret-envs': 'c=C_TOKEN',
      ssh: 'x=key\ndefault\ngit',
    })
    const withoutValue = (id: string) => ({
      code: 'INPUT_REQUIRED',
      inputs: ['secrets'],
      message: `secrets gives ${id} no value`,
      hint: `Set the secret that ${id} is taken from in the settings of the repository or the environment of the job (for Dependabot's runs among its own secrets), or take ${id} out of the input secrets. ${EMPTY_SECRET}`,
    })
    expect(problems).toEqual([
      withoutValue('a'),
      withoutValue('b'),
      {
        code: 'INPUT_REQUIRED',
        inputs: ['secret-envs'],
        message: 'secret-envs takes c from the variable C_TOKEN, which is unset or empty',
        hint: `Set C_TOKEN in env of this step, or correct the input secret-envs. ${EMPTY_SECRET}`,
      },
      {
        code: 'INPUT_REQUIRED',
        inputs: ['ssh'],
        message: 'ssh is default, git, but there is no agent: SSH_AUTH_SOCK is not set',
        hint: 'Start an agent before this step (webfactory/ssh-agent does), or give a key file: ssh: default=path.',
      },
    ])
  })

  test('that are empty in a run that pushes are refused, whoever started it', () => {
    expect(messages({ secrets: '"a= "' }, { fromDependabot: true })).toEqual(['secrets gives a no value'])
  })

  test('that are empty in a run that gets its secrets are refused, though it does not push', () => {
    const { problems } = planned({ secrets: '"a= "' }, {}, { ...FACTS, push: false })
    expect(problems).toHaveLength(1)
  })

  test.each([
    [{ fromFork: true }, [], []],
    [{ fromDependabot: true }, [{ id: 'b', value: '1' }], [{ id: 'd', variable: 'D_TOKEN' }]],
  ])('that are empty in a run that gets none are left out: %j', (source, secrets, secretEnvs) => {
    const { plan, problems, warnings } = planned(
      { secrets: '"a= "\nb=1', 'secret-envs': 'c=C_TOKEN\nd=D_TOKEN' },
      { ...source, environment: new Set(['D_TOKEN']) },
      { ...FACTS, push: false },
    )
    expect(problems).toEqual([])
    expect(warnings).toEqual([
      'Built without the secret a: this run gets no secrets.',
      'Built without the secret c: this run gets no secrets.',
    ])
    expect(plan).toMatchObject({ secrets, secretEnvs })
  })

  test('of one ID are refused, whichever way they are given', () => {
    const source = { environment: new Set(['A', 'B']) }
    const given = { secrets: 'a=1\na=2\na=3\nb=1', 'secret-envs': 'b=B', 'secret-files': 'c=x' }
    expect(planned(given, source).problems).toEqual(
      ['a', 'b'].map((id) => ({
        code: 'INPUT_INVALID',
        inputs: ['secrets', 'secret-envs', 'secret-files'],
        message: `the secret ${id} is given more than once`,
        hint: `Name ${id} once among the inputs secrets, secret-envs and secret-files.`,
      })),
    )
  })

  test.each([
    ['default=/key', []],
    ['default', ['ssh is default, but there is no agent: SSH_AUTH_SOCK is not set']],
  ])('ssh: %s', (ssh, expected) => {
    expect(messages({ ssh })).toEqual(expected)
  })
})

describe('warnings', () => {
  test.each([
    'NPM_TOKEN',
    'token',
    'DB_PASSWORD',
    'PGPASSWD',
    'client_secret',
    'API_KEY',
    'MapsApiKey',
    'SSH_PRIVATE_KEY',
    'PRIVATEKEY',
  ])('name the build argument %s and not its value', (name) => {
    const { warnings, problems } = planned({ 'build-args': `${name}=the-value-itself` })
    expect(problems).toEqual([])
    expect(must(warnings[0])).toContain(`The build argument ${name} looks like a secret`)
    expect(warnings.join()).not.toContain('the-value-itself')
  })

  test.each(['NODE_VERSION=24', 'VERSION=token', 'KEYBOARD=us'])('keep quiet about %s', (argument) => {
    expect(planned({ 'build-args': argument }).warnings).toEqual([])
  })

  test.each([
    ['gha', [], 1],
    ['gha', ['ACTIONS_RUNTIME_TOKEN'], 0],
    ['ecr:build-cache', [], 0],
  ])('cache %s with %j: %i', (cache, environment, count) => {
    const { warnings } = planned({ cache }, { environment: new Set(environment) })
    expect(warnings.filter((text) => text.includes('ACTIONS_RUNTIME_TOKEN'))).toHaveLength(count)
  })
})

test.each([
  [true, ['type=registry,ref=a:b']],
  [false, []],
])('a run that pushes (%s) writes the caches %j', (push, cacheTo) => {
  const given = { cache: 'gha', 'cache-from': 'type=gha', 'cache-to': 'type=registry,ref=a:b' }
  const { plan } = planned(given, {}, { ...FACTS, push })
  expect(plan.cacheTo.map(({ text }) => text)).toEqual(cacheTo)
  expect(plan.cacheFrom).toEqual(cacheEntries('type=gha'))
  expect(plan.cache?.writes !== undefined).toBe(push)
})

describe('engineNeeds', () => {
  const gha = { kind: 'gha', reads: ['k'], writes: 'k', readableHost: undefined } as const

  test.each<readonly [string, Partial<BuildPlan>]>([
    ['platforms (several)', { platforms: ['linux/amd64', 'linux/arm64'] }],
    ['secrets', { secrets: [{ id: 'a', value: 'b' }] }],
    ['secret-envs', { secretEnvs: [{ id: 'a', variable: 'B' }] }],
    ['secret-files', { secretFiles: [{ id: 'a', path: 'b' }] }],
    ['ssh', { ssh: ['default'] }],
    ['build-contexts', { contexts: ['a=b'] }],
    ['cache', { cache: gha }],
    ['cache-from', { cacheFrom: cacheEntries('type=gha') }],
    ['cache-to', { cacheTo: cacheEntries('type=gha') }],
    ['cache-to (type=inline)', { cacheTo: cacheEntries('type=inline') }],
    ['provenance', { provenance: 'true' }],
    ['sbom', { sbom: 'true' }],
  ])('%s', (need, changes) => {
    expect(engineNeeds([aBuild(changes)])).toEqual([need])
  })

  test('are those of all images, each once', () => {
    const builds = [aBuild({ ssh: ['default'] }), aBuild({ ssh: ['x'], sbom: 'true' }), aBuild()]
    expect(engineNeeds(builds)).toEqual(['ssh', 'sbom'])
    expect(engineNeeds([aBuild({ platforms: ['linux/arm64'] })])).toEqual([])
  })
})

test('layers are compressed where they are pushed, and the engine must be able to', () => {
  const { plan } = planned({ compression: 'zstd,level=3,force' })
  expect(plan.compression).toEqual({ type: 'zstd', level: 3, force: true })
  expect(engineNeeds([plan])).toEqual(['compression', 'compression (force)'])
  const checked = planned({ compression: 'zstd,force' }, {}, { ...FACTS, push: false }).plan
  expect(checked.compression).toBeUndefined()
  expect(engineNeeds([checked])).toEqual([])
})
