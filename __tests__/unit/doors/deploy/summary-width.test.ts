import { describe, expect, test } from 'vitest'
import { SUMMARIES } from './summaries.ts'

/**
 * What makes a page of GitHub's style scroll sideways: a table as wide as its longest words, and a pre, which does not
 * wrap. `__tests__/rig/summary.test.ts` measures the same pages in a browser.
 */
describe.each(Object.entries(SUMMARIES))('the summary of %s', (_, summary) => {
  const lines = summary.split('\n')

  test('has no word in a table that is wider than its column may be', () => {
    const cells = lines.filter((line) => line.startsWith('| ')).flatMap((line) => line.split(' | '))
    const words = cells.flatMap((cell) => cell.replaceAll(/<\/?code>|\\/g, '').split(/[-\s|]|<w?br>/))
    expect(words.length).toBeGreaterThan(10)
    expect(words.filter((word) => word.length > 14)).toEqual([])
  })

  test('has no lines that stay whole but those of a diff, which are short', () => {
    expect(summary).not.toContain('<pre')
    const [, diff = ''] = /^```diff\n([\s\S]*?)\n```$/m.exec(summary) ?? []
    expect(diff.split('\n').filter((line) => line.length > 60)).toEqual([])
  })
})
