import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { git } from '../../support/git.ts'
import type { MainResult } from '../../support/runner.ts'
import type { RunOptions } from '../../support/world.ts'
import { commitTree, createScene, PUSH, type Scene } from '../scene.ts'

/** A service whose build takes all of its context, and a runner whose HOME and RUNNER_TEMP hold what it must not get. */
interface Runner extends AsyncDisposable {
  scene: Scene
  /** Of HOME, of RUNNER_TEMP, and of a folder beside the workspace. */
  secrets: string[]
  /** All that the log, the summary and the images hold. */
  told(result: MainResult): Promise<string>
  build(inputs: Record<string, string>, run?: RunOptions): Promise<MainResult>
}

async function openRunner(): Promise<Runner> {
  const scene = await createScene({
    serviceCommits: [{ Dockerfile: 'FROM scratch\nCOPY . /all\n', 'lib/lib.txt': 'lib\n' }, { a: 'two\n' }],
    builder: { tells: true },
  })
  const { home, temp, root } = scene
  const [netrc, left, beside] = [scene.secret('netrc'), scene.secret('left'), scene.secret('beside')]
  await Promise.all([join(home, '.docker'), join(root, 'beside')].map((path) => mkdir(path)))
  await Promise.all([
    writeFile(join(home, '.netrc'), netrc),
    writeFile(join(home, 'Dockerfile'), 'FROM scratch\nCOPY . /all\n'),
    writeFile(join(temp, 'Dockerfile'), 'FROM scratch\nCOPY . /all\n'),
    writeFile(join(temp, 'left.txt'), left),
    writeFile(join(root, 'beside', 'key'), beside),
    writeFile(join(root, 'beside', 'Dockerfile'), `FROM scratch\nCOPY a /a\n# ${beside}\n`),
    writeFile(join(root, 'Dockerfile'), 'FROM scratch\nCOPY home /home\nCOPY temp /temp\n'),
  ])
  const told = async ({ stdout, stderr, summary }: MainResult): Promise<string> =>
    [stdout.replaceAll(/^::add-mask::.*$/gm, ''), stderr, summary, ...(await imagesOf(scene))].join('\n')
  const build: Runner['build'] = (inputs, run = {}) => scene.go(inputs, run)
  return { scene, secrets: [netrc, left, beside], told, build, [Symbol.asyncDispose]: () => scene.close() }
}

/** What stands in the layers of the images that were built. */
async function imagesOf({ root }: Scene): Promise<string[]> {
  const folder = join(root, 'builder')
  const names = (await readdir(folder)).filter((name) => name.startsWith('image-'))
  return Promise.all(
    names.map(async (name) => {
      const { layer } = JSON.parse(await readFile(join(folder, name), 'utf8')) as { layer: string }
      return gunzipSync(Buffer.from(layer, 'base64')).toString('latin1')
    }),
  )
}

const titles = ({ annotations }: MainResult) =>
  annotations.filter(({ level }) => level === 'error').map(({ properties }) => properties.title)

const FORK: RunOptions = {
  event: {
    name: 'pull_request_target',
    payload: { pull_request: { head: { repo: { full_name: 'mallory/identity-service' } } } },
  },
}

interface Attack {
  what: string
  /** Links of the checkout, by name. */
  links?: (scene: Scene) => Record<string, string>
  inputs?: (scene: Scene) => Record<string, string>
  /** What the error must name: input, path as given, where it leads, and the link. */
  names: (scene: Scene) => string[]
}

const attacks: Attack[] = [
  {
    what: 'a context that is a link to what is above the workspace',
    links: () => ({ svc: '..' }),
    inputs: () => ({ context: 'svc' }),
    names: ({ root, workspace }) => ['context', '"svc"', root, join(workspace, 'svc')],
  },
  {
    what: 'a context behind a link to HOME',
    links: ({ home }) => ({ svc: home }),
    inputs: () => ({ context: './svc/' }),
    names: ({ home, workspace }) => ['context', '"./svc/"', home, join(workspace, 'svc')],
  },
  {
    what: 'a context that leads out over a chain of links',
    links: () => ({ svc: 'a-link', 'a-link': 'lib/../../temp' }),
    inputs: () => ({ context: 'svc' }),
    names: ({ temp, workspace }) => ['context', '"svc"', temp, join(workspace, 'a-link')],
  },
  {
    what: 'a context above the workspace, as it stands',
    inputs: () => ({ context: '..' }),
    names: ({ root }) => ['context', '".."', root],
  },
  {
    what: 'an absolute context beside the workspace',
    inputs: ({ root }) => ({ context: join(root, 'beside') }),
    names: ({ root }) => ['context', join(root, 'beside')],
  },
  {
    what: 'a further context that is a link',
    links: () => ({ shared: '../home' }),
    inputs: () => ({ 'build-contexts': 'shared=./shared' }),
    names: ({ home, workspace }) => ['build-contexts', '"./shared"', home, join(workspace, 'shared')],
  },
  {
    what: 'a further context of the form of an image layout',
    links: () => ({ layout: '../beside' }),
    inputs: () => ({ 'build-contexts': 'base=oci-layout://layout:latest' }),
    names: ({ root, workspace }) => ['build-contexts', join(root, 'beside'), join(workspace, 'layout')],
  },
  {
    what: 'a Dockerfile that is a link',
    links: () => ({ 'other.Dockerfile': '../beside/Dockerfile' }),
    inputs: () => ({ file: 'other.Dockerfile' }),
    names: ({ root, workspace }) => [
      'file',
      '"other.Dockerfile"',
      join(root, 'beside', 'Dockerfile'),
      join(workspace, 'other.Dockerfile'),
    ],
  },
  {
    what: 'a Dockerfile in a folder that is a link',
    links: () => ({ docker: '../beside' }),
    inputs: () => ({ file: 'docker/Dockerfile' }),
    names: ({ root, workspace }) => ['file', join(root, 'beside', 'Dockerfile'), join(workspace, 'docker')],
  },
  {
    what: 'a Dockerfile that nothing names',
    links: () => ({ Containerfile: '../beside/Dockerfile' }),
    names: ({ root, workspace }) => [
      'context',
      join(root, 'beside', 'Dockerfile'),
      join(workspace, 'Containerfile'),
    ],
  },
  {
    what: 'a Dockerfile without an end',
    links: () => ({ Containerfile: '/dev/zero' }),
    names: ({ workspace }) => ['context', '/dev/zero', join(workspace, 'Containerfile')],
  },
  {
    what: 'a policy beside the Dockerfile, which buildx reads unasked',
    links: () => ({ 'Dockerfile.rego': '../home/.netrc' }),
    names: ({ home, workspace }) => [join(home, '.netrc'), join(workspace, 'Dockerfile.rego')],
  },
  {
    what: 'a local cache, to which buildx would write',
    links: () => ({ '.cache': '../temp' }),
    inputs: () => ({ 'cache-to': 'type=local,mode=max,dest=.cache' }),
    names: ({ temp, workspace }) => ['cache-to', temp, join(workspace, '.cache')],
  },
  {
    what: 'a list of ignored files',
    links: () => ({ '.dockerignore': '../home/.netrc' }),
    names: ({ home, workspace }) => ['context', join(home, '.netrc'), join(workspace, '.dockerignore')],
  },
  {
    what: 'a list of ignored files beside the Dockerfile',
    links: () => ({ 'Dockerfile.dockerignore': '../home/.netrc' }),
    names: ({ home, workspace }) => [join(home, '.netrc'), join(workspace, 'Dockerfile.dockerignore')],
  },
  {
    what: 'a secret file that is a link',
    links: () => ({ npmrc: '../home/.netrc' }),
    inputs: () => ({ 'secret-files': 'npm=npmrc' }),
    names: ({ home, workspace }) => [
      'secret-files',
      '"npmrc"',
      join(home, '.netrc'),
      join(workspace, 'npmrc'),
    ],
  },
  {
    what: 'a secret file behind a link, though it is named from the root',
    links: () => ({ conf: '../beside' }),
    inputs: ({ workspace }) => ({ 'secret-files': `npm=${workspace}/conf/key` }),
    names: ({ root, workspace }) => ['secret-files', join(root, 'beside', 'key'), join(workspace, 'conf')],
  },
  {
    what: 'an ssh key that is a link',
    links: () => ({ id: '../beside/key' }),
    inputs: () => ({ ssh: 'git=id' }),
    names: ({ root, workspace }) => ['ssh', '"id"', join(root, 'beside', 'key'), join(workspace, 'id')],
  },
]

const withLinks = async ({ workspace }: Scene, links: Record<string, string>): Promise<void> => {
  for (const [name, target] of Object.entries(links)) await symlink(target, join(workspace, name))
}

const RUNS: [string, RunOptions][] = [
  ['a run that deploys', { event: PUSH }],
  ['a run for a fork that has the rights of this repository', FORK],
]

describe.each(RUNS)('in %s', (_, run) => {
  test.concurrent.for(attacks)(
    'is refused before anything is read: $what',
    async ({ links, inputs, names }) => {
      await using runner = await openRunner()
      const { scene, secrets } = runner
      await withLinks(scene, links?.(scene) ?? {})
      const result = await runner.build(inputs?.(scene) ?? {}, run)
      const told = await runner.told(result)
      for (const secret of secrets) {
        expect(told).not.toContain(secret)
        expect(told).not.toContain(Buffer.from(secret).toString('base64').slice(0, -4))
      }
      expect(result.exitCode, result.stdout).toBe(1)
      expect(titles(result)).toEqual(['PATH_OUTSIDE'])
      for (const name of names(scene)) expect(result.annotations.at(-1)?.message).toContain(name)
      expect(await scene.builder.calls()).toEqual([])
      expect(await scene.children.calls()).toEqual([])
      expect(Object.values(scene.requests()).flat()).toEqual([])
    },
  )
})

test('a link that is committed is none the better for it, under require-clean too', async () => {
  await using runner = await openRunner()
  const { scene, secrets } = runner
  await commitTree(scene.service.directory, [{ path: 'svc', mode: '120000', content: '..' }])
  const { workspace: cwd } = scene
  await git(['fetch', '-q', `file://${scene.service.directory}`, 'main'], { cwd })
  await git(['reset', '-q', '--hard', 'FETCH_HEAD'], { cwd })
  const sha = await git(['rev-parse', 'HEAD'], { cwd })
  const result = await runner.build({ context: 'svc', 'require-clean': 'true' }, { sha })
  expect(titles(result), result.stdout).toEqual(['PATH_OUTSIDE'])
  const told = await runner.told(result)
  for (const secret of secrets) expect(told).not.toContain(secret)
})

test('every path that leads out is reported at once, beside the other mistakes of the inputs', async () => {
  await using runner = await openRunner()
  await withLinks(runner.scene, { svc: '..', npmrc: '../home/.netrc', id: '../beside/key' })
  const inputs = { context: 'svc', 'secret-files': 'npm=npmrc', ssh: 'git=id', pin: 'wrong' }
  const result = await runner.build(inputs)
  expect(titles(result)).toEqual(['INPUT_INVALID', ...Array.from({ length: 3 }, () => 'PATH_OUTSIDE')])
  for (const input of ['context', 'secret-files', 'ssh']) expect(result.stdout).toContain(`${input} reads "`)
})

test('a chain of more links than the system follows is not handed on half followed', async () => {
  await using runner = await openRunner()
  const { scene } = runner
  const chain = Array.from({ length: 60 }, (_, index) => [`link-${index}`, `link-${index + 1}`])
  await withLinks(scene, { ...Object.fromEntries(chain), 'link-60': scene.home })
  const result = await runner.build({ context: 'link-0' })
  expect(titles(result), result.stdout).toContain('PATH_OUTSIDE')
  expect(await scene.builder.calls()).toEqual([])
})

describe('is built as before:', () => {
  const contextsOf = async ({ builder }: Scene) =>
    (await builder.calls('build')).map(({ argv }) => argv.at(-1))

  test('a context behind a link that stays in the workspace, by its real path', async () => {
    await using runner = await openRunner()
    const { scene } = runner
    await mkdir(join(scene.workspace, 'services', 'api'), { recursive: true })
    await writeFile(join(scene.workspace, 'services', 'api', 'Dockerfile'), 'FROM scratch\nCOPY . /all\n')
    await withLinks(scene, { svc: 'services/api' })
    const result = await runner.build({ context: 'svc' })
    expect(result.outputs.result, result.stdout).toBe('deployed')
    expect(await contextsOf(scene)).toEqual(['./services/api'])
  })

  test('a folder outside that trusted-paths names, behind a link too, but none in HOME or above it', async () => {
    await using runner = await openRunner()
    const { scene } = runner
    const { root, home, temp } = scene
    await withLinks(scene, { svc: '../beside' })
    const allowed = { 'trusted-paths': `/opt/nowhere\n${root}/beside`, context: 'svc' }
    await writeFile(join(root, 'beside', 'a'), 'a\n')
    const result = await runner.build(allowed, FORK)
    expect(result.outputs.result, result.stdout).toBe('checked')
    expect(await contextsOf(scene)).toEqual([join(root, 'beside')])
    for (const context of [home, temp, root, '/']) {
      const refused = await runner.build({ context, 'trusted-paths': `/\n${home}\n${temp}` }, FORK)
      expect(titles(refused), context).toContain('PATH_OUTSIDE')
    }
    expect(await scene.builder.calls('build')).toHaveLength(1)
  })

  test('with a secret file that the workflow names, wherever it is', async () => {
    await using runner = await openRunner()
    const { scene } = runner
    const result = await runner.build({ 'secret-files': `npm=${scene.home}/.netrc\nother=../temp/left.txt` })
    expect(result.outputs.result, result.stdout).toBe('deployed')
    const [build] = await scene.builder.calls('build')
    expect(build?.argv).toContain(`--secret=id=npm,src=${scene.home}/.netrc`)
    expect(build?.argv).toContain('--secret=id=other,src=../temp/left.txt')
  })

  test('nothing, where an image must be there already', async () => {
    await using runner = await openRunner()
    await runner.scene.haveImage()
    await withLinks(runner.scene, { svc: '..' })
    const result = await runner.build({ context: 'svc', build: 'never' })
    expect(result.outputs.result, result.stdout).toBe('deployed')
  })
})

test('a workspace that is HOME is refused, because the logins of the job lie there', async () => {
  await using runner = await openRunner()
  const { scene } = runner
  const result = await runner.build({}, { home: scene.workspace })
  expect(titles(result), result.stdout).toEqual(['PATH_OUTSIDE'])
  expect(result.stdout).toContain('Set HOME to a folder outside of the workspace')
})
