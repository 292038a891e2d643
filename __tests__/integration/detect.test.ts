import { createHash } from 'node:crypto'
import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { StepError } from '../../src/errors/errors.ts'
import { detectEngine } from '../../src/images/engine/detect.ts'
import type { EngineChoice } from '../../src/plan/build.ts'
import { aChoice, aRun, problemOf } from '../unit/builders.ts'

/** Programs that answer as the real ones do, and leave a file for each time they are started. */
let root: string

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'detect-'))
  await Promise.all(
    ['bin', 'calls', 'plugins/cli-plugins'].map((name) => mkdir(join(root, name), { recursive: true })),
  )
  vi.stubEnv('PATH', join(root, 'bin'))
  vi.stubEnv('DOCKER_CONFIG', join(root, 'plugins'))
  vi.stubEnv('BUILDX_BUILDER', '')
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(root, { recursive: true, force: true })
})

interface Answers {
  readonly inspect?: string
  readonly info?: string
  readonly version?: string
  /** On standard error, where it does not answer. */
  readonly complains?: string
}

async function program(
  name: string,
  { inspect, info, version, complains = '' }: Answers = {},
): Promise<void> {
  const refuse = `echo '${complains}' >&2; exit 1`
  const answer = (text: string | undefined) => (text === undefined ? refuse : `printf '%s\\n' '${text}'`)
  const script = `#!/bin/sh
: >"${root}/calls/${name}-$$"
case "$*" in
*inspect*) ${answer(inspect)} ;;
info*) ${answer(info)} ;;
--version) ${answer(version)} ;;
esac
`
  const path = join(root, 'bin', name)
  await writeFile(path, script)
  await chmod(path, 0o755)
}

const probes = async () => (await readdir(join(root, 'calls'))).length
const builder = (driver: string, status = 'Status: running') =>
  `Name: x\nDriver: ${driver}\nNodes:\nName: x0\n${status}`
const CLASSIC = 'overlay2 29.4.2 [["Backing Filesystem","extfs"]]'
const CONTAINERD = 'overlayfs 29.4.2 [["driver-type","io.containerd.snapshotter.v1"]]'

const OWN = { DOCKER_CONFIG: '/none', BUILDX_CONFIG: '/none' }

async function detect(choice: Partial<EngineChoice> = {}, env: NodeJS.ProcessEnv = process.env) {
  const { engine } = await detectEngine(aChoice(choice), { env: OWN, ...aRun({ variables: env }) })
  return engine
}
const problem = (choice: Partial<EngineChoice> = {}) => problemOf(() => detect(choice))

describe('the engine', () => {
  test.each([
    ['buildx of docker', { docker: { inspect: builder('docker'), info: CLASSIC } }, 'buildx', 2],
    [
      'buildx with a container',
      { docker: { inspect: builder('docker-container'), info: CLASSIC } },
      'buildx',
      2,
    ],
    ['standalone buildx', { buildx: { inspect: builder('remote') } }, 'buildx', 1],
    ['buildah before classic docker', { docker: { info: CLASSIC }, buildah: {} }, 'buildah', 3],
    ['buildah alone, which is asked for its version', { buildah: {} }, 'buildah', 1],
    ['classic docker', { docker: { info: CLASSIC } }, 'docker', 2],
    ['a daemon without storage facts', { docker: { info: 'vfs 29.4.2 null' } }, 'docker', 2],
    [
      'standalone buildx beside docker',
      { docker: { info: CLASSIC }, buildx: { inspect: builder('docker') } },
      'buildx',
      2,
    ],
    ['podman that answers as docker', { docker: { inspect: builder('podman') }, buildah: {} }, 'buildah', 3],
  ] as const)('%s', async (_, programs, name, count) => {
    for (const [file, answers] of Object.entries(programs)) await program(file, answers)
    expect((await detect()).name).toBe(name)
    expect(await probes()).toBe(count)
  })

  test.each([
    ['nothing on PATH', {}, 0],
    [
      'docker without a daemon',
      { docker: { inspect: builder('docker', 'Error: Cannot connect'), info: ' null' } },
      2,
    ],
    ['docker and buildx that both say no', { docker: {}, buildx: {} }, 2],
  ] as const)('is missing with %s', async (_, programs, count) => {
    for (const [file, answers] of Object.entries(programs)) await program(file, answers)
    expect((await problem()).code).toBe('ENGINE_MISSING')
    expect(await probes()).toBe(count)
  })
})

describe('what is missing is reported', () => {
  test('of an engine that was chosen', async () => {
    expect((await problem({ engine: 'buildah' })).message).toBe(
      'the engine buildah does not answer on this runner',
    )
  })

  test('with the words of what was asked, once', async () => {
    const complains = 'permission denied while trying to connect to the Docker daemon socket'
    await program('docker', { complains })
    expect((await problem()).message).toBe(
      `none of docker buildx, buildah and docker answers on this runner (${complains})`,
    )
  })

  const unknown = { complains: 'ERROR: no builder "nope" found', info: CLASSIC }

  test('of a builder that the input names, and no other engine takes its place', async () => {
    await program('docker', unknown)
    await program('buildah')
    expect(await problem({ builder: 'nope' })).toMatchObject({
      code: 'ENGINE_MISSING',
      inputs: ['builder'],
      message: 'buildx cannot use the builder nope (ERROR: no builder "nope" found)',
      hint: expect.stringContaining('the input builder'),
    })
  })

  test('of a builder that BUILDX_BUILDER names', async () => {
    await program('docker', unknown)
    vi.stubEnv('BUILDX_BUILDER', 'nope')
    expect(await problem()).toMatchObject({
      code: 'ENGINE_MISSING',
      message: 'buildx cannot use the builder nope (ERROR: no builder "nope" found)',
      hint: expect.stringContaining('BUILDX_BUILDER'),
    })
  })
})

describe('a builder whose nodes do not answer yet', () => {
  const away = { inspect: builder('kubernetes', 'Error: no pods'), info: CLASSIC }

  test('counts as present when it is named by the input', async () => {
    await program('docker', away)
    expect((await detect({ builder: 'pool', needs: ['cache'] })).name).toBe('buildx')
    expect(await probes()).toBe(1)
  })

  test('counts as present when it is named by BUILDX_BUILDER', async () => {
    await program('docker', away)
    vi.stubEnv('BUILDX_BUILDER', 'pool')
    expect((await detect()).name).toBe('buildx')
    expect(await probes()).toBe(1)
  })

  test('counts as present when it is the current one: another engine would build something else', async () => {
    await program('docker', away)
    expect((await detect()).name).toBe('buildx')
    expect(await probes()).toBe(2)
  })
})

describe("docker's own builder", () => {
  const several = { needs: ['platforms (several)', 'sbom'] } as const

  test('can do everything with the containerd image store', async () => {
    await program('docker', { inspect: builder('docker'), info: CONTAINERD })
    expect((await detect(several)).name).toBe('buildx')
  })

  test('is refused without it, in two probes and with one problem', async () => {
    await program('docker', { inspect: builder('docker'), info: CLASSIC })
    expect(await problem({ ...several, builder: 'default' })).toMatchObject({
      code: 'ENGINE_UNSUITABLE',
      message:
        'the engine buildx with the docker driver cannot do what is asked for: platforms (several), sbom',
    })
    expect(await probes()).toBe(2)
  })
})

describe('of two ways to buildx only that which is installed is asked', () => {
  const asked = async () => (await readdir(join(root, 'calls'))).map((name) => name.replace(/-\d+$/, ''))

  beforeEach(async () => {
    await program('docker', { inspect: builder('docker-container') })
    await program('buildx')
    await writeFile(join(root, 'plugins/cli-plugins/docker-buildx'), '')
  })

  test('in the folder that DOCKER_CONFIG names', async () => {
    expect((await detect({ builder: 'x' })).name).toBe('buildx')
    expect(await asked()).toEqual(['docker'])
  })

  test('and in that of the home, of the environment that is given', async () => {
    const home = join(root, 'home')
    await mkdir(home)
    await rename(join(root, 'plugins'), join(home, '.docker'))
    vi.stubEnv('DOCKER_CONFIG', '/none')
    const env = { PATH: process.env.PATH, HOME: home }
    expect((await detect({ builder: 'x' }, env)).name).toBe('buildx')
    expect(await asked()).toEqual(['docker'])
  })
})

describe("files that may be anybody's", () => {
  const untrusted = { may: { ...aChoice().may, sharedBuilder: false } }
  const inspected = (driver: string, ...endpoints: readonly string[]) =>
    [`Name: x`, `Driver: ${driver}`, 'Nodes:']
      .concat(endpoints.map((endpoint, index) => `Name: x${index}\nEndpoint: ${endpoint}\nStatus: running\n`))
      .join('\n')
  const SOCKET = 'unix:///var/run/docker.sock'

  async function haveContext(name: string, Host: string): Promise<void> {
    const folder = join(root, 'plugins/contexts/meta', createHash('sha256').update(name).digest('hex'))
    await mkdir(folder, { recursive: true })
    await writeFile(
      join(folder, 'meta.json'),
      JSON.stringify({ Name: name, Endpoints: { docker: { Host } } }),
    )
  }

  async function judged(text: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
    await program('docker', { inspect: text, info: CONTAINERD })
    await haveContext('rootless', 'unix:///run/user/1000/docker.sock')
    await haveContext('away', 'ssh://build@elsewhere')
    const all = { ...process.env, ...env }
    const shares = await detect({}, all).then(({ name }) => name)
    expect(shares).toBe('buildx')
    return detect(untrusted, all).then(
      ({ name }) => name,
      (error: StepError) => error.code,
    )
  }

  test.for<readonly [driver: string, endpoints: readonly string[], env?: NodeJS.ProcessEnv]>([
    ['docker', ['default']],
    ['docker', ['default'], { DOCKER_HOST: SOCKET }],
    ['docker', ['default'], { DOCKER_HOST: 'tcp://localhost:2376' }],
    ['docker', ['rootless']],
    ['docker-container', [SOCKET]],
    ['docker-container', [SOCKET, 'rootless']],
    ['docker-container', ['tcp://127.0.0.1:2375']],
  ])('are built on this machine: %s at %j (%j)', async ([driver, endpoints, env]) => {
    expect(await judged(inspected(driver, ...endpoints), env)).toBe('buildx')
  })

  test.for<readonly [driver: string, endpoints: readonly string[], env?: NodeJS.ProcessEnv]>([
    ['remote', ['tcp://buildkitd:1234']],
    ['remote', ['tcp://127.0.0.1:1234']],
    ['remote', ['unix:///run/buildkit/buildkitd.sock']],
    ['kubernetes', ['kubernetes:///pool?deployment=pool']],
    ['cloud', ['cloud://acme/default']],
    ['anything-new', [SOCKET]],
    ['docker-container', ['tcp://elsewhere:2376']],
    ['docker-container', ['ssh://build@elsewhere']],
    ['docker-container', ['away']],
    ['docker-container', ['unknown']],
    ['docker-container', [SOCKET, 'away']],
    ['docker-container', []],
    ['docker-container', ['default'], { DOCKER_HOST: 'tcp://elsewhere:2376' }],
    ['docker', ['default'], { DOCKER_HOST: 'ssh://build@elsewhere' }],
    ['docker', ['default'], { DOCKER_HOST: 'tcp://127.0.0.1.elsewhere:2376' }],
    ['docker', ['away']],
  ])('are refused by a builder that others share: %s at %j (%j)', async ([driver, endpoints, env]) => {
    expect(await judged(inspected(driver, ...endpoints), env)).toBe('BUILDER_SHARED')
  })

  test.each<readonly [env: NodeJS.ProcessEnv, found: string]>([
    [{}, 'docker'],
    [{ DOCKER_HOST: 'tcp://elsewhere:2376' }, 'BUILDER_SHARED'],
    [{ DOCKER_CONTEXT: 'rootless' }, 'docker'],
    [{ DOCKER_CONTEXT: 'away' }, 'BUILDER_SHARED'],
  ])('know where the classic builder is: %j -> %s', async (env, found) => {
    await program('docker', { info: CLASSIC })
    await haveContext('rootless', 'unix:///run/user/1000/docker.sock')
    await haveContext('away', 'ssh://build@elsewhere')
    const outcome = await detect({ engine: 'docker', ...untrusted }, { ...process.env, ...env }).then(
      ({ name }) => name,
      (error: StepError) => error.code,
    )
    expect(outcome).toBe(found)
  })

  test('know it from the context in use, too', async () => {
    await program('docker', { info: CLASSIC })
    await haveContext('away', 'ssh://build@elsewhere')
    await writeFile(join(root, 'plugins/config.json'), JSON.stringify({ currentContext: 'away' }))
    expect((await problem({ engine: 'docker', ...untrusted })).code).toBe('BUILDER_SHARED')
  })

  test('are reported which builder it is, and both ways out', async () => {
    await program('docker', { inspect: inspected('remote', 'tcp://buildkitd:1234') })
    expect(await problem(untrusted)).toMatchObject({
      inputs: ['builder', 'share-builder'],
      message: expect.stringContaining(
        'the builder (driver remote at tcp://buildkitd:1234) is not of this machine',
      ),
      hint: expect.stringMatching(/docker\/setup-buildx-action .*share-builder: true/),
    })
  })
})
