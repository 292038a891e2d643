import { expect, test } from 'vitest'
import { keepLast } from '../../../src/build/last-lines.ts'

test('the last lines are kept, however many there are, and never twice as many', () => {
  const lines: string[] = []
  for (let index = 0; index < 1000; index += 1) {
    keepLast(lines, `line ${index}`, 10)
    expect(lines.length).toBeLessThanOrEqual(20)
    expect(lines.slice(-10)).toEqual(
      Array.from({ length: Math.min(10, index + 1) }, (_, at) => `line ${Math.max(0, index - 9) + at}`),
    )
  }
})
