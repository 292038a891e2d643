import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { within } from '../../../src/runner/retry.ts'

const never = () => new Promise<never>(() => {})

describe('within', () => {
  test('gives what the work gives', async () => {
    expect(await within(1000, new AbortController().signal, async () => 'done')).toBe('done')
    await expect(
      within(1000, new AbortController().signal, async () => Promise.reject(new Error('why'))),
    ).rejects.toThrow('why')
  })

  test('ends work that does not end by itself, and tells it so', async () => {
    let told = false
    const work = within(20, new AbortController().signal, (signal) => {
      signal.addEventListener('abort', () => {
        told = true
      })
      return never()
    })
    // An unref'd timer alone does not keep a process.
    await Promise.all([expect(work).rejects.toThrow('no answer within 0.02 s'), sleep(60)])
    expect(told).toBe(true)
  })

  test('ends with a cancel, before and during the work', async () => {
    const cancel = new AbortController()
    const work = within(10_000, cancel.signal, never)
    cancel.abort()
    await expect(work).rejects.toHaveProperty('name', 'AbortError')
    let begun = false
    const late = within(10_000, cancel.signal, async () => {
      begun = true
    })
    await expect(late).rejects.toHaveProperty('name', 'AbortError')
    expect(begun).toBe(false)
  })
})
