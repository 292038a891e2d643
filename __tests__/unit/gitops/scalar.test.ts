import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { nearest } from '../../../src/gitops/edit/nearest.ts'
import { needsQuotes, renderScalar } from '../../../src/gitops/edit/scalar.ts'
import { splice } from '../../../src/gitops/edit/splice.ts'

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

describe('nearest', () => {
  test.each([
    ['web', ['api', 'wev', 'db'], 'wev'],
    ['prod', ['staging', 'production', 'prd'], 'prd'],
    ['web', [], undefined],
    ['web', ['postgres'], undefined],
    ['identity-service', ['quay.io/acme/identity-service'], 'quay.io/acme/identity-service'],
  ])('%s in %j is %s', (wanted, candidates, expected) => {
    expect(nearest(wanted, candidates)).toBe(expected)
  })
})

test.each(['.inf', '-.Inf', '.NaN'])('%s stays a string', (text) => {
  readsBack(text, 'PLAIN')
})
