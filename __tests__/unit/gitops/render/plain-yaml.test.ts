import { describe, expect, test } from 'vitest'
import {
  itemsOf,
  lineOf,
  readDocument,
  readDocuments,
  valuesOf,
} from '../../../../src/gitops/render/plain-yaml.ts'
import { processorTime } from '../../processor-time.ts'

/** Nine lists of nine aliases each: 9^9 values, if anybody expanded them. */
const BOMB = Array.from({ length: 9 }, (_, level) => {
  const item = level === 0 ? 'x' : `*a${level - 1}`
  return `a${level}: &a${level} [${Array(9).fill(item).join(', ')}]`
}).join('\n')

describe('readDocument', () => {
  test.each([
    ['a mapping', 'a: 1', { a: 1 }],
    [
      'merged mappings, as kustomize reads them',
      'x: &x {a: 1}\ny: {<<: *x, b: 2}',
      { x: { a: 1 }, y: { a: 1, b: 2 } },
    ],
    ['an alias', 'a: &a base\nb: [*a]', { a: 'base', b: ['base'] }],
    ['nothing', '', undefined],
  ])('%s', (_, text, value) => {
    expect(readDocument(text)).toEqual({ ok: true, value })
  })

  test.each([
    ['a mistake', 'a: ['],
    ['a key twice', 'a: 1\na: 2'],
    ['aliases that multiply', BOMB],
    ['lists in lists without end', '['.repeat(100_000)],
    ['mappings in mappings without end', 'a: {'.repeat(50_000)],
    ['more than 1 MiB', `a: ${'x'.repeat(1024 * 1024)}`],
    ['two documents', 'a: 1\n---\nb: 2'],
  ])('not %s', (_, text) => {
    const before = processorTime()
    expect(readDocument(text)).toEqual({ ok: false, why: expect.stringMatching(/./) })
    expect(processorTime() - before).toBeLessThan(5_000)
  })

  test('several documents together', () => {
    expect(readDocuments('a: 1\n---\nb: 2')).toEqual({ ok: true, values: [{ a: 1 }, { b: 2 }] })
  })
})

describe('keys', () => {
  test.each(['resources', 'Resources', 'RESOURCES', 're\u017fources', '\u212aind'])(
    '%s is found in any case',
    (key) => {
      const wanted = key.endsWith('ind') ? 'kind' : 'resources'
      expect(valuesOf({ [key]: 1 }, wanted)).toEqual([1])
    },
  )

  test.each([[undefined], [null], ['text'], [['a']]])('%j has none', (value) => {
    expect(valuesOf(value, 'a')).toEqual([])
  })

  test('items are those of lists only', () => {
    expect(itemsOf({ a: [1, 2], A: [3], b: 'x' }, 'a')).toEqual([1, 2, 3])
    expect(itemsOf({ a: [1, 2], b: 'x' }, 'b')).toEqual([])
  })
})

test.each([
  ['a\nb\nc', 'b', 2],
  ['a', 'b', undefined],
  ['a', '', undefined],
])('the line in %j of %j is %j', (text, value, line) => {
  expect(lineOf(text, value)).toBe(line)
})
