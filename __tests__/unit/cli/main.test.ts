import { describe, expect, test } from 'vitest'
import { COMMANDS } from '../../../src/cli/commands.ts'
import { main } from '../../../src/cli/main.ts'
import { hasColours, type Output } from '../../../src/cli/program.ts'

async function run(...words: readonly string[]) {
  const said = { out: '', err: '' }
  const output = (name: keyof typeof said): Output => ({
    write: (text) => {
      said[name] += text
    },
  })
  const code = await main(words, {
    env: {},
    cwd: '/',
    version: '1.2.3',
    out: output('out'),
    err: output('err'),
  })
  return { code, ...said }
}

describe('the program', () => {
  test.each(['--version', '-v'])('says its version: %s', async (word) => {
    expect(await run(word)).toEqual({ code: 0, out: '1.2.3\n', err: '' })
  })

  test.each(['--help', '-h', 'help'])('says what it can do: %s', async (word) => {
    const { code, out, err } = await run(word)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    for (const { name } of COMMANDS) expect(out).toContain(`  ${name}  `)
  })

  test.each(
    COMMANDS.flatMap(({ name }) => [
      [name, '--help'],
      [name, '-h'],
      ['help', name],
      [name, '--fxi', '-h'],
    ]),
  )('says what a command takes: %s %s', async (...words) => {
    const { code, out, err } = await run(...words)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain(`Usage: ecr-gitops audit [path] [options]`)
  })

  test('fits into eighty columns', async () => {
    for (const words of [['--help'], ['audit', '--help']]) {
      const { out } = await run(...words)
      expect(out.split('\n').filter((line) => line.length > 80)).toEqual([])
    }
  })

  test.each([
    [[], 'ecr-gitops: name a command: audit\n'],
    [['adit'], 'ecr-gitops: there is no command adit. Did you mean audit?\n'],
    [['x'], 'ecr-gitops: there is no command x. The commands are audit.\n'],
    [['help', 'adit'], 'ecr-gitops: there is no command adit. Did you mean audit?\n'],
    [['audit', '--fxi'], 'ecr-gitops audit: there is no option --fxi. Did you mean --fix?\n'],
    [['audit', '--format', 'xml'], 'ecr-gitops audit: --format is not one of text, json, sarif\n'],
    [
      ['audit', '--explain', 'image-mutabel-tag'],
      'ecr-gitops audit: there is no rule image-mutabel-tag. Did you mean image-mutable-tag?\n',
    ],
  ])('cannot run %j', async (words, err) => {
    const said = await run(...words)
    expect(said).toMatchObject({ code: 2, out: '' })
    expect(said.err.startsWith(err)).toBe(true)
    expect(said.err).toMatch(/^Try: ecr-gitops( audit)? --help\n$/m)
  })
})

describe('colours', () => {
  const stream = (isTTY: boolean): Output => ({ write: () => {}, isTTY })

  test.each([
    ['of a terminal', true, {}, true],
    ['not of a file', false, {}, false],
    ['not of one that has none', true, { TERM: 'dumb' }, false],
    ['not where nobody wants any', true, { NO_COLOR: '1' }, false],
    ['where an empty NO_COLOR says nothing', true, { NO_COLOR: '' }, true],
    ['of a file where somebody wants them', false, { FORCE_COLOR: '1' }, true],
    ['of a file where somebody wants them after all', false, { FORCE_COLOR: '', NO_COLOR: '1' }, true],
    ['not where FORCE_COLOR is 0', true, { FORCE_COLOR: '0' }, false],
  ])('%s', (_, isTerminal, env, expected) => {
    expect(hasColours(stream(isTerminal), env)).toBe(expected)
  })
})
