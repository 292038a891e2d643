import { describe, expect, test } from 'vitest'
import { failOnAny, type Place, type Problem } from '../../../src/errors/errors.ts'
import { problemsOf } from '../builders.ts'

const at = (file: string, line?: number): Place => ({ file, ...(line === undefined ? {} : { line }) })
const problem = ({ file, line }: Place, text = ''): Problem => ({
  code: 'ENTRY_MISSING',
  message: `${file} has no entry${text}`,
  hint: `Add it at ${file}${line === undefined ? '' : `:${line}`}, or to ${file.replace(/[^/]*$/, 'beside.yaml')}.`,
  configPlace: at(file, line),
})
const failing = (...problems: Problem[]) => problemsOf(() => failOnAny(problems))

describe('problems that differ in nothing but their place', () => {
  test('are one, with all places', async () => {
    const [first, ...others] = ['a/k.yaml', 'b/k.yaml', 'c/d/k.yaml'].map((file, index) =>
      problem(at(file, index + 1)),
    )
    expect(await failing(...[first, ...others].flatMap((one) => one ?? []))).toEqual([
      {
        ...first,
        hint: `${first?.hint} The same at b/k.yaml:2, c/d/k.yaml:3.`,
        alsoAt: [at('b/k.yaml', 2), at('c/d/k.yaml', 3)],
      },
    ])
  })

  test('are named twenty times at most', async () => {
    const many = Array.from({ length: 30 }, (_, index) => problem(at(`o${index}/k.yaml`)))
    const [one, ...rest] = await failing(...many)
    expect(rest).toEqual([])
    expect(one?.hint).toMatch(/o20\/k\.yaml and 9 more\.$/)
    expect(one?.alsoAt).toHaveLength(29)
  })

  test.each([
    ['another cause', [problem(at('a/k.yaml')), problem(at('b/k.yaml'), ' of web')]],
    [
      'another code',
      [problem(at('a/k.yaml')), { ...problem(at('b/k.yaml')), code: 'ENTRY_REGISTRY' as const }],
    ],
    [
      'no place',
      [
        { code: 'INTERNAL' as const, message: 'a', hint: 'h' },
        { code: 'INTERNAL' as const, message: 'b', hint: 'h' },
      ],
    ],
  ])('are not one with %s', async (_, problems) => {
    expect(await failing(...problems)).toEqual(problems)
  })
})
