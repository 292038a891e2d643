import { describe, expect, test } from 'vitest'
import { fullJitter, type RetryDecision, type RetryPolicy, withRetries } from '../../../src/runner/retry.ts'
import type { Watch } from '../../../src/runner/waiting.ts'

/** Work that fails so many times, and counts. */
function failing(times: number) {
  let attempts = 0
  return {
    attempts: () => attempts,
    work: async () => {
      attempts += 1
      if (attempts <= times) throw new Error(`attempt ${attempts}`)
      return attempts
    },
  }
}
const policy = (verdict: RetryDecision, changes: Partial<RetryPolicy> = {}): RetryPolicy => ({
  classify: () => verdict,
  budgetMs: 10_000,
  ...changes,
})

describe('withRetries', () => {
  test('does good work once', async () => {
    const { work, attempts } = failing(0)
    expect(await withRetries(work, policy('transient'))).toBe(1)
    expect(attempts()).toBe(1)
  })

  test('tries again what is transient, until it works', async () => {
    expect(await withRetries(failing(3).work, policy('transient'))).toBe(4)
  })

  test('does not try again what is final', async () => {
    const { work, attempts } = failing(5)
    await expect(withRetries(work, policy('final'))).rejects.toThrow('attempt 1')
    expect(attempts()).toBe(1)
  })

  test('tries a refusal three times in all, whatever its budget', async () => {
    const { work, attempts } = failing(9)
    await expect(withRetries(work, policy('settling', { budgetMs: 60_000 }))).rejects.toThrow('attempt 3')
    expect(attempts()).toBe(3)
  })

  test('starts no attempt after its budget, and throws the last failure', async () => {
    // Without a budget a thousand failures take an hour.
    const { work } = failing(1000)
    const started = performance.now()
    await expect(withRetries(work, policy('transient', { budgetMs: 700 }))).rejects.toThrow(/^attempt \d+$/)
    expect(performance.now() - started).toBeLessThan(15_000)
  })

  test('judges every failure by itself', async () => {
    const verdicts: RetryDecision[] = ['transient', 'transient', 'final']
    const { work, attempts } = failing(9)
    await expect(
      withRetries(work, policy('final', { classify: () => verdicts.shift() ?? 'final' })),
    ).rejects.toThrow('attempt 3')
    expect(attempts()).toBe(3)
  })

  test('does not go on after a cancel', async () => {
    const cancel = new AbortController()
    cancel.abort()
    const { work, attempts } = failing(9)
    await expect(withRetries(work, policy('transient', { signal: cancel.signal }))).rejects.toThrow(
      'attempt 1',
    )
    expect(attempts()).toBe(1)
  })

  test('stops waiting when it is cancelled', async () => {
    const cancel = new AbortController()
    const { work, attempts } = failing(1000)
    const running = withRetries(work, policy('settling', { budgetMs: 60_000, signal: cancel.signal }))
    setTimeout(() => cancel.abort(), 50)
    await expect(running).rejects.toMatchObject({ name: 'AbortError' })
    expect(attempts()).toBe(1)
  })
})

describe('people hear of who is waited for', () => {
  /** Looks at what is waited for whenever an attempt begins. */
  function heard(times: number) {
    const seen: unknown[] = []
    let look: Parameters<Watch>[0] = () => undefined
    const watch: Watch = (looks, work) => {
      look = looks
      return work(() => {})
    }
    const { work } = failing(times)
    const attempt = () => {
      seen.push(look()?.what)
      return work()
    }
    const describe = (error: unknown) => `ECR (${error})`
    return { seen, attempt, waiting: { watch, describe } }
  }

  test('only when it has failed once, with the last failure and the time that is left', async () => {
    const { seen, attempt, waiting } = heard(2)
    expect(await withRetries(attempt, policy('transient', { waiting, budgetMs: 30_400 }))).toBe(3)
    expect(seen).toEqual([
      undefined,
      'ECR (Error: attempt 1), tried again for up to 30 s',
      expect.stringMatching(/^ECR \(Error: attempt 2\), tried again for up to (?:29|30) s$/),
    ])
  })

  test('and gets what work gives, or throws', async () => {
    const { attempt, waiting } = heard(9)
    await expect(withRetries(attempt, policy('final', { waiting }))).rejects.toThrow('attempt 1')
  })
})

describe('fullJitter', () => {
  test('is below a bound that doubles, up to the longest', () => {
    for (let attempt = 0; attempt < 40; attempt += 1) {
      const bound = Math.min(10_000, 400 * 2 ** attempt)
      for (let draw = 0; draw < 20; draw += 1) {
        const delay = fullJitter(attempt, 400, 10_000)
        expect(delay).toBeGreaterThanOrEqual(0)
        expect(delay).toBeLessThan(bound)
      }
    }
  })

  test('spreads over the whole range, so that writers that collided do not meet again', () => {
    const draws = Array.from({ length: 2000 }, () => fullJitter(3, 100, 10_000) / 800)
    expect(draws.filter((draw) => draw < 0.25).length).toBeGreaterThan(350)
    expect(draws.filter((draw) => draw > 0.75).length).toBeGreaterThan(350)
  })
})

test('a time that the other side asked for is kept, and none begins that would end after the budget', async () => {
  const times: number[] = []
  const work = async () => {
    times.push(performance.now())
    if (times.length < 2) throw new Error('slow down')
  }
  await withRetries(work, { classify: () => ({ afterMs: 300 }), budgetMs: 5_000 })
  expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(299)

  const tried: number[] = []
  const refuse = async () => {
    tried.push(1)
    throw new Error('slow down')
  }
  const started = performance.now()
  await expect(
    withRetries(refuse, { classify: () => ({ afterMs: 60_000 }), budgetMs: 5_000 }),
  ).rejects.toThrow()
  expect([tried.length, performance.now() - started < 1_000]).toEqual([1, true])
})
