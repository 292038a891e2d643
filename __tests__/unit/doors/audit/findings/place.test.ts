import { describe, expect, test } from 'vitest'
import { openPlaces } from '../../../../../src/doors/audit/findings/place.ts'

const placeOf = (text: string, word: string) => {
  const start = text.indexOf(word)
  const source = { path: 'a.yaml', text, exact: true }
  return openPlaces().of({ source, start, end: start + word.length })
}

describe('the place of', () => {
  test.each([
    ['a word in the first line', 'a: word', 'word', [1, 4, 1, 8], 'a: word'],
    ['a word behind a byte order mark', '\ufeffa: word', 'word', [1, 4, 1, 8], 'a: word'],
    ['a word in lines of CRLF', 'a: b\r\nc: word\r\nd: e', 'word', [2, 4, 2, 8], 'c: word'],
    ['a word behind wide characters, in UTF-16', 'a: 😀 word', 'word', [1, 7, 1, 11], 'a: 😀 word'],
    ['a text of two lines', 'a: one\n  two\nb: c', 'one\n  two', [1, 4, 2, 6], 'a: one\n  two'],
    ['a block that ends behind its line break', 'a: |\n  one\n\n\nb: c', 'one\n\n\n', [2, 3, 2, 6], '  one'],
    ['the last line without an end', 'a: b\nword', 'word', [2, 1, 2, 5], 'word'],
  ])('%s', (_, text, word, [line, column, endLine, endColumn], excerpt) => {
    expect(placeOf(text, word)).toEqual({ line, column, endLine, endColumn, excerpt })
  })

  test('a long mapping, which shows its first lines', () => {
    const text = `a:\n${'  b: c\n'.repeat(9)}`
    expect(placeOf(text, text)).toMatchObject({ line: 1, endLine: 10, excerpt: 'a:\n  b: c\n  b: c' })
  })

  test('nothing, behind the end of a text', () => {
    const source = { path: 'a.yaml', text: 'a: b', exact: true }
    expect(openPlaces().of({ source, start: 90, end: 99 })).toMatchObject({
      line: 1,
      column: 5,
      endColumn: 5,
    })
  })

  test('texts of one path, each in its own lines', () => {
    const places = openPlaces()
    const of = (text: string) =>
      places.of({ source: { path: 'a', text, exact: true }, start: 4, end: 5 }).line
    expect([of('a\nb\nc'), of('abcdef'), of('a\nb\nc')]).toEqual([3, 1, 3])
  })
})
