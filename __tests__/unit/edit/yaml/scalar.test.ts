import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { goMisreading } from '../../../../src/edit/yaml/go-scalar.ts'
import { splice } from '../../../../src/edit/yaml/lines.ts'
import { needsQuotes, renderPair, renderScalar } from '../../../../src/edit/yaml/scalar.ts'

const hex = fc
  .array(fc.constantFrom(...'0123456789abcdef'), { minLength: 7, maxLength: 40 })
  .map((digits) => digits.join(''))
/** Hex strings that YAML is most likely to read as a number: digits with one `e`, or none. */
const numeric = fc.oneof(
  fc.stringMatching(/^\d{7,40}$/),
  fc.stringMatching(/^\d{1,20}e\d{1,19}$/),
  fc.stringMatching(/^0[0-7]{6,39}$/),
  fc.stringMatching(/^0[0-9a-f]{6,39}$/),
)

function readsBack(text: string, style: string): void {
  for (const version of ['1.1', '1.2'] as const) {
    const rendered = renderScalar(text, style)
    expect(parse(`newTag: ${rendered}`, { version }), `${rendered} in ${version}`).toEqual({ newTag: text })
    expect(parse(`{newTag: ${rendered}, a: b}`, { version })).toEqual({ newTag: text, a: 'b' })
  }
}

test('every hex string of 7 to 40 digits stays a string, in YAML 1.1 and 1.2, in every style', () => {
  fc.assert(
    fc.property(fc.oneof(hex, numeric), fc.constantFrom('PLAIN', 'QUOTE_SINGLE', 'QUOTE_DOUBLE'), readsBack),
    { numRuns: 5000 },
  )
})

test('so does every tag that a registry takes', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,30}$/), fc.constant('PLAIN'), readsBack),
    {
      numRuns: 3000,
    },
  )
})

describe('needsQuotes', () => {
  // What go-yaml, kustomize's own parser, does not read as a string (measured with kustomize 5.5), and YAML syntax.
  test.each([
    '1234567',
    '9075807',
    '1e5',
    '553640e6',
    '12e4567',
    '0755',
    '0123456',
    '00e1234',
    '1_000',
    '0o17',
    '0b101',
    '0x1f',
    '0x_1f',
    '1.10',
    '1.',
    '1e400',
    '0E_0',
    '1_e5',
    '1e5_0',
    'yes',
    'Yes',
    'no',
    'on',
    'OFF',
    'y',
    'n',
    'true',
    'False',
    'null',
    'Null',
    '2024-01-15',
    '2024-01-15T10:00:00Z',
    '12:30:45',
    '',
    '-1',
    '.5',
    '.nan',
    '~',
    'a: b',
    'a #b',
    'a:',
    '@a',
    '*a',
    '&a',
    '!a',
    '{a',
    'a b',
    'a\nb',
  ])('%j does', (text) => {
    expect(needsQuotes(text)).toBe(true)
  })

  test.each([
    '4f2b8c1d9e7a6053b1c2d3e4f5061728394a5b6c',
    'v1.2.3',
    '1.2.3',
    'main-4f2b8c1',
    'latest',
    '465002806239.dkr.ecr.us-east-1.amazonaws.com/a/b-c_d',
    'localhost:5000/web',
    `sha256:${'0'.repeat(64)}`,
    'yesterday',
    'nothing',
    'abc1234',
  ])('%s does not', (text) => {
    expect(needsQuotes(text)).toBe(false)
  })
})

describe('goMisreading', () => {
  test.each('y Y yes Yes YES n N no No NO true True TRUE false False FALSE on On ON off Off OFF'.split(' '))(
    '%s is a boolean',
    (text) => {
      expect(goMisreading(text)).toBe('boolean')
    },
  )

  test.each([
    ...[
      '0',
      '12',
      '-1',
      '+1',
      '1.',
      '1.5',
      '.5',
      '-.25',
      '1e5',
      '1E+10',
      '12.5e-10',
      '1_000',
      '1_e5',
      '1__2',
    ],
    ...['0x1F', '+0Xff', '-0b101', '0o17', '0x_f', '0755', '.inf', '-.Inf', '+.INF', '.NaN', '-.nan'],
  ])('%s is a number', (text) => {
    expect(goMisreading(text)).toBe('number')
  })

  test.each([
    ...[
      '',
      '_',
      '__',
      '_1',
      '1e400',
      '12e4567',
      '1.2.3',
      'v1',
      '1x',
      '1e',
      'e5',
      '1e5x',
      'x1e5',
      '.',
      '-',
      '--1',
    ],
    ...[
      '0x',
      '0xg',
      'x0x1',
      '0x1g',
      '0b2',
      '0b12',
      '0o8',
      '0o18',
      '.infx',
      'x.inf',
      'inf',
      '.e5',
      '-.',
      '1.5.',
      '1-2',
      '1-0',
    ],
    ...['yEs', 'tRUE', 'yesterday', 'oyes', 'nope', '2024-01-15', '12:30:45', 'null', '~'],
  ])('%j is a string', (text) => {
    expect(goMisreading(text)).toBeUndefined()
  })
})

describe('renderScalar and renderPair', () => {
  test.each([
    ['abc', 'PLAIN', 'abc'],
    ['1234567', 'PLAIN', '"1234567"'],
    ['1234567', undefined, '"1234567"'],
    ['abc', 'QUOTE_DOUBLE', '"abc"'],
    ['a "b"\\', 'QUOTE_DOUBLE', '"a \\"b\\"\\\\"'],
    ['abc', 'QUOTE_SINGLE', "'abc'"],
    ["it's 'x'", 'QUOTE_SINGLE', "'it''s ''x'''"],
  ])('%s as %s is %s', (text, style, rendered) => {
    expect(renderScalar(text, style)).toBe(rendered)
  })

  test('a pair has the quotes of its author, and those of JSON where keys have them', () => {
    expect(renderPair('newTag', 'abc', { quoted: false })).toBe('newTag: abc')
    expect(renderPair('newTag', 'abc', { quoted: false, style: 'QUOTE_SINGLE' })).toBe("newTag: 'abc'")
    expect(renderPair('newTag', 'abc', { quoted: true, style: 'QUOTE_SINGLE' })).toBe('"newTag": "abc"')
  })
})

describe('splice', () => {
  test('keeps the order of insertions at one place', () => {
    const at = (text: string) => ({ start: 1, end: 1, text })
    expect(splice('ab', [at('1'), at('2'), { start: 0, end: 1, text: 'A' }])).toBe('A12b')
  })
  test('refuses overlapping edits instead of guessing', () => {
    expect(() =>
      splice('abc', [
        { start: 0, end: 2, text: 'x' },
        { start: 1, end: 3, text: 'y' },
      ]),
    ).toThrow('overlapping')
  })
})

test.each(['.inf', '-.Inf', '.NaN'])('%s stays a string', (text) => {
  readsBack(text, 'PLAIN')
})
