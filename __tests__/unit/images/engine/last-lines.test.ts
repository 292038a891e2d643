import { expect, test } from 'vitest'
import { keepLast } from '../../../../src/images/engine/last-lines.ts'

test('the last lines are kept, however many there are, and never twice as many', () => {
  const { lines, add } = keepLast(10)
  for (let index = 0; index < 1000; index += 1) {
    add(`line ${index}`)
    expect(lines.length).toBeLessThanOrEqual(20)
    expect(lines.slice(-10)).toEqual(
      Array.from({ length: Math.min(10, index + 1) }, (_, at) => `line ${Math.max(0, index - 9) + at}`),
    )
  }
})

test('of long lines fewer are kept: the last ones, and never more than their limit', () => {
  const { lines, add } = keepLast(1000, 10_000)
  for (let index = 0; index < 1000; index += 1) {
    const long = `${index} ${'x'.repeat(index % 2000)}`
    add(long)
    expect(lines.at(-1)).toBe(long)
    expect(lines.join('').length).toBeLessThanOrEqual(10_000)
  }
  expect(lines.length).toBeGreaterThan(3)
  expect(lines.map((line) => Number.parseInt(line, 10))).toEqual(
    Array.from({ length: lines.length }, (_, at) => 1000 - lines.length + at),
  )
})
