import { execFile } from 'node:child_process'
import { cp, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, expect, test } from 'vitest'
import { snapshot } from '../e2e/shared-home.ts'
import { currentRig, type Rig } from './rig.ts'
import { createRigWorld } from './rig-world.ts'

const run = promisify(execFile)

let rig: Rig

beforeAll(async () => {
  rig = await currentRig()
})

/** As docker/setup-buildx-action leaves it: a builder of its own, which is the one that is used. */
async function useBuilder(home: string, name: string): Promise<void> {
  const folder = join(home, '.docker')
  await mkdir(folder)
  await cp(join(rig.dockerConfig, 'config.json'), join(folder, 'config.json'))
  const { ca, cert, key } = rig.buildkit.tls
  const options = `cacert=${ca},cert=${cert},key=${key},servername=${rig.buildkit.name}`
  const create = ['create', '--use', '--driver=remote', `--name=${name}`, `--driver-opt=${options}`]
  const env = { ...process.env, DOCKER_CONFIG: folder }
  await run('docker', ['buildx', ...create, `tcp://${rig.buildkit.address}`], { env })
}

test.each([
  ['that is in use', {}],
  ['that the input names', { builder: 'own-builder' }],
])('a builder of the user %s builds, and HOME is as it was', async (_, inputs) => {
  await using world = await createRigWorld(rig)
  await useBuilder(world.home, 'own-builder')
  const { DOCKER_CONFIG: _config, ...env } = world.env
  world.env = env
  const before = await snapshot(world.home)
  const result = await world.run({ engine: 'buildx', ...inputs })
  expect(result.outputs.result, result.stdout).toBe('deployed')
  expect(result.stdout).toContain('building with "own-builder" instance using remote driver')
  expect(await snapshot(world.home)).toEqual(before)
})
