import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatPath, isMistaken, parsePath, type Step } from '../../../src/names/yaml-path.ts'

const key = (text: string): Step => ({ kind: 'key', key: text })
const match = (field: string, value: string): Step => ({ kind: 'match', field, value })
const item = (index: number): Step => ({ kind: 'index', index })

test.each<[string, readonly Step[]]>([
  ['image', [key('image')]],
  ['web.image', [key('web'), key('image')]],
  ['spec.sources[name=web].helm', [key('spec'), key('sources'), match('name', 'web'), key('helm')]],
  ['a[0][12].b', [key('a'), item(0), item(12), key('b')]],
  ['[name=web]', [match('name', 'web')]],
  ['"my.key".image', [key('my.key'), key('image')]],
  ["a.'it''s'", [key('a'), key("it's")]],
  [String.raw`a\.b.c`, [key('a.b'), key('c')]],
  [String.raw`a.b\[0\]`, [key('a'), key('b[0]')]],
  ['"a\\"b"', [key('a"b')]],
  ['c[name="a]b"].d', [key('c'), match('name', 'a]b'), key('d')]],
  ['c[name=a=b]', [key('c'), match('name', 'a=b')]],
  ['c[name=my.web]', [key('c'), match('name', 'my.web')]],
  ['my-chart.sub_chart/x', [key('my-chart'), key('sub_chart/x')]],
  ['0.image', [key('0'), key('image')]],
  ['__proto__.x', [key('__proto__'), key('x')]],
])('%s', (text, steps) => {
  expect(parsePath(text)).toEqual(steps)
})

test.each([
  ['', 'has no path'],
  ['.', 'ends in a dot'],
  ['.image', 'begins with a dot'],
  ['a..b', 'has two dots in a row'],
  ['a.', 'ends in a dot'],
  ['a[]', 'brackets'],
  ['a[-1]', 'brackets'],
  ['a[*].b', 'brackets'],
  ['a[name=]', 'brackets'],
  ['a[name=web', 'brackets'],
  ['a[0]b', 'has no dot behind a bracket'],
  ['a b', undefined],
  [' a', 'is no path'],
  ['"a.b', 'does not close'],
  ['a.]', 'is no path'],
  ['a\\', 'is no path'],
  ['a.'.repeat(200).slice(0, -1), 'deeper'],
])('%j', (text, mistake) => {
  const parsed = parsePath(text)
  if (mistake === undefined) expect(isMistaken(parsed)).toBe(false)
  else expect(parsed).toMatchObject({ mistake: expect.stringContaining(mistake) })
})

const anyText = fc.string({ minLength: 1, unit: fc.constantFrom(...`ab.[]=\\"' 0é`) })
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  anyText.map(key),
  fc.nat(999).map(item),
  fc
    .tuple(fc.string({ minLength: 1, unit: fc.constantFrom(...'ab.-') }), anyText)
    .map(([f, v]) => match(f, v)),
)

test('what is written is read again', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { minLength: 1, maxLength: 8 }), (steps) => {
      expect(parsePath(formatPath(steps))).toEqual(steps)
    }),
  )
})
