import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { shownLine } from '../../../../src/report/terminal/excerpt.ts'
import { widthOf } from '../../../../src/report/terminal/width.ts'
import { aFinding } from '../../../support/audit/findings.ts'

/** The line and its marks, as they stand below each other. */
function shown(excerpt: string, word: string, columns = 60): string {
  const column = excerpt.indexOf(word) + 1
  const finding = aFinding({ excerpt, column, endColumn: column + word.length })
  const { text, before, marks } = shownLine(finding, columns)
  return `${text}\n${before}${marks}`
}

describe('the marks stand below', () => {
  test.each([
    ['a word', 'a: word', 'a: word\n   ^^^^'],
    ['a word behind tabs', '\ta:\tword', '    a:    word\n          ^^^^'],
    ['a word behind wide characters', '日本: word', '日本: word\n      ^^^^'],
    ['wide characters', 'a: word日本word', 'a: word日本word\n   ^^^^'],
    ['a word behind marks without width', 'e\u0301: word', 'e\u0301: word\n   ^^^^'],
    ['a word behind emoji', '😀: word', '😀: word\n    ^^^^'],
    ['a word behind what acts', '\u001b[2J word', '\\u001b[2J word\n          ^^^^'],
  ])('%s', (_, excerpt, text) => {
    expect(shown(excerpt, 'word')).toBe(text)
  })

  test('nothing, where a value is missing', () => {
    const finding = aFinding({ excerpt: 'image:', column: 7, endColumn: 7 })
    expect(shownLine(finding, 60)).toEqual({ text: 'image:', before: '      ', marks: '^', more: 0 })
  })
})

test('of several lines the first one is shown, to its end', () => {
  const finding = aFinding({ excerpt: '- a: b\r\n  c: d', column: 3, endLine: 9, endColumn: 2 })
  expect(shownLine(finding, 60)).toEqual({ text: '- a: b', before: '  ', marks: '^^^^', more: 5 })
})

describe('of a long line', () => {
  test('the part around the place is shown', () => {
    const line = `${'a'.repeat(500)} word ${'b'.repeat(500)}`
    expect(shown(line, 'word', 50)).toBe(`…${'a'.repeat(24)} word ${'b'.repeat(20)}…\n${' '.repeat(26)}^^^^`)
  })

  test('the beginning is shown for a place there', () => {
    expect(shown(`word ${'b'.repeat(500)}`, 'word', 20)).toBe(`word ${'b'.repeat(15)}…\n^^^^`)
  })

  test('the end is shown for a place there', () => {
    expect(shown(`${'b'.repeat(500)} word`, 'word', 20)).toBe(
      `…${'b'.repeat(15)} word\n${' '.repeat(17)}^^^^`,
    )
  })

  test('a long place is marked as far as it is shown', () => {
    const long = 'w'.repeat(500)
    expect(shown(long, long, 20)).toBe(`${'w'.repeat(20)}…\n${'^'.repeat(20)}`)
  })

  test('no character is cut into halves', () => {
    const line = `${'😀'.repeat(100)}x${'😀'.repeat(100)}`
    for (const columns of [20, 21]) {
      for (const text of [line, `a${line}`]) expect(shown(text, 'x', columns)).not.toContain('\\u')
    }
  })
})

test('whatever stands there, the marks are within the line and the line within its room', () => {
  const line = fc.string({ unit: 'binary', maxLength: 120 }).map((text) => text.replaceAll('\n', ' '))
  fc.assert(
    fc.property(line, fc.nat(150), fc.nat(150), (excerpt, start, length) => {
      const column = Math.min(start, excerpt.length) + 1
      const finding = aFinding({ excerpt, column, endColumn: column + length })
      const only = shownLine(finding, 40)
      expect(only.text).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u)
      // What is written out is at most eight characters for one of a line, and its marks end where it does.
      expect(widthOf(only.text)).toBeLessThanOrEqual(43 * 8)
      const marked = only.before.length + only.marks.length
      expect(marked).toBeLessThanOrEqual(43 * 8 + 1)
    }),
    { numRuns: 100 },
  )
})
