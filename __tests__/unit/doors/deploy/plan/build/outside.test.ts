import { describe, expect, test } from 'vitest'
import { settlePaths } from '../../../../../../src/doors/deploy/plan/build/outside.ts'
import { buildPaths } from '../../../../../../src/doors/deploy/plan/build/paths.ts'
import { type Problem, StepError } from '../../../../../../src/errors/errors.ts'
import type { Ground, Trail } from '../../../../../../src/source/source.ts'
import { inputsOf } from '../../../../builders.ts'

/** A hosted runner, whose workspace lies in its home. */
const HOSTED = {
  cwd: '/home/runner/work/app/app',
  workspace: '/home/runner/work/app/app',
  trusted: [],
  guarded: [
    { name: 'HOME', path: '/home/runner' },
    { name: 'RUNNER_TEMP', path: '/home/runner/work/_temp' },
    { name: 'the private folder', path: '/home/runner/work/_temp/ecr-gitops-deploy-0' },
  ],
}

/** Paths lead where they say, but for those whose trail is given. */
function ground(paths: readonly string[], changes: Partial<Ground>, trails: Record<string, Trail>): Ground {
  const all = { ...HOSTED, ...changes }
  const real = (path: string) => new URL(path, `file://${all.cwd}/`).pathname.replace(/(?<=.)\/$/, '')
  return {
    ...all,
    trails: new Map(paths.map((path) => [path, trails[path] ?? { real: real(path), links: [] }])),
  }
}

function settle(
  given: Record<string, string>,
  changes: Partial<Ground> = {},
  trails: Record<string, Trail> = {},
) {
  const parsed = inputsOf(given)
  const paths = buildPaths(parsed.inputs).map(({ path }) => path)
  return settlePaths(parsed, ground(paths, changes, trails)).inputs.images[0].build
}

function found(...args: Parameters<typeof settle>): readonly Problem[] {
  try {
    settle(...args)
    return []
  } catch (error) {
    if (error instanceof StepError) return error.problems
    throw error
  }
}

const problems = (...args: Parameters<typeof settle>) =>
  found(...args).map(({ inputs = [] }) => inputs.join())

const CONTAINER_JOB = {
  cwd: '/__w/app/app',
  workspace: '/__w/app/app',
  guarded: [
    { name: 'HOME', path: '/github/home' },
    { name: 'RUNNER_TEMP', path: '/__w/_temp' },
  ],
}
const homeless = (path: string) => ({ guarded: [{ name: 'HOME', path }] })

describe('a context', () => {
  test.each<[string, Partial<Ground>, string[]]>([
    ['.', {}, []],
    ['services/api', {}, []],
    ['/home/runner/work/app/app', {}, []],
    ['..', {}, ['context']],
    ['../other', {}, ['context']],
    ['/home/runner', {}, ['context']],
    ['/', {}, ['context']],
    ['/home/runner/work/_temp', {}, ['context']],
    ['/home/runner/work/_temp/made', {}, ['context']],
    ['/opt/shared', {}, ['context']],
    ['.', CONTAINER_JOB, []],
    ['..', CONTAINER_JOB, ['context']],
    ['/__w/_temp/made', CONTAINER_JOB, ['context']],
    ['/github/workspace', CONTAINER_JOB, ['context']],
    // Of a name that only begins alike.
    ['../app-2', {}, ['context']],
    // The home of nobody (OpenShift), that of root above the workspace, and the workspace itself.
    ['.', homeless('/'), []],
    ['/opt/shared', { ...homeless('/'), trusted: ['/opt'] }, []],
    ['.', { ...homeless('/root'), workspace: '/root/app', cwd: '/root/app' }, []],
    ['.', homeless('/home/runner/work/app/app'), ['context']],
    ['.', homeless('/home/runner/work/app/app/.home'), ['context']],
    ['svc', homeless('/home/runner/work/app/app/.home'), []],
    // Trusted folders.
    ['/opt/shared', { trusted: ['/opt/shared'] }, []],
    ['/opt/shared/a', { trusted: ['/srv', '/opt/shared'] }, []],
    ['/opt/shared-2', { trusted: ['/opt/shared'] }, ['context']],
    ['/opt', { trusted: ['/opt/shared'] }, ['context']],
    ['/home/runner/.docker', { trusted: ['/home/runner/.docker'] }, ['context']],
    ['/opt/shared', { trusted: ['/'] }, []],
    ['/', { trusted: ['/'] }, ['context']],
    ['/home/runner', { trusted: ['/'] }, ['context']],
    ['/home/runner/work/_temp/made', { trusted: ['/home/runner/work/_temp/made'] }, ['context']],
  ])('%s with %j: %j', (context, changes, refused) => {
    expect(problems({ context }, changes)).toEqual(refused)
  })
})

test('the folder of a Dockerfile is open to its frontend, and judged as a context is', () => {
  const given = { context: 'svc', file: 'Dockerfile' }
  expect(problems(given)).toEqual([])
  expect(problems(given, homeless('/home/runner/work/app/app/.home'))).toEqual(['file'])
  expect(problems({ context: 'svc', file: '/home/Dockerfile' }, { trusted: ['/home'] })).toEqual(['file'])
  expect(problems({ context: 'svc', file: '../docker/Dockerfile' })).toEqual(['file'])
})

/** A link of the checkout that leads there. */
const linked = (name: string, to: string): Record<string, Trail> => ({
  [name]: { real: to, links: [{ at: `/home/runner/work/app/app/${name}`, to }] },
})

describe('a secret file', () => {
  test.each<[string, Record<string, Trail>, Partial<Ground>, string[]]>([
    ['.npmrc', {}, {}, []],
    ['/home/runner/.npmrc', {}, {}, []],
    ['/home/runner/work/_temp/npmrc', {}, {}, []],
    ['../npmrc', {}, {}, []],
    ['npmrc', linked('npmrc', '/home/runner/.npmrc'), {}, ['secret-files']],
    ['npmrc', linked('npmrc', '/etc/shadow'), {}, ['secret-files']],
    ['npmrc', linked('npmrc', '/opt/npmrc'), { trusted: ['/opt'] }, []],
    ['npmrc', linked('npmrc', '/home/runner/.npmrc'), { trusted: ['/home/runner'] }, ['secret-files']],
    ['npmrc', linked('npmrc', '/home/runner/work/app/app/conf/npmrc'), {}, []],
    // A link of the machine, as /var/run is one, is not of the checkout.
    [
      '/var/run/npmrc',
      { '/var/run/npmrc': { real: '/run/npmrc', links: [{ at: '/var/run', to: '/run' }] } },
      {},
      [],
    ],
  ])('%s over %j, %j: %j', (path, trails, changes, refused) => {
    expect(problems({ 'secret-files': `npm=${path}` }, changes, trails)).toEqual(refused)
  })
})

test('keys and local caches are held to the same', () => {
  const trails = { ...linked('key', '/home/runner/.ssh/id'), ...linked('cache', '/home/runner/work/_temp') }
  const given = { ssh: 'git=key', 'cache-from': 'type=local,src=cache', 'cache-to': 'type=local,dest=cache' }
  expect(problems(given, {}, trails)).toEqual(['ssh', 'cache-from', 'cache-to'])
})

test('links without an end are refused', () => {
  const trail = { real: undefined, links: [{ at: '/w/a', to: 'a' }] }
  expect(problems({ context: 'a' }, {}, { a: trail })).toEqual(['context'])
  expect(problems({ 'secret-files': 'npm=a' }, {}, { a: trail })).toEqual(['secret-files'])
})

test('a link of the checkout to a folder that holds logins is to be taken out', () => {
  const trails = linked('svc', '/home')
  expect(found({ context: 'svc' }, {}, trails)).toMatchObject([
    {
      message: expect.stringContaining('that holds HOME (/home/runner)'),
      hint: 'Take the link /home/runner/work/app/app/svc out of the checkout.',
    },
  ])
})

test('a path that nobody has followed is not let through', () => {
  expect(() => settlePaths(inputsOf({ context: 'svc' }), { ...HOSTED, trails: new Map() })).toThrow(
    'nobody has followed svc',
  )
})

test('what the engine gets has no link on its way, and is what was given where there was none', () => {
  const workspace = '/home/runner/work/app/app'
  const trails = { ...linked('svc', `${workspace}/services/api`), ...linked('odd', `${workspace}/-odd`) }
  expect(settle({ context: 'svc' }, {}, trails).context).toBe('./services/api')
  expect(settle({ context: 'odd' }, {}, trails).context).toBe('./-odd')
  expect(settle({ context: 'all' }, {}, linked('all', workspace)).context).toBe('.')
  expect(settle({ context: 'up' }, { trusted: ['/opt'] }, linked('up', '/opt/a')).context).toBe('/opt/a')
  expect(settle({ context: './services/api/' }).context).toBe('./services/api/')
})

test.each([
  'x,/home/runner/.ssh/id',
  'x,src=/home/runner/.netrc,y/file',
  'a:b/layout',
  'lay@out',
  'with "quotes"',
  'line\nbreak',
])('a name that could be more than a path is not written into an option: %j', (name) => {
  const trails = linked('given', `/home/runner/work/app/app/${name}`)
  const given = {
    context: 'given',
    'secret-files': 'npm=given',
    ssh: 'git=given',
    'build-contexts': 'a=given\nb=oci-layout://given:latest',
  }
  expect(settle(given, {}, trails)).toMatchObject({
    context: 'given',
    secretFiles: [{ id: 'npm', path: 'given' }],
    ssh: ['git=given'],
    contexts: ['a=given', 'b=oci-layout://given:latest'],
  })
})

test('a message is one line, whatever a link is called', () => {
  const at = '/home/runner/work/app/app/a\n::error::b'
  const trails = { a: { real: '/etc\n::warning::c', links: [{ at, to: '/etc\r\n::d::' }] } }
  try {
    settle({ context: 'a' }, {}, trails)
    expect.unreachable()
  } catch (error) {
    for (const { message, hint } of (error as StepError).problems) {
      expect(message + hint).not.toMatch(/[\r\n]/)
    }
  }
})
