import fc from 'fast-check'
import { expect, test } from 'vitest'
import { atMost } from '../../../src/runner/turns.ts'

test('never lets more go on than the limit, and in the end all of them', async () => {
  const jobs = fc.array(fc.record({ turns: fc.nat(5), fails: fc.boolean() }), { maxLength: 30 })
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 8 }), jobs, async (limit, planned) => {
      const gate = atMost(limit)
      let active = 0
      let most = 0
      const work = async ({ turns, fails }: (typeof planned)[number], index: number) => {
        active += 1
        most = Math.max(most, active)
        for (let turn = 0; turn < turns; turn += 1) await Promise.resolve()
        active -= 1
        if (fails) throw new Error(`${index}`)
        return index
      }
      const ended = await Promise.allSettled(planned.map((job, index) => gate(() => work(job, index))))
      expect(ended.map(({ status }) => status === 'rejected')).toEqual(planned.map(({ fails }) => fails))
      expect(most).toBeLessThanOrEqual(limit)
      expect(active).toBe(0)
    }),
  )
})

test('starts them in the order in which they came', async () => {
  const gate = atMost(2)
  const started: number[] = []
  await Promise.all([0, 1, 2, 3, 4].map((index) => gate(async () => void started.push(index))))
  expect(started).toEqual([0, 1, 2, 3, 4])
})

test('lets as many go on as the limit says', async () => {
  const gate = atMost(3)
  let active = 0
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  const work = async () => {
    active += 1
    await opened
  }
  const all = Promise.all([1, 2, 3, 4].map(() => gate(work)))
  await new Promise((resolve) => setImmediate(resolve))
  expect(active).toBe(3)
  open()
  await all
  expect(active).toBe(4)
})
