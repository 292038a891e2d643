import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readArguments } from '../../../src/cli/arguments.ts'

const COMMAND = {
  operands: ['[path]'],
  groups: [
    {
      title: 'All',
      options: [
        { name: 'fix', value: 'WHICH', summary: '' },
        { name: 'rules', value: 'LIST', several: true, summary: '' },
        { name: 'list-rules', summary: '' },
      ],
    },
  ],
} as const

const read = (...words: readonly string[]) => readArguments(words, COMMAND)
const asked = (options: Record<string, string>, ...operands: readonly string[]) => ({
  asked: { options: new Map(Object.entries(options)), operands },
})

describe('readArguments', () => {
  test.each([
    ['nothing', [], asked({})],
    ['a path', ['overlays'], asked({}, 'overlays')],
    ['a value behind an option', ['--fix', 'safe', '.'], asked({ fix: 'safe' }, '.')],
    ['a value behind an equals sign', ['--fix=safe'], asked({ fix: 'safe' })],
    ['a value that begins with a dash', ['--fix=-x'], asked({ fix: '-x' })],
    ['an option several times', ['--rules', 'a=off', '--rules', 'b=off'], asked({ rules: 'a=off\nb=off' })],
    ['a flag', ['--list-rules'], asked({ 'list-rules': 'true' })],
    ['a flag twice', ['--list-rules', '--list-rules'], asked({ 'list-rules': 'true' })],
    ['what stands behind --', ['--', '--fix'], asked({}, '--fix')],
  ])('reads %s', (_, words, expected) => {
    expect(read(...words)).toEqual(expected)
  })

  test.each([
    [
      ['--fxi', 'a', 'b'],
      ['there is no option --fxi. Did you mean --fix?', '"b" is one word too many: it takes [path]'],
    ],
    [['--list-rule'], ['there is no option --list-rule. Did you mean --list-rules?']],
    [['--nothing-like-it'], ['there is no option --nothing-like-it.']],
    [['--fix'], ['--fix needs a value: --fix WHICH']],
    [['--fix', '--list-rules'], ['--fix needs a value: --fix WHICH']],
    [['--fix', 'a', '--fix', 'b'], ['--fix is given twice']],
    [['--list-rules=yes'], ['--list-rules takes no value']],
    [['a', 'b'], ['"b" is one word too many: it takes [path]']],
    [
      ['--fix', '--fxi', 'a', 'b'],
      ['--fix needs a value: --fix WHICH', '"b" is one word too many: it takes [path]'],
    ],
  ])('refuses %j, all of it at once', (words, mistakes) => {
    expect(read(...words)).toEqual({ mistakes })
  })

  test('never throws, and either understands or says why not', () => {
    const word = fc.oneof(fc.string(), fc.constantFrom('--fix', '--rules=a', '--list-rules', '-h', '--', '-'))
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const parsed = read(...words)
        if ('mistakes' in parsed) expect(parsed.mistakes.length).toBeGreaterThan(0)
        else expect(parsed.asked.operands.length).toBeLessThanOrEqual(1)
      }),
    )
  })
})
