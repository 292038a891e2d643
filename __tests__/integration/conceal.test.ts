import { execFileSync } from 'node:child_process'
import { constants } from 'node:fs'
import { chmod, copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { conceal } from '../../src/runner/conceal.ts'

const SOURCE = join(import.meta.dirname, '../../src/runner/conceal.ts')
/** What stands in brackets in /proc/PID/stat, made to look like the fields behind it. */
const CONFUSING = 'a) R 1 (b) 2 3'
const NOBODY = ['/usr/bin/setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--']

/** As the user of these tests, and as somebody without any rights where that user is root. */
const users: [string, string[]][] = [
  ['the user of the tests', []],
  ...(process.getuid?.() === 0 ? [['nobody', NOBODY] as [string, string[]]] : []),
]

let folder = ''
let node = ''

beforeAll(async () => {
  // Where anybody may run and read it.
  folder = await mkdtemp(join(tmpdir(), 'conceal-'))
  node = join(folder, CONFUSING)
  await chmod(folder, 0o755)
  await copyFile(process.execPath, node, constants.COPYFILE_FICLONE)
  await copyFile(SOURCE, join(folder, 'conceal.ts'))
  await writeFile(join(folder, 'package.json'), '{"type":"module"}')
})

afterAll(() => rm(folder, { recursive: true, force: true }))

interface Seen {
  why?: string
  /** What the process itself has, and gives to its children. */
  own: Record<string, string>
  passedOn: string
  /** The environment of the process as its child reads it. */
  shown: string
}

/** Conceals what begins with SECRET in a process of its own, which runs these lines first. */
async function concealedIn(env: Record<string, string>, under: string[], first = ''): Promise<Seen> {
  const script = join(folder, 'main.ts')
  await writeFile(
    script,
    `import { execFileSync } from 'node:child_process'
    import { conceal } from './conceal.ts'
    ${first}
    const why = conceal((name) => name.startsWith('SECRET'))
    const read = (command: string) => execFileSync('/bin/sh', ['-c', command], { encoding: 'utf8' })
    const seen = { why, own: { ...process.env }, passedOn: read('env'), shown: read('cat /proc/$PPID/environ') }
    console.log(JSON.stringify(seen))`,
  )
  const [file = '', ...args] = [...under, node, script]
  return JSON.parse(execFileSync(file, args, { env, encoding: 'utf8' })) as Seen
}

const PLAIN = { PATH: '/usr/bin:/bin', HOME: '/', LAST: 'kept' }

describe.each(users)('as %s', (_, under) => {
  test('a child finds no value, and everything else', async () => {
    const secrets = {
      SECRET: 'hush-1',
      SECRET_LINES: 'hush-2\nhush-2\n',
      SECRET_BYTES: 'hush-3 ü🚀=x',
      SECRET_LONG: 'hush-4'.repeat(5000),
      'SECRET-DASH': 'hush-5',
    }
    const env = { FIRST: 'kept', SECRET_EMPTY: '', ...secrets, NO_SECRET: 'kept', ...PLAIN }
    const seen = await concealedIn(env, under)
    expect(seen.why).toBeUndefined()
    expect(seen.shown).not.toContain('hush')
    // The names stay, and so does what is behind them.
    for (const name of Object.keys(secrets)) expect(seen.shown).toContain(`${name}=\0`)
    for (const name of ['FIRST', 'NO_SECRET', 'LAST']) expect(seen.shown).toContain(`${name}=kept\0`)
    expect(seen.own).toMatchObject(env)
    expect(seen.passedOn.match(/hush-\d/g)).toEqual(expect.arrayContaining(['hush-1', 'hush-2', 'hush-3']))
  })

  test('a value that was changed or unset meanwhile stays so', async () => {
    const first = `process.env.SECRET_A = 'newer'; delete process.env.SECRET_B`
    const seen = await concealedIn({ SECRET_A: 'hush', SECRET_B: 'hush', ...PLAIN }, under, first)
    expect(seen.why).toBeUndefined()
    expect(seen.shown).not.toContain('hush')
    expect(seen.own).toMatchObject({ SECRET_A: 'newer' })
    expect(seen.own).not.toHaveProperty('SECRET_B')
  })

  test('a second time finds nothing left to do', async () => {
    const first = `if (conceal((name) => name === 'SECRET_A')) throw new Error('it was not done')`
    const seen = await concealedIn({ SECRET_A: 'hush-a', SECRET_B: 'hush-b', ...PLAIN }, under, first)
    expect(seen.why).toBeUndefined()
    expect(seen.shown).not.toContain('hush')
    expect(seen.own).toMatchObject({ SECRET_A: 'hush-a', SECRET_B: 'hush-b' })
  })
})

test('without /proc it says so, and everything stays as it is', () => {
  const before = { ...process.env }
  expect(conceal(() => true, '/nothing')).toMatch(/ENOENT.*\/nothing\/environ/)
  expect(process.env).toEqual(before)
})

test('memory that holds something else at that place is not touched', async () => {
  const proc = await mkdtemp(join(tmpdir(), 'proc-'))
  const files = {
    environ: 'SECRET=hush\0',
    stat: `1 (x) R ${Array(60).fill('4').join(' ')}`,
    mem: 'x'.repeat(99),
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(proc, name), text)
  expect(conceal((name) => name === 'SECRET', proc)).toContain('not where the kernel says')
  await rm(proc, { recursive: true })
})
