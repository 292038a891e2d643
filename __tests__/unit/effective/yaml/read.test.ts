import { describe, expect, test } from 'vitest'
import { valueAt, valueUnder } from '../../../../src/effective/yaml/node.ts'
import { readYaml } from '../../../../src/effective/yaml/read.ts'
import { said, scalarsOf, sourceOf, written } from '../../../support/audit/shown.ts'

const read = (text: string) => readYaml(sourceOf(text))
const rootOf = (text: string) => read(text).documents[0]?.root

describe('places', () => {
  test.each<readonly [string, string, readonly string[]]>([
    ['plain', 'a: b # c\n', ['a', 'b']],
    ['quoted', 'a: "x\\ny"\n"b" : \'it\'\'s\'', ['a', '"x\\ny"', '"b"', "'it''s'"]],
    ['with a byte order mark', '\ufeffa: b\n', ['a', 'b']],
    ['with carriage returns', 'a: b\r\nc: d\r\n', ['a', 'b', 'c', 'd']],
    ['plain on two lines', 'a: b\n  c\nd: e', ['a', 'b\n  c', 'd', 'e']],
    ['a block of text', 'a: |\n  x\n\n  y\nb: c', ['a', '  x\n\n  y\n', 'b', 'c']],
    ['behind characters of two units', '# 😀\na: 😀 # 😀\nb: c', ['a', '😀', 'b', 'c']],
    ['explicit keys', '? a\n: b\n? c\n', ['a', 'b', 'c', '']],
    ['an alias has the place of its anchor', 'a: &x b\nc: *x\n', ['a', 'b', 'c', 'b']],
    ['in flow', '{a: b, "c": [d, e]}', ['a', 'b', '"c"', 'd', 'e']],
  ])('%s', (_, text, expected) => {
    expect(scalarsOf(rootOf(text)).map(written)).toEqual(expected)
  })

  test.each<readonly [string, string, string]>([
    ['a mapping ends with its last value', 'a:\n  b: c\n\n# d\ne: f', 'b: c'],
    ['a list in a block', 'a:\n- b\n- c\n\n', '- b\n- c'],
    ['a list in flow', 'a: [b, # ]\n c,\n ] # d', '[b, # ]\n c,\n ]'],
    ['a list of lists', 'a: [[b], [c]]', '[[b], [c]]'],
    ['a list of pairs', 'a: [b: c, d]', '[b: c, d]'],
    ['a mapping in flow with nothing in it', 'a: {b: , c: !!str , d: &x }', '{b: , c: !!str , d: &x }'],
    ['a mapping in flow whose colon is on a line of its own', 'a: {b # }\n  : c }', '{b # }\n  : c }'],
    ['an empty list', 'a: [ # b\n ]', '[ # b\n ]'],
  ])('%s', (_, text, expected) => {
    const value = valueAt(rootOf(text), 'a')
    expect(value && written(value)).toBe(expected)
  })

  test.each<readonly [string, string]>([
    ['behind the colon', 'a: b\nc:|\n'],
    ['behind the dash', 'a: b\nc:\n- d\n# e\n-| # f\n'],
    ['behind a dash that is the last character', '- a\n-|'],
    ['behind the dash before a line of dashes', '- - a\n  -|\n- b'],
    ['behind its tag', 'c: !!str| # d'],
    ['behind its anchor', 'c: &x|\nd: e'],
    ['of a key alone', '{c|, d: e}'],
  ])('an empty value is %s', (_, marked) => {
    const empty = scalarsOf(rootOf(marked.replace('|', ''))).find(({ text }) => text === '')
    expect(empty?.start).toBe(marked.indexOf('|'))
    expect(empty?.end).toBe(empty?.start)
  })
})

describe('values', () => {
  test.each<readonly [string, string, unknown]>([
    ['no type is guessed', 'a: yes\nb: 1.10\nc: ~\nd: 0x1F', { a: 'yes', b: '1.10', c: '~', d: '0x1F' }],
    [
      'own keys win over merged ones',
      'x: &x {a: 1, b: 2}\ny: {<<: *x, a: 3}',
      { x: { a: '1', b: '2' }, y: { a: '3', b: '2' } },
    ],
    [
      'of several mappings the first wins',
      'x: &x {a: 1}\ny: &y {a: 2, b: 3}\nz: {<<: [*x, *y]}',
      { x: { a: '1' }, y: { a: '2', b: '3' }, z: { a: '1', b: '3' } },
    ],
    [
      'a quoted merge key is a key',
      'x: &x {a: 1}\ny: {"<<": *x}',
      { x: { a: '1' }, y: { '<<': { a: '1' } } },
    ],
    ['the last anchor of a name counts', 'a: &x 1\nb: &x 2\nc: *x', { a: '1', b: '2', c: '2' }],
    [
      'prototypes are keys',
      '__proto__: a\nconstructor: b',
      JSON.parse('{"__proto__":"a","constructor":"b"}'),
    ],
    [
      'a closing bracket below its key',
      'a: [\n  b,\n]\nc:\n  d: {\n  e: f,\n  }\n',
      { a: ['b'], c: { d: { e: 'f' } } },
    ],
    ['nothing of it further in', 'a: [\n{b: [\nc\n]}\n]\nd: "e\nf"', { a: [{ b: ['c'] }], d: 'e f' }],
    ['JSON with tabs', 'a: {\n\t"b": [\n\t\t"c"\n\t]\n}', { a: { b: ['c'] } }],
  ])('%s', (_, text, expected) => {
    expect(read(text).faults).toEqual([])
    expect(said(rootOf(text))).toEqual(expected)
  })

  test('what is merged is the very entry of the other mapping', () => {
    const root = rootOf('x: &x {a: 1}\ny: {<<: *x}')
    expect(valueUnder(root, ['y', 'a'])).toBe(valueUnder(root, ['x', 'a']))
  })

  test('what needed room stands where it is written', () => {
    const text = 'a: [\n{b: "c\nd"}, # e\nf\n]\ng: h'
    expect(scalarsOf(rootOf(text)).map(written)).toEqual(['a', 'b', '"c\nd"', 'f', 'g', 'h'])
  })

  test('documents with nothing in them count', () => {
    const documents = read('---\n# a\n---\nb: c\n...\n--- ~\n').documents
    expect(documents.map(({ root }) => said(root))).toEqual(['(nothing)', { b: 'c' }, '~'])
  })
})

describe('faults', () => {
  test.each<readonly [string, string, string]>([
    ['a key that stands there twice', 'a: 1\nb: {c: 1, |c: 2}', 'the key "c" stands there twice'],
    ['an alias without an anchor', 'a: *|b', 'the alias *b has no anchor before it'],
    ['an alias within its anchor', 'a: &b\n  c: *|b', 'the alias *b stands within what it is the name of'],
    ['an anchor of another document', 'a: &b 1\n---\nc: *|b', 'the alias *b has no anchor before it'],
    ['a text that is to be merged', 'y: {|<<: x, a: 1}', 'what is merged (<<) is no mapping'],
    ['a list of them', 'x: &x {}\ny:\n  |<<: [*x, z]', 'what is merged (<<) is no mapping'],
    ['a template', 'a: |{{ .b }}', 'a key is a mapping or a list'],
    ['an indent', 'a: b\n  |c: d', 'bad indentation of a mapping entry'],
    ['an end', 'a: "b|', 'unexpected end of the stream within a double quoted scalar'],
    [
      'a line that lacks an indent and all else',
      'a: [\nb: |[',
      'unexpected end of the stream within a flow collection',
    ],
  ])('%s', (_, marked, message) => {
    const { faults } = read(marked.replace('|', ''))
    expect(faults[0]?.message).toBe(message)
    expect(Math.abs((faults[0]?.offset ?? -9) - marked.indexOf('|'))).toBeLessThanOrEqual(1)
  })

  test('a broken document costs no other one, and each is told of', () => {
    const text = 'a: 1\n---\nb: [\n---\nc: 2\n---\nd: {{ x }}\n---\n- e\n'
    const { documents, faults } = read(text)
    expect(documents.map(({ root }) => said(root))).toEqual([{ a: '1' }, { c: '2' }, ['e']])
    expect(documents.flatMap(({ root }) => scalarsOf(root)).map(written)).toEqual(['a', '1', 'c', '2', 'e'])
    expect(faults.map(({ offset }) => text.slice(0, offset).split('---').length)).toEqual([2, 4])
  })

  test('a document of refused keys costs no other one', () => {
    const { documents, faults } = read('a: 1\na: 2\n---\nb: 3')
    expect([documents.map(({ root }) => said(root)), faults.length]).toEqual([[{ b: '3' }], 1])
  })
})

describe('texts that are made to cost much', () => {
  test.each<readonly [string, string, RegExp]>([
    [
      'aliases of aliases',
      `a0: &a0 [x, x]\n${Array.from({ length: 40 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}]\n`).join('')}`,
      /far more values/,
    ],
    [
      'merges of merges',
      `a0: &a0 {x: y}\n${Array.from({ length: 40 }, (_, n) => `a${n + 1}: &a${n + 1} {b${n}: *a${n}, <<: [*a${n}, *a${n}]}\n`).join('')}`,
      /far more values/,
    ],
    ['brackets', '['.repeat(100_000), /maxDepth/],
    ['dashes', '- '.repeat(100_000), /maxDepth/],
    ['levels', Array.from({ length: 300 }, (_, n) => `${' '.repeat(n)}a:\n`).join(''), /maxDepth/],
  ])('%s', (_, text, message) => {
    const { documents, faults } = read(text)
    expect(faults[0]?.message).toMatch(message)
    expect(documents).toEqual([])
  })

  test('a control character is a fault', () => {
    expect(read('a: \u0000b').faults[0]?.message).toMatch(/null byte/)
    expect(read('a: \u0007b').faults[0]?.message).toMatch(/non-printable/)
  })
})

describe('aliases', () => {
  const used = (values: number, times: number): string =>
    `a: &a [${'x, '.repeat(values)}]\nb:\n${'- *a\n'.repeat(times)}`

  test.each([
    ['as people write them', used(500, 95), true],
    ['of a large document', used(20, 40_000), true],
    ['of a long chain', `a0: &a0 [x]\n${chain(1300)}`, false],
    ['of each other', `a0: &a0 [x, x, x, x, x, x, x, x, x]\n${chain(8, 9)}`, false],
  ])('%s', (_, text, isRead) => {
    expect(readYaml(sourceOf(text)).faults.map(({ message }) => message)).toEqual(
      isRead ? [] : ['its aliases stand for far more values than are written'],
    )
  })

  function chain(length: number, times = 1): string {
    const lines = Array.from(
      { length },
      (_, index) => `a${index + 1}: &a${index + 1} [${`*a${index}, `.repeat(times)}]`,
    )
    return `${lines.join('\n')}\n`
  }
})
