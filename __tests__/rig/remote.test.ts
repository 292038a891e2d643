import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, expect, test } from 'vitest'
import { createBuilder, prepareBuildkitd } from './buildkitd.ts'
import { headManifest } from './registry-client.ts'
import { currentRig, type Rig } from './rig.ts'
import { createRigWorld, FAILING_DOCKERFILE, type RigWorld } from './rig-world.ts'

let rig: Rig

beforeAll(async () => {
  rig = await currentRig()
})

const digestInRegistry = async ({ facts }: RigWorld) =>
  (await headManifest(rig, { host: facts.host, repository: facts.ecrRepository, tag: facts.head })).digest

const errorsOf = ({ annotations }: Awaited<ReturnType<RigWorld['run']>>) =>
  annotations.filter(({ level }) => level === 'error')

test('a build on another machine needs the input builder, and nothing else', async () => {
  await using world = await createRigWorld(rig)
  await using builder = await createBuilder(rig)
  const recorder = await world.recordEngines()
  const result = await world.run({ builder: builder.name })
  expect(result.exitCode, result.stdout).toBe(0)
  expect(result.stdout).toContain('using remote driver')
  expect(result.outputs).toMatchObject({ result: 'deployed', digest: await digestInRegistry(world) })
  const calls = (await recorder.calls()).map(({ tool, argv }) => [tool, ...argv.slice(0, 2)])
  expect(calls).toEqual([
    ['docker-buildx', 'buildx', 'inspect'],
    ['docker-buildx', 'buildx', 'build'],
  ])
})

test('a failing RUN step there is reported with its own output and its line here', async () => {
  await using world = await createRigWorld(rig, FAILING_DOCKERFILE)
  await using builder = await createBuilder(rig)
  const before = await world.config.tip()
  const [error, ...others] = errorsOf(await world.run({ builder: builder.name }))
  expect(others).toEqual([])
  expect(error?.properties).toMatchObject({ title: 'BUILD_FAILED', file: 'Dockerfile', line: '6' })
  expect(error?.message).toContain('the reason is reported here')
  expect(await digestInRegistry(world)).toBeUndefined()
  expect(await world.config.tip()).toBe(before)
})

test('a builder that is still being started is waited for', async () => {
  await using world = await createRigWorld(rig)
  await using daemon = await prepareBuildkitd(rig)
  await using builder = await createBuilder(rig, daemon.facts)
  const late = sleep(10_000).then(daemon.start)
  const result = await world.run({ builder: builder.name })
  await late
  expect(result.exitCode, result.stdout).toBe(0)
  expect(result.durationMs).toBeGreaterThan(10_000)
  expect(result.outputs).toMatchObject({ result: 'deployed', digest: await digestInRegistry(world) })
})
