import { describe, expect, test } from 'vitest'
import { type Delivery, deliveredBy, openDelivery } from '../../support/delivery.ts'
import { startWire } from '../../support/wire.ts'
import { type WriterTask, type Written, write } from '../../support/writers.ts'

async function expectDeployed(room: Delivery, task: WriterTask, written: Written): Promise<void> {
  expect(written.error).toBeUndefined()
  expect(await deliveredBy(room, task)).toEqual({ tag: task.commit, commits: [written.commit] })
}

describe('a server that says nothing', () => {
  const hangs = [
    ['at the refs', 'refs:upload-pack', 'hang'],
    ['at the objects', 'upload-pack', 'hang'],
    ['at the push, which it never takes', 'receive-pack', 'hang'],
    ['at the push, which it has taken', 'receive-pack', 'hang-after'],
  ] as const

  // The time that git waits is the action's own setting, so all of them wait for it together.
  test.concurrent.for(hangs)('%s is left after half a minute, and asked again', async ([, on, fault]) => {
    await using room = await openDelivery()
    room.git.fail(fault, { on })
    const written = await write(room.over('http'), room.second)
    await expectDeployed(room, room.second, written)
    expect(written.ms).toBeGreaterThan(25_000)
    expect(written.ms).toBeLessThan(50_000)
    expect(await room.config.log()).toHaveLength(2)
  })

  test.concurrent('in the middle of an answer is left as well', async () => {
    await using room = await openDelivery()
    await using wire = await startWire(room.git.url)
    wire.breakAfter(700, 'silence')
    const ground = { ...room.over('http'), remote: `${wire.url}/acme/config.git` }
    const written = await write(ground, room.second)
    await expectDeployed(room, room.second, written)
    expect(written.ms).toBeLessThan(50_000)
  })
})
