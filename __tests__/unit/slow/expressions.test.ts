import { describe, expect, test } from 'vitest'
import { collect, collectAll, type Expression } from '../expressions/collect.ts'
import { type Excess, excessOf, type Work } from '../expressions/growth.ts'
import { textOf, type WorstCase, worstCases } from '../expressions/worst-cases.ts'

/**
 * Every expression of src, as it stands in the syntax tree, over the worst texts that its own syntax tree tells. All of
 * them count as looking at text of others: there is no list of those that do not, so nothing is to be kept up with.
 */
const { expressions, hidden } = collectAll()
/** The shortest take microseconds, and where the square counts, longer than this. */
const BOUNDS = { lengths: [10_000, 100_000, 1_000_000], first: 60 }
const nameOf = ({ pattern, flags }: Expression): string => `/${pattern}/${flags}`

function excess(expression: Expression): Excess<WorstCase> | undefined {
  const { pattern, flags, splits } = expression
  const used = new RegExp(pattern, flags)
  // With `replace` an expression that looks for all of its matches finds all of them.
  const use = (text: string) => (splits ? text.split(used) : text.replace(used, ''))
  const works = worstCases(pattern, flags).map((on): Work<WorstCase> => {
    return {
      on,
      run: (length) => {
        const text = textOf(on, length)
        return () => use(text)
      },
    }
  })
  return excessOf(works, BOUNDS)
}

describe('no expression costs more than its text is long', () => {
  const each = [...new Map(expressions.map((one) => [`${nameOf(one)} ${one.splits}`, one])).values()]
  const rows = each.map((one) => [`${one.file}:${one.line}`, nameOf(one), one] as const)

  test.each(rows)('%s %s', { timeout: 120_000 }, (_, __, expression) => {
    expect(excess(expression)).toBeUndefined()
  })

  test('and those of every room are looked at', () => {
    const rooms = [
      'aws',
      'config-repository',
      'doors',
      'edit',
      'images',
      'inputs',
      'names',
      'render',
      'runner',
      'source',
    ]
    expect([...new Set(expressions.map(({ file }) => file.split('/')[0]))]).toEqual(
      expect.arrayContaining(rooms),
    )
  })

  test('and none is made of a string, where nobody can see it', () => {
    expect(hidden).toEqual([])
  })
})

describe('expressions that cost more are found', () => {
  test.each([
    ['two repetitions that meet', /^a\s*:?\s*b/],
    ['one that is tried from every start', /\s+$/],
    ['one behind a word that may come again', /Remote branch .* not found/i],
    ['one that begins with a repetition', /.*@/],
    ['with a square in the middle', /^remote:\s*(\S.*?)\s*$/],
    ['repetitions in one another', /^(?:a+)+$/],
    ['a choice of the same', /^(?:a|ab|b)*c/],
    ['lines of nothing', /^\s*Error:/m],
    ['a disappointment at the end', /:[^/]*$/],
    ['in a lookahead', /^(?=.*a.*b)/],
    ['with all of its matches', / from \[[\s\S]*\]/g],
    ['a class of letters', /x\p{L}*\p{L}*y/u],
    ['a repeated group', /(a)\1*b/],
  ])('%s', { timeout: 120_000 }, (_, { source, flags }) => {
    const at = { file: '', line: 1, splits: false }
    expect(excess({ ...at, pattern: source, flags })).toBeDefined()
  })

  test.each([
    ['a repetition with a beginning', /^\s*Error:/],
    ['one whose start is not in it', /"\/[^"]*":? not found/],
    ['one that comes to an end', /Remote branch .{0,500} not found/i],
    ['one that looks back first', /(?<!\/)\/+$/],
  ])('and not %s', { timeout: 120_000 }, (_, { source, flags }) => {
    const at = { file: '', line: 1, splits: false }
    expect(excess({ ...at, pattern: source, flags })).toBeUndefined()
  })
})

test('a repetition that looks back is not known to the generator, and may not be used', () => {
  const backwards = { file: '', line: 1, splits: false, pattern: '(?<=a*)b', flags: '' }
  expect(() => excess(backwards)).toThrow('(?<=a*) goes backwards')
})

describe('the syntax tree', () => {
  const found = (text: string) => collect('a.ts', text)

  test('tells every literal, and how it is used', () => {
    const text = 'const A = /a/i\nb.split(/c/)\nf(/d/u.test(e))\nclass F { g = /h/; }\ni(/j/ as RegExp)'
    expect(found(text).expressions.map((one) => [nameOf(one), one.line, one.splits])).toEqual([
      ['/a/i', 1, false],
      ['/c/', 2, true],
      ['/d/u', 3, false],
      ['/h/', 4, false],
      ['/j/', 5, false],
    ])
  })

  test.each([
    'new RegExp(text)',
    'RegExp(text)',
    'new globalThis.RegExp(text)',
    'const Make = RegExp',
    'text.match(other)',
    'text.matchAll(`a`)',
    'text?.search("a")',
  ])('tells what is made in %s', (text) => {
    expect(found(text).hidden.map(({ line }) => line)).toEqual([1])
  })

  test.each(['text.match(/a/)', 'text.match(WORDS)', 'let a: RegExp', '// new RegExp(a)', 'url.search'])(
    'and not in %s',
    (text) => {
      expect(found(text).hidden).toEqual([])
    },
  )
})
