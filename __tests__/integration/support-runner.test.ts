import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseCommandFile } from '../support/command-files.ts'
import { runStep, type StepOptions } from '../support/runner.ts'
import { annotationsIn, masksIn, withoutMaskCommands } from '../support/workflow-commands.ts'

const ACTION = `inputs:
  config-token: { description: t, default: "\${{ github.token }}" }
  with space: { description: s, default: 3600 }
  ref-name: { description: r, default: "on \${{ github.ref_name }}" }
  empty: { description: e }
runs: { using: node24, main: main.mjs, post: post.mjs }
`

const MAIN = `import { appendFileSync, readFileSync } from 'node:fs'
const { env } = process
const put = (name, text) => appendFileSync(env['GITHUB_' + name], text)
put('OUTPUT', 'plain=1\\nlist<<EOF_1\\na\\nb=c\\nEOF_1\\n')
put('OUTPUT', 'inputs=' + JSON.stringify(Object.entries(env).filter(([name]) => name.startsWith('INPUT_'))) + '\\n')
put('OUTPUT', 'names=' + Object.keys(env).sort().join(' ') + '\\n')
put('OUTPUT', 'event=' + readFileSync(env.GITHUB_EVENT_PATH, 'utf8') + '\\n')
put('OUTPUT', 'cwd=' + process.cwd() + '\\n')
put('STATE', 'folder=/tmp/x\\n')
put('ENV', 'LEAK=1\\n')
put('STEP_SUMMARY', '# Done\\n')
console.log('::add-mask::hush')
console.log('::error title=Wrong%2C really,file=a.txt,line=3::first%0Asecond 100%25')
console.error('on stderr')
if (env.WAIT) {
  process.on('SIGTERM', () => process.exit(7))
  setInterval(() => undefined, 1000)
  console.log('waiting')
} else process.exitCode = 3
`

const POST = `console.log(process.env.STATE_folder, process.env['INPUT_CONFIG-TOKEN'])\n`

async function step() {
  const root = await mkdtemp(join(tmpdir(), 'support-runner-'))
  const at = (name: string) => join(root, name)
  const options: StepOptions = {
    action: at('action'),
    workspace: at('work'),
    home: at('home'),
    temp: at('temp'),
  }
  await Promise.all([options.action, options.workspace, options.home].map((path) => mkdir(path)))
  const files = { 'action.yml': ACTION, 'main.mjs': MAIN, 'post.mjs': POST }
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(at('action'), name), text)))
  const close = () => rm(root, { recursive: true, force: true })
  return { ...options, token: 'the-token', [Symbol.asyncDispose]: close }
}

describe('a step', () => {
  test('has inputs with defaults, a minimal environment, and its files read back', async () => {
    await using options = await step()
    const event = { name: 'release', payload: { action: 'published' } }
    const result = await runStep({ ...options, event, ref: 'refs/tags/v1', inputs: { empty: 'no' } })
    const { outputs } = result
    expect(result).toMatchObject({ exitCode: 3, timedOut: false, stderr: 'on stderr\n', summary: '# Done\n' })
    expect(outputs).toMatchObject({ plain: '1', list: 'a\nb=c', cwd: options.workspace })
    expect(JSON.parse(outputs.event ?? '')).toEqual({ action: 'published' })
    expect(Object.fromEntries(JSON.parse(outputs.inputs ?? '[]'))).toEqual({
      'INPUT_CONFIG-TOKEN': 'the-token',
      INPUT_WITH_SPACE: '3600',
      'INPUT_REF-NAME': 'on v1',
      INPUT_EMPTY: 'no',
    })
    const names = outputs.names?.split(' ') ?? []
    expect(names.filter((name) => !/^(GITHUB|RUNNER|INPUT)_/.test(name))).toEqual([
      'CI',
      'HOME',
      'LANG',
      'PATH',
    ])
    expect(result).toMatchObject({ state: { folder: '/tmp/x' }, envFile: 'LEAK=1\n', masks: ['hush'] })
    expect(result.annotations).toEqual([
      {
        level: 'error',
        message: 'first\nsecond 100%',
        properties: { title: 'Wrong, really', file: 'a.txt', line: '3' },
      },
    ])
  })

  test('has a post step that sees its state', async () => {
    await using options = await step()
    const result = await runStep(options)
    expect(await result.post()).toMatchObject({ exitCode: 0, stdout: '/tmp/x the-token\n' })
  })

  test('takes signals when the output says so, and ends at its time limit', async () => {
    await using options = await step()
    const env = { WAIT: '1' }
    const signal = { name: 'SIGTERM', whenStdout: /waiting/ } as const
    const [told, late] = await Promise.all([
      runStep({ ...options, env, signal }),
      runStep({ ...options, env, timeoutMs: 300 }),
    ])
    expect(told).toMatchObject({ exitCode: 7, timedOut: false })
    expect(late).toMatchObject({ exitCode: null, killedBy: 'SIGKILL', timedOut: true })
  })

  test('refuses inputs that action.yml does not have', async () => {
    await using options = await step()
    await expect(runStep({ ...options, inputs: { emtpy: '' } })).rejects.toThrow('emtpy')
  })
})

test.each([
  ['a=1\nb=2=3\n', { a: '1', b: '2=3' }],
  ['a<<X\none\n\ntwo\nX\nb=\n', { a: 'one\n\ntwo', b: '' }],
  ['a=<<X\n', { a: '<<X' }],
  ['a=1\na=2\n', { a: '2' }],
])('a command file %j', (text, values) => {
  expect(parseCommandFile(text)).toEqual(values)
})

test('workflow commands', () => {
  const log = 'text ::error::no\n::notice::a::b\n::warning file=C%3A/x::c\n::add-mask::s%25\n::group::g\n'
  expect(annotationsIn(log)).toEqual([
    { level: 'notice', message: 'a::b', properties: {} },
    { level: 'warning', message: 'c', properties: { file: 'C:/x' } },
  ])
  expect(masksIn(log)).toEqual(['s%'])
  expect(withoutMaskCommands(log)).not.toContain('s%25')
})
