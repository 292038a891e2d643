import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { chmod, copyFile, cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import { recordChildren } from '../support/child-recorder.ts'
import { errorsOf } from './build-scene.ts'
import { currentRig, type Rig } from './rig.ts'
import { createRigWorld, pluginFolders, type RigWorld } from './rig-world.ts'

const run = promisify(execFile)

let rig: Rig
let plugin: string

beforeAll(async () => {
  rig = await currentRig()
  const [folder = ''] = await pluginFolders(rig.dockerConfig)
  plugin = join(folder, 'docker-buildx')
})

/** A runner whose user has a docker configuration of their own, and what docker says there. */
async function openWorld(): Promise<RigWorld> {
  const world = await createRigWorld(rig)
  const folder = join(world.root, 'user')
  const filter = (path: string) => path !== join(rig.dockerConfig, 'buildx')
  await cp(rig.dockerConfig, folder, { recursive: true, filter })
  Object.assign(world.env, { DOCKER_CONFIG: folder })
  return world
}

const userFolder = ({ root }: RigWorld) => join(root, 'user')
const docker = async ({ env }: RigWorld, ...args: string[]) =>
  (await run('docker', args, { env: { ...process.env, DOCKER_HOST: undefined, ...env } })).stdout

/** As docker/setup-buildx-action makes one. */
async function createBuilder(world: RigWorld, driver: string, ...options: string[]): Promise<string> {
  const name = `builder-${randomUUID()}`
  await docker(world, 'buildx', 'create', `--name=${name}`, `--driver=${driver}`, ...options)
  return name
}

function remote(world: RigWorld, ...options: string[]): Promise<string> {
  const { ca, cert, key } = rig.buildkit.tls
  const tls = `--driver-opt=cacert=${ca},cert=${cert},key=${key},servername=${rig.buildkit.name}`
  return createBuilder(world, 'remote', tls, ...options, `tcp://${rig.buildkit.address}`)
}

const without = ({ env }: RigWorld, name: string) => {
  const { [name]: _, ...rest } = env
  return rest
}

/** A context of that name, which leads to the daemon of the rig. */
async function createContext(world: RigWorld): Promise<string> {
  const name = `context-${randomUUID()}`
  await docker(world, 'context', 'create', name, `--docker=host=${world.env.DOCKER_HOST}`)
  world.env = without(world, 'DOCKER_HOST')
  return name
}

async function socketAt(world: RigWorld, path: string): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true })
  await symlink(world.env.DOCKER_HOST?.replace('unix://', '') ?? '', path)
}

const ASKED = 'docker-buildx buildx inspect'
const BUILT = 'docker-buildx buildx build'
const INFO = 'docker info --format={{.Driver}} {{.ServerVersion}} {{json .DriverStatus}}'

interface Way {
  readonly what: string
  /** Resolves to the inputs of the run. */
  readonly prepare: (world: RigWorld) => Promise<Record<string, string> | undefined>
  /** Of docker itself, beside what the plugin is asked. */
  readonly ofDocker?: readonly string[]
  /** What it leaves outside of its world. */
  readonly leaves?: string
}

const ROOTLESS = '/run/user/1000/docker.sock'
const DEFAULT = '/run/docker.sock'

const WAYS: readonly Way[] = [
  { what: 'the daemon of DOCKER_HOST', prepare: async () => undefined },
  {
    what: 'the daemon where docker looks for it',
    prepare: async (world) => {
      await socketAt(world, DEFAULT)
      world.env = without(world, 'DOCKER_HOST')
      return undefined
    },
    leaves: DEFAULT,
  },
  {
    what: 'a daemon without root',
    prepare: async (world) => {
      await socketAt(world, ROOTLESS)
      world.env.DOCKER_HOST = `unix://${ROOTLESS}`
      return undefined
    },
    leaves: ROOTLESS,
  },
  {
    what: 'a context that DOCKER_CONTEXT names',
    prepare: async (world) => {
      const name = await createContext(world)
      world.env.DOCKER_CONTEXT = name
      return undefined
    },
    ofDocker: [INFO],
  },
  {
    what: 'the context in use',
    prepare: async (world) => {
      await docker(world, 'context', 'use', await createContext(world))
      return undefined
    },
    ofDocker: [INFO],
  },
  {
    what: 'a builder in use',
    prepare: async (world) => {
      await remote(world, '--use')
      return undefined
    },
  },
  {
    what: 'a builder that BUILDX_BUILDER names',
    prepare: async (world) => {
      world.env.BUILDX_BUILDER = await remote(world)
      return undefined
    },
  },
  {
    what: 'a builder that the input names',
    prepare: async (world) => ({ builder: await remote(world) }),
  },
  {
    what: "a plugin in the user's folder",
    prepare: async (world) => {
      await mkdir(join(userFolder(world), 'cli-plugins'))
      await copyFile(plugin, join(userFolder(world), 'cli-plugins', 'docker-buildx'))
      await writeFile(join(userFolder(world), 'config.json'), '{}')
      return undefined
    },
  },
]

/** `building with "NAME" instance using DRIVER driver`, as buildx says when it builds. */
const builderOf = (stdout: string) =>
  /building with "([^"]+)" instance using (\S+) driver/.exec(stdout)?.slice(1, 3)

describe.each(WAYS)('$what', ({ prepare, ofDocker = [], leaves }) => {
  test('is the builder that docker reports, found and used without docker', async () => {
    await using world = await openWorld()
    try {
      const inputs = (await prepare(world)) ?? {}
      const named = inputs.builder === undefined ? [] : [inputs.builder]
      const reported = await docker(world, 'buildx', 'inspect', ...named)
      const recorder = await world.recordEngines()
      const result = await world.run({ engine: 'buildx', ...inputs })
      expect(result.outputs.result, result.stdout).toBe('deployed')
      const [, name] = /^Name:\s+(\S+)/m.exec(reported) ?? []
      const [, driver] = /^Driver:\s+(\S+)/m.exec(reported) ?? []
      expect(builderOf(result.stdout)).toEqual([name, driver])
      const calls = (await recorder.calls()).map(({ tool, argv }) =>
        tool === 'docker' ? [tool, ...argv].join(' ') : [tool, ...argv.slice(0, 2)].join(' '),
      )
      // `docker info` lists its plugins, too, and asks each what it is.
      const own = calls.filter((call) => !call.endsWith('docker-cli-plugin-metadata'))
      expect(own.toSorted()).toEqual([...ofDocker, BUILT, ASKED].toSorted())
      expect(own.at(-1)).toBe(BUILT)
    } finally {
      if (leaves !== undefined) await rm(leaves)
    }
  })
})

test('a container builder that is not started yet is found, and what it alone can do is not refused', async () => {
  await using world = await openWorld()
  await createBuilder(world, 'docker-container', '--use')
  expect(await docker(world, 'buildx', 'inspect')).toMatch(/^Driver:\s+docker-container$/m)
  const recorder = await world.recordEngines()
  const result = await world.run({ 'dry-run': 'true', platforms: 'linux/amd64,linux/arm64', sbom: 'true' })
  expect(result.outputs.result, result.stdout).toBe('dry-run')
  expect(result.stdout).toContain('a real run builds it with buildx')
  expect(await recorder.calls('docker')).toEqual([])
  expect(await recorder.calls('docker-buildx')).toHaveLength(1)
})

/** A folder of plugins that docker looks into before all others. */
async function firstFolder(world: RigWorld): Promise<string> {
  const folder = join(world.root, 'first')
  await mkdir(folder)
  const config = JSON.parse(await readFile(join(userFolder(world), 'config.json'), 'utf8'))
  const cliPluginsExtraDirs = [folder, ...config.cliPluginsExtraDirs]
  await writeFile(join(userFolder(world), 'config.json'), JSON.stringify({ ...config, cliPluginsExtraDirs }))
  return folder
}

test('a link to nothing in the place of the plugin hides no other', async () => {
  await using world = await openWorld()
  const first = await firstFolder(world)
  await symlink(join(first, 'gone'), join(first, 'docker-buildx'))
  const recorder = await world.recordChildren(['docker'])
  const result = await world.run({ engine: 'buildx' })
  expect(result.outputs.result, result.stdout).toBe('deployed')
  expect(await recorder.calls()).toEqual([])
})

describe('a broken plugin that docker finds first', () => {
  test.each<[string, (path: string) => Promise<unknown>]>([
    ['may not be run', (path) => copyFile(plugin, path).then(() => chmod(path, 0o644))],
    ['is of another machine', (path) => otherMachine(path)],
    ['is the beginning of one', (path) => firstBytes(path)],
    ['is a program that is none', (path) => copyFile('/bin/true', path)],
  ])('and that %s is reported as docker does', async (_, make) => {
    await using world = await openWorld()
    await make(join(await firstFolder(world), 'docker-buildx'))
    const { stderr } = await docker(world, 'buildx', 'inspect').then(
      () => expect.unreachable(),
      (error: { stderr: string }) => error,
    )
    const [error, ...others] = errorsOf(await world.run({ engine: 'buildx' }))
    expect(others).toEqual([])
    expect(error?.properties.title).toBe('ENGINE_MISSING')
    const words = stderr.split('\n').findLast((line) => line.trim() !== '')
    expect(error?.message).toContain(`the engine buildx does not answer on this runner (${words?.trim()})`)
  })
})

async function otherMachine(path: string): Promise<void> {
  const program = await readFile(plugin)
  program.writeUInt16LE(243, 18)
  await writeFile(path, program, { mode: 0o755 })
}

async function firstBytes(path: string): Promise<void> {
  await writeFile(path, (await readFile(plugin)).subarray(0, 4096), { mode: 0o755 })
}

test("what is called docker and is a script, as podman's is, is asked as ever", async () => {
  await using world = await openWorld()
  const bin = join(world.root, 'bin')
  const calls = join(world.root, 'shim')
  await mkdir(bin)
  const real = (await run('which', ['docker'])).stdout.trim()
  await writeFile(join(bin, 'docker'), `#!/bin/sh\necho "$1 $2" >>'${calls}'\nexec '${real}' "$@"\n`, {
    mode: 0o755,
  })
  world.env.PATH = `${bin}:${world.env.PATH ?? process.env.PATH}`
  const result = await world.run({ engine: 'buildx' })
  expect(result.outputs.result, result.stdout).toBe('deployed')
  const [first, second, ...rest] = (await readFile(calls, 'utf8')).trimEnd().split('\n')
  expect([first, second].toSorted()).toEqual(['buildx inspect', INFO.replace('docker ', '')])
  expect(rest).toEqual(['buildx build'])
})

test('standalone buildx builds beside a docker that has no plugin', async () => {
  await using world = await openWorld()
  const bin = join(world.root, 'bin')
  await mkdir(bin)
  await copyFile(plugin, join(bin, 'buildx'))
  await writeFile(join(userFolder(world), 'config.json'), '{}')
  const search = `${bin}:${process.env.PATH}`
  const recorder = await recordChildren(join(world.root, 'engines'), ['docker', 'buildx'], search)
  world.env.PATH = recorder.path
  const result = await world.run({ engine: 'buildx' })
  expect(result.outputs.result, result.stdout).toBe('deployed')
  expect((await recorder.calls('buildx')).map(({ argv }) => argv[0])).toEqual(['inspect', 'build'])
})
