import { describe, expect, test } from 'vitest'
import {
  fieldsOf,
  itemsOf,
  lineOf,
  readDocument,
  readDocuments,
  valuesOf,
} from '../../../../src/render/graph/plain-yaml.ts'
import { processorTime } from '../../processor-time.ts'

/** Nine lists of nine aliases each: 9^9 values, if anybody expanded them. */
const BOMB = Array.from({ length: 9 }, (_, level) => {
  const item = level === 0 ? 'x' : `*a${level - 1}`
  return `a${level}: &a${level} [${Array(9).fill(item).join(', ')}]`
}).join('\n')

function anchors(count: number, aliases: number): string {
  const names = Array.from({ length: count }, (_, n) => `a${n}`)
  return names.map((name) => `- &${name} x\n${`- *${name}\n`.repeat(aliases)}`).join('')
}

describe('readDocument', () => {
  test.each([
    ['a mapping', 'a: b', { a: 'b' }],
    [
      'every scalar as its text',
      '[1e1000, 0x1F, true, null, 12:30]',
      ['1e1000', '0x1F', 'true', 'null', '12:30'],
    ],
    [
      'merged mappings beside the rest',
      'x: &x {a: b}\ny: {<<: *x, c: d}',
      { x: { a: 'b' }, y: { '<<': { a: 'b' }, c: 'd' } },
    ],
    ['an anchor that is set again', 'a: [&x b, *x, &x c, *x]', { a: ['b', 'b', 'c', 'c'] }],
    ['the anchor of a key', '&x a : b\nc: *x', { a: 'b', c: 'a' }],
    ['an empty value', 'a:', { a: '' }],
    ['no value', '? a', { a: null }],
    ['a byte order mark', '\ufeffa: b', { a: 'b' }],
    ['an alias', 'a: &a base\nb: [*a]', { a: 'base', b: ['base'] }],
    ['nothing', '', undefined],
  ])('%s', (_, text, value) => {
    expect(readDocument(text)).toEqual({ ok: true, value })
  })

  test.each([
    ['a mistake', 'a: ['],
    ['a key twice', 'a: 1\na: 2'],
    ['aliases that multiply', BOMB],
    ['more anchors than can be followed', Array.from({ length: 5_001 }, (_, n) => `- &a${n} x\n`).join('')],
    ['lists in lists without end', '['.repeat(100_000)],
    ['mappings in mappings without end', 'a: {'.repeat(50_000)],
    ['more than 1 MiB', `a: ${'x'.repeat(1024 * 1024)}`],
    ['two documents', 'a: 1\n---\nb: 2'],
    ['an alias of itself', 'a: &a [*a]'],
    ['a tag', 'a: !!binary eA=='],
    ['a directive', '%YAML 1.1\n---\na: 1'],
    ['a line that only some take for the end of a document', 'a: 1\n---b: 1'],
    ['an alias for a key', 'a: &a b\n*a : c'],
    ['a list for a key', '? [a]\n: b'],
    ['a line that ends with a carriage return alone', 'a: 1 # b\rc: 1'],
    ['a line that ends with U+0085', 'a: 1 # b\u0085c: 1'],
    ['a line that ends with U+2028', 'a: 1 # b\u2028c: 1'],
    ['a line that ends with U+2029', 'a: 1 # b\u2029c: 1'],
  ])('not %s', (_, text) => {
    const before = processorTime()
    expect(readDocument(text)).toEqual({ ok: false, why: expect.stringMatching(/./) })
    expect(processorTime() - before).toBeLessThan(5_000)
  })

  test('several documents together', () => {
    expect(readDocuments('a: 1\n--- # two\nb: 2\n---\n')).toEqual({
      ok: true,
      values: [{ a: '1' }, { b: '2' }, ''],
    })
  })

  test.each([
    ['60,000 keys', Array.from({ length: 60_000 }, (_, n) => `k${n}: v\n`).join('')],
    ['900 anchors and 90,000 aliases', anchors(900, 100)],
  ])('%s in a moment', (_, text) => {
    const before = processorTime()
    expect(readDocument(text)).toMatchObject({ ok: true })
    expect(processorTime() - before).toBeLessThan(20_000)
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

  test.each([
    ['a mapping that is merged', { '<<': { b: 1 }, a: 2 }],
    ['several of them', { a: 2, '<<': [{ c: 3 }, { b: 1 }] }],
    ['one in another', { a: 2, '<<': { '<<': [{ b: 1 }] } }],
  ])('are those of %s too', (_, value) => {
    expect(valuesOf(value, 'b')).toEqual([1])
    expect(valuesOf(value, 'a')).toEqual([2])
  })

  test('a merged one and its own are both there: kustomize takes this one or that', () => {
    expect(valuesOf({ a: 1, '<<': { A: 2 } }, 'a')).toEqual([1, 2])
    expect(fieldsOf({ a: 1, '<<': 'text' })).toEqual([['a', 1]])
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
