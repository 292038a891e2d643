import { copyFile, mkdir, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { buildxCommand } from '../../../../src/images/engine/plugin.ts'
import { temporaryFolder } from '../../temporary.ts'

type Folder = Awaited<ReturnType<typeof temporaryFolder>>

/** The programs of a runner: nothing of them is started to find out how buildx is. */
let folder: Folder
const at = (name: string) => join(folder.path, name)
const env = () => ({ PATH: at('bin'), DOCKER_CONFIG: at('user') })

beforeEach(async () => {
  folder = await temporaryFolder()
})

afterEach(() => folder[Symbol.asyncDispose]())

/** A program of this machine, whatever it does. */
async function program(name: string): Promise<string> {
  await mkdir(dirname(at(name)), { recursive: true })
  await copyFile('/bin/true', at(name))
  return at(name)
}

const config = (text: object) => folder.write('user/config.json', JSON.stringify(text))
const PLUGIN = 'cli-plugins/docker-buildx'
const ofPlugin = (file: string) => ({
  way: 'plugin',
  file,
  args: ['buildx'],
  env: { DOCKER_CLI_PLUGIN_ORIGINAL_CLI_COMMAND: 'docker' },
})
const OF_DOCKER = { way: 'through docker', file: 'docker', args: ['buildx'] }
const STANDALONE = { way: 'standalone', file: 'buildx', args: [] }

describe('the plugin is started directly', () => {
  beforeEach(() => program('bin/docker'))

  test("from the user's folder", async () => {
    const plugin = await program(`user/${PLUGIN}`)
    expect(buildxCommand(env())).toEqual(ofPlugin(plugin))
  })

  test('from the home, where nothing names a folder', async () => {
    const plugin = await program(`home/.docker/${PLUGIN}`)
    expect(buildxCommand({ PATH: at('bin'), HOME: at('home') })).toEqual(ofPlugin(plugin))
  })

  test('from a folder of the configuration before that, the first one first', async () => {
    await program(`user/${PLUGIN}`)
    const second = await program('second/docker-buildx')
    await config({ cliPluginsExtraDirs: [at('none'), at('first'), at('second')] })
    expect(buildxCommand(env())).toEqual(ofPlugin(second))
    const first = await program('first/docker-buildx')
    expect(buildxCommand(env())).toEqual(ofPlugin(first))
  })

  test('over a link to nothing, as docker passes it', async () => {
    const plugin = await program(`user/${PLUGIN}`)
    await mkdir(at('extra'))
    await symlink(at('gone'), at('extra/docker-buildx'))
    await config({ cliPluginsExtraDirs: [at('extra')] })
    expect(buildxCommand(env())).toEqual(ofPlugin(plugin))
  })

  test('and before a standalone buildx', async () => {
    const plugin = await program(`user/${PLUGIN}`)
    await program('bin/buildx')
    expect(buildxCommand(env())).toEqual(ofPlugin(plugin))
  })

  test.each([7, 'text', { a: 1 }, [7, null], null])(
    'whatever stands in the configuration for its folders: %j',
    async (cliPluginsExtraDirs) => {
      const plugin = await program(`user/${PLUGIN}`)
      await config({ cliPluginsExtraDirs })
      expect(buildxCommand(env())).toEqual(ofPlugin(plugin))
    },
  )
})

/** Docker has the last word on what it would start, and the words for what is wrong with it. */
describe('docker is asked for', () => {
  test.each<[string, () => Promise<unknown>]>([
    ['a script', () => folder.write('extra/docker-buildx', '#!/bin/sh\n', 0o755)],
    ['a file that may not be run', () => folder.write('extra/docker-buildx', '')],
    ['a folder', () => mkdir(at('extra/docker-buildx'), { recursive: true })],
    [
      'a link in a circle',
      async () => {
        await mkdir(at('extra'))
        await symlink(at('extra/docker-buildx'), at('extra/docker-buildx'))
      },
    ],
    ['what lies behind a file', () => folder.write('extra', '')],
  ])('%s that comes first, though another follows', async (_, make) => {
    await program('bin/docker')
    await program('bin/buildx')
    await program(`user/${PLUGIN}`)
    await make()
    await config({ cliPluginsExtraDirs: [at('extra')] })
    expect(buildxCommand(env())).toEqual(OF_DOCKER)
  })

  test('a folder that is named from where the step runs, which is a checkout', async () => {
    await program('bin/docker')
    await program(`user/${PLUGIN}`)
    const relative = ['../'.repeat(40), at('extra')].join('')
    await program('extra/docker-buildx')
    await config({ cliPluginsExtraDirs: [relative] })
    expect(buildxCommand(env())).toEqual(OF_DOCKER)
  })

  test('a plugin of something else that bears its name: a script, and a link to podman', async () => {
    await program(`user/${PLUGIN}`)
    await folder.write('bin/docker', '#!/bin/sh\nexec podman "$@"\n', 0o755)
    expect(buildxCommand(env())).toEqual(OF_DOCKER)
    await mkdir(at('link'))
    await symlink(await program('bin/podman'), at('link/docker'))
    expect(buildxCommand({ ...env(), PATH: at('link') })).toEqual(OF_DOCKER)
  })
})

test('standalone buildx is started where docker has no plugin, or there is no docker', async () => {
  await program('bin/buildx')
  await program(`user/${PLUGIN}`)
  expect(buildxCommand(env())).toEqual(STANDALONE)
  await program('bin/docker')
  expect(buildxCommand({ ...env(), DOCKER_CONFIG: at('nobody') })).toEqual(STANDALONE)
})

test('without any of them there is none; docker alone is asked', async () => {
  expect(buildxCommand(env())).toBeUndefined()
  await program('bin/docker')
  expect(buildxCommand(env())).toEqual(OF_DOCKER)
})
