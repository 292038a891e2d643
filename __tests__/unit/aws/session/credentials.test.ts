import { describe, expect, test } from 'vitest'
import { type Credentials, renewable } from '../../../../src/aws/session/credentials.ts'

const ROLE = 'arn:aws:iam::465002806239:role/gitops-deploy'
const MINUTE = 60_000
const START = Date.parse('2026-01-01T00:00:00Z')

/** A clock that the test moves, and an STS that counts. */
function rig(lifetimeMinutes: number) {
  let now = START
  let calls = 0
  const failures: Error[] = []
  const assume = async (): Promise<Credentials> => {
    calls += 1
    const failure = failures.shift()
    if (failure) throw failure
    return {
      accessKeyId: `key-${calls}`,
      secretAccessKey: 's',
      sessionToken: 't',
      account: '465002806239',
      principal: ROLE,
      expiration: new Date(now + lifetimeMinutes * MINUTE),
    }
  }
  const provider = renewable(assume, () => now)
  return {
    provider,
    failures,
    calls: () => calls,
    at: async (minutes: number) => {
      now = START + minutes * MINUTE
      return (await provider()).accessKeyId
    },
  }
}

describe('renewable credentials', () => {
  test('are asked for when they are needed, not before', async () => {
    const { calls, at } = rig(60)
    expect(calls()).toBe(0)
    await at(0)
    expect(calls()).toBe(1)
  })

  test('are renewed five minutes before they end', async () => {
    const { at } = rig(60)
    expect([await at(0), await at(54.9), await at(55), await at(60)]).toEqual([
      'key-1',
      'key-1',
      'key-2',
      'key-2',
    ])
  })

  test('of a short session are renewed at half of it, not at every request', async () => {
    const { at } = rig(6)
    expect([await at(0), await at(2.9), await at(3), await at(5.9), await at(6)]).toEqual([
      'key-1',
      'key-1',
      'key-2',
      'key-2',
      'key-3',
    ])
  })

  test('are asked for once by callers that come together', async () => {
    const { provider, calls } = rig(60)
    const all = await Promise.all([provider(), provider(), provider()])
    expect(new Set(all.map(({ accessKeyId }) => accessKeyId))).toEqual(new Set(['key-1']))
    expect(calls()).toBe(1)
  })

  test('are renewed once by callers that come together', async () => {
    const { provider, at, calls } = rig(60)
    await at(0)
    const [first] = await Promise.all([at(58), provider(), provider()])
    expect(first).toBe('key-2')
    expect(calls()).toBe(2)
  })

  test('that could not be had are not remembered: the next caller asks again', async () => {
    const { provider, failures, calls } = rig(60)
    failures.push(new Error('throttled'))
    await expect(provider()).rejects.toThrow('throttled')
    expect((await provider()).accessKeyId).toBe('key-2')
    expect(calls()).toBe(2)
  })

  test('fail for all who waited together, and only for them', async () => {
    const { provider, failures } = rig(60)
    failures.push(new Error('refused'))
    const settled = await Promise.allSettled([provider(), provider()])
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    await expect(provider()).resolves.toMatchObject({ accessKeyId: 'key-2' })
  })

  test('that cannot be renewed are an error, though the old ones have a minute left', async () => {
    const { at, failures } = rig(60)
    await at(0)
    failures.push(new Error('STS is down'))
    await expect(at(59)).rejects.toThrow('STS is down')
    expect(await at(59)).toBe('key-3')
  })

  test('that were expired on arrival, by a clock that is ahead, are kept for five minutes', async () => {
    const { at } = rig(-1)
    expect([await at(0), await at(1), await at(4), await at(6)]).toEqual(['key-1', 'key-1', 'key-1', 'key-2'])
  })

  test('that a service refuses are replaced once, however many callers were refused', async () => {
    const { provider, calls } = rig(60)
    const first = await provider()
    const again = await Promise.all([provider({ except: first }), provider({ except: first })])
    expect(again.map(({ accessKeyId }) => accessKeyId)).toEqual(['key-2', 'key-2'])
    expect((await provider({ except: first })).accessKeyId).toBe('key-2')
    expect(calls()).toBe(2)
  })

  test('that do not end are kept', async () => {
    let calls = 0
    const keys = { accessKeyId: 'k', secretAccessKey: 's', account: '465002806239', principal: ROLE }
    let now = START
    const provider = renewable(
      async () => {
        calls += 1
        return keys
      },
      () => now,
    )
    await provider()
    now += 1000 * 60 * MINUTE
    expect(await provider()).toBe(keys)
    expect(calls).toBe(1)
  })
})
