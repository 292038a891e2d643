import { beforeAll, describe, expect, test } from 'vitest'
import { errorsOf } from './build-scene.ts'
import { ENGINES } from './engines.ts'
import { ownTag, readConfig } from './image-content.ts'
import { headManifest } from './registry-client.ts'
import { currentRig, type Rig } from './rig.ts'
import type { RigWorld } from './rig-world.ts'
import { openStages } from './stages.ts'

let rig: Rig

beforeAll(async () => {
  rig = await currentRig()
})

/** A build argument that keeps the cached steps of other tests away. */
const nonce = ({ facts }: RigWorld): string => `NONCE=${facts.head}`

const inRegistry = (world: RigWorld) => headManifest(rig, ownTag(world))

const GREETING = 'GREETING=hello, "world" = $HOME'
const ARGUMENTS = `ARG GREETING
RUN test "$GREETING" = 'hello, "world" = $HOME'
RUN ! grep -q ' 0A ' /proc/net/tcp
FROM shell AS unwanted
RUN exit 9
`

// What listens in the rig's network (state 0A in /proc/net/tcp) is not to be seen from another one.
describe.concurrent.each(ENGINES)('%s', (way) => {
  test('builds the target with its arguments, network and labels as they are written', async () => {
    await using world = await openStages(rig, way, ARGUMENTS)
    const result = await world.run({
      target: 'wanted',
      'build-args': `${nonce(world)}\n${GREETING}`,
      labels: 'team=a, "b" = c\norg.opencontainers.image.source=https://code.example/theirs',
      network: 'none',
    })
    expect(result.exitCode, result.stdout).toBe(0)
    const { config } = await readConfig(rig, ownTag(world))
    expect(config.Labels).toMatchObject({
      team: 'a, "b" = c',
      'org.opencontainers.image.revision': world.facts.head,
      'org.opencontainers.image.source': 'https://code.example/theirs',
    })
  })

  test('fails with another network or another target, so that both have to arrive', async () => {
    await using world = await openStages(rig, way, ARGUMENTS)
    const inputs = { 'build-args': `${nonce(world)}\n${GREETING}` }
    for (const wrong of [
      { target: 'wanted', network: 'host' },
      { target: 'unwanted', network: 'none' },
    ]) {
      const result = await world.run({ ...inputs, ...wrong })
      expect(errorsOf(result)[0]?.properties, result.stdout).toMatchObject({ title: 'BUILD_FAILED' })
    }
    expect((await inRegistry(world)).status).toBe(404)
  })

  test('runs every step again with no-cache, and else not', async () => {
    await using world = await openStages(rig, way, "RUN echo 'run ag''ain'\n")
    const runs: boolean[] = []
    for (const [turn, noCache] of ['false', 'false', 'true'].entries()) {
      const result = await world.run({
        tag: `${world.facts.head}-r${turn}`,
        'no-cache': noCache,
        'build-args': nonce(world),
      })
      expect(result.exitCode, result.stdout).toBe(0)
      runs.push(result.stdout.includes('run again'))
    }
    expect(runs).toEqual([true, false, true])
  })
})
