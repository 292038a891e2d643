import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { RunOptions } from '../support/world.ts'
import { errorsOf } from './build-scene.ts'
import { type EngineWay, useEngine } from './engines.ts'
import { currentRig, type Rig } from './rig.ts'
import { createRigWorld, type RigWorld } from './rig-world.ts'

let rig: Rig

beforeAll(async () => {
  rig = await currentRig()
})

const fork = (name: string): RunOptions => ({
  event: { name, payload: { pull_request: { head: { repo: { full_name: 'mallory/identity-service' } } } } },
})
const FORKS = ['pull_request', 'pull_request_target']

async function openWorld(way: EngineWay): Promise<RigWorld> {
  const world = await createRigWorld(rig)
  const engine = await useEngine(rig, world, way)
  const close = async () => {
    await engine[Symbol.asyncDispose]()
    await world.close()
  }
  return Object.assign(world, { [Symbol.asyncDispose]: close })
}

const SHELL = 'FROM scratch\nCOPY busybox /bin/busybox\nRUN ["/bin/busybox", "--install", "-s", "/bin"]\n'

/** Ways out of a container of buildah 1.28, to a folder of the machine. */
const WAYS_OUT: Record<string, (folder: string) => string> = {
  'the id of a cache mount (CVE-2024-9675)': (folder) =>
    `${SHELL}RUN --mount=type=cache,id=../../../../../../../..${folder},target=/out echo forged >/out/forged\n`,
  'a link of another stage (CVE-2024-1753)': (folder) =>
    `${SHELL}RUN ln -s / /root-of-all\nFROM 0\nRUN --mount=type=bind,from=0,source=/root-of-all,target=/out,rw echo forged >/out${folder}/forged\n`,
}

describe('buildah of Debian 12', () => {
  describe.each(Object.entries(WAYS_OUT))('%s', (_, dockerfileTo) => {
    test.each(FORKS)('writes nothing on the runner in a run for a fork: %s', async (event) => {
      await using world = await openWorld('buildah')
      await writeFile(join(world.workspace, 'Dockerfile'), dockerfileTo(world.home))
      const result = await world.run({}, fork(event))
      expect(await readdir(world.home)).not.toContain('forged')
      const [error, ...others] = errorsOf(result)
      expect(others).toEqual([])
      expect(error?.properties.title, result.stdout).toBe('ENGINE_UNSUITABLE')
      expect(error?.message).toMatch(/^buildah 1\.28\.\d+ lets a Dockerfile write files/)
      expect(error?.message).toContain('Update buildah to 1.38.1 or newer')
    })
  })

  test('builds the files of the repository itself, with a warning', async () => {
    await using world = await openWorld('buildah')
    const result = await world.run()
    expect(result.outputs.result, result.stdout).toBe('deployed')
    const warnings = result.annotations.filter(({ level }) => level === 'warning')
    expect(warnings.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^buildah 1\.28\.\d+ lets a Dockerfile write files .*CVE-2024-1753/),
    ])
  })
})

/** The other engines of the rig are newer than what lets a Dockerfile write; two of them let it read. */
test.each<[EngineWay, RegExp | undefined]>([
  ['buildx', /^Docker Engine 26\.1\.\S+ lets a Dockerfile read files .*CVE-2026-33748/],
  ['buildx with a remote buildkitd', /^BuildKit v0\.26\.3 lets a Dockerfile read files .*CVE-2026-33748/],
  ['docker', undefined],
])('%s builds the files of a fork', async (way, warned) => {
  await using world = await openWorld(way)
  const recorder = await world.recordEngines()
  const result = await world.run({ 'share-builder': 'true' }, fork('pull_request'))
  expect(result.outputs.result, result.stdout).toBe('checked')
  const warnings = result.annotations.filter(({ level }) => level === 'warning')
  expect(warnings.map(({ message }) => message)).toEqual(warned ? [expect.stringMatching(warned)] : [])
  // No process more than before: a version is reported by those that are asked anyway.
  const calls = (await recorder.calls()).filter(({ argv }) => argv[0] !== 'build' && argv[1] !== 'build')
  expect(calls.length).toBeLessThanOrEqual(2)
})
