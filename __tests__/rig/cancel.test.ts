import { randomInt } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { beforeAll, expect, test } from 'vitest'
import { ENGINES, useEngine } from './engines.ts'
import { leftOf } from './processes.ts'
import { headManifest } from './registry-client.ts'
import { currentRig, type Rig } from './rig.ts'
import { createRigWorld, napping } from './rig-world.ts'

let rig: Rig

beforeAll(async () => {
  rig = await currentRig()
})

test.each(ENGINES)('a cancel during a build with %s leaves nothing behind', async (way) => {
  const nap = `sleep ${randomInt(100_000, 1_000_000)}`
  await using world = await createRigWorld(rig, napping(nap))
  await using _engine = await useEngine(rig, world, way)
  const { host, ecrRepository: repository, head: tag } = world.facts
  const before = await world.config.tip()
  const result = await world.run({}, { signal: { name: 'SIGTERM', whenStdout: /it has begun/ } })
  expect(result.exitCode, result.stdout).toBe(1)
  expect(result.durationMs).toBeLessThan(20_000)
  expect(result.annotations.map(({ properties }) => properties.title)).toContain('CANCELLED')
  expect((await result.post()).exitCode).toBe(0)
  expect((await headManifest(rig, { host, repository, tag })).status).toBe(404)
  expect(await world.config.tip()).toBe(before)
  expect((await readdir(world.temp)).filter((name) => name.startsWith('ecr-gitops-deploy-'))).toEqual([])
  expect(await leftOf(nap, tag)).toEqual([])
})
