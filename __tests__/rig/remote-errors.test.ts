import { randomInt } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { selfSigned } from '../support/certificate.ts'
import { errorsOf } from './build-scene.ts'
import { createBuilder, prepareBuildkitd } from './buildkitd.ts'
import { untilProcess } from './processes.ts'
import { headManifest } from './registry-client.ts'
import { type BuildkitFacts, currentRig, type Rig } from './rig.ts'
import { createRigWorld, napping } from './rig-world.ts'

let rig: Rig

beforeAll(async () => {
  rig = await currentRig()
})

/** The same daemon, and a client certificate that its authority did not sign. */
async function asStranger(folder: string): Promise<BuildkitFacts> {
  const stranger = selfSigned(['stranger'])
  const [cert, key] = [join(folder, 'stranger.crt'), join(folder, 'stranger.key')]
  await writeFile(cert, stranger.cert)
  await writeFile(key, stranger.key)
  return { ...rig.buildkit, tls: { ...rig.buildkit.tls, cert, key } }
}

const underAnotherName = async () => ({ ...rig.buildkit, name: 'another.example' })
/** Port 9 of loopback (discard) is nobody's here. */
const nobodyThere = async () => ({ ...rig.buildkit, address: '127.0.0.1:9' })

// All of this is waiting for a connection: 20 s in buildx before it gives up each time.
describe.concurrent('a remote builder', () => {
  test.each([
    ['that refuses the client certificate', asStranger],
    ['that shows the name of another', underAnotherName],
    ['that is not there', nobodyThere],
  ])('%s is no fault of the Dockerfile', async (_title, factsIn) => {
    await using world = await createRigWorld(rig)
    await using builder = await createBuilder(rig, await factsIn(world.root))
    const before = await world.config.tip()
    const result = await world.run({ builder: builder.name }, { timeoutMs: 150_000 })
    expect(result.exitCode).toBe(1)
    const [error, ...others] = errorsOf(result)
    expect(others).toEqual([])
    expect(error?.properties.title, result.stdout).toBe('BUILDER_UNREACHABLE')
    expect(error?.properties.file).toBeUndefined()
    // buildx tells none of the causes, so the hint names all of them.
    expect(error?.message).toContain('cacert, cert, key, servername')
    expect(await world.config.tip()).toBe(before)
  })

  test('that comes up after buildx has given up is tried again', async () => {
    await using world = await createRigWorld(rig)
    await using daemon = await prepareBuildkitd(rig)
    await using builder = await createBuilder(rig, daemon.facts)
    const late = sleep(30_000).then(daemon.start)
    const result = await world.run({ builder: builder.name }, { timeoutMs: 150_000 })
    await late
    expect(result.exitCode, result.stdout).toBe(0)
    const { host, ecrRepository: repository, head: tag } = world.facts
    const { digest } = await headManifest(rig, { host, repository, tag })
    expect(result.outputs).toMatchObject({ result: 'deployed', digest })
  })

  test('that dies in the middle of a build and comes back finishes it', async () => {
    // A number that no other process sleeps for.
    const nap = `sleep 4.${randomInt(1_000_000, 10_000_000)}`
    await using world = await createRigWorld(rig, napping(nap))
    await using daemon = await prepareBuildkitd(rig)
    await using builder = await createBuilder(rig, daemon.facts)
    await daemon.start()
    const running = world.run({ builder: builder.name }, { timeoutMs: 150_000 })
    await untilProcess(nap)
    await daemon.stop('SIGKILL')
    await daemon.start()
    const result = await running
    expect(result.exitCode, result.stdout).toBe(0)
    expect(result.outputs).toMatchObject({ result: 'deployed' })
  })
})
