import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'

const COMMAND = join(import.meta.dirname, '../../../src/runner/command.ts')
const MIB = 1024 * 1024
const MANY = 192 * MIB

interface Told {
  exitCode: number
  stderr: string
  stdout: number
  lines: number[]
  /** Of the process that ran the command, at its highest. */
  peakMiB: number
}

/** Runs a shell script by runCommand in a process of its own, whose memory nobody else uses. */
async function measured(script: string, way: 'kept' | 'lines'): Promise<Told> {
  const program = `
    import { runCommand } from ${JSON.stringify(COMMAND)}
    const lines = []
    const options = { env: process.env, ${way === 'lines' ? 'onLine: (line) => lines.push(line.length)' : ''} }
    const { exitCode, stderr, stdout } = await runCommand('sh', ['-c', ${JSON.stringify(script)}], options)
    const peakMiB = process.resourceUsage().maxRSS / 1024
    console.log(JSON.stringify({ exitCode, stderr, stdout: stdout.length, lines: lines.slice(0, 9), peakMiB }))`
  const run = promisify(execFile)
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program], { maxBuffer: MANY })
  return JSON.parse(stdout) as Told
}

/** That many bytes of one letter, in lines or in a single one. */
const letters = (bytes: number, inLines = true): string =>
  inLines ? `yes xxxxxxx | head -c ${bytes}` : `head -c ${bytes} /dev/zero | tr '\\0' x`

const quiet = () => measured('echo first; echo first >&2', 'kept')

describe('a child that writes without end', () => {
  const ways = [
    ['to its standard error, in lines', `${letters(MANY)} >&2`, 'kept'],
    ['to its standard error, in one line', `${letters(MANY, false)} >&2`, 'kept'],
    ['to its standard output, in lines', letters(MANY), 'kept'],
    ['to its standard output, in one line', letters(MANY, false), 'kept'],
    ['in one line, to whom reads it line by line', letters(MANY, false), 'lines'],
    ['in one line to its standard error, line by line', `${letters(MANY, false)} >&2`, 'lines'],
  ] as const
  test.each(ways)('%s takes no memory for it', async (_, script, way) => {
    const { peakMiB } = await measured(script, way)
    expect(peakMiB - (await quiet()).peakMiB).toBeLessThan(100)
  })

  test('to its standard error is quoted with its first and its last words', async () => {
    const { exitCode, stderr, stdout } = await measured(
      `echo first >&2; ${letters(16 * MIB)} >&2; echo last >&2; echo answer; exit 3`,
      'kept',
    )
    expect(exitCode).toBe(3)
    expect(stdout).toBe('answer\n'.length)
    expect(stderr).toMatch(
      /^first\n(?:xxxxxxx\n)+\[\.\.\. \d+ bytes left out \.\.\.\]\n(?:xxxxxxx\n)+last\n$/,
    )
    expect(stderr.length).toBeLessThan(200_000)
  })

  test('as its answer is stopped, and nothing of it is taken for the answer', async () => {
    const { exitCode, stderr, stdout } = await measured('yes', 'kept')
    expect({ exitCode, stdout }).toEqual({ exitCode: 125, stdout: 0 })
    expect(stderr).toBe('sh wrote more than the 8 MiB that are read')
  })

  test('in one line is shown by its beginning', async () => {
    const { lines } = await measured(`echo one; ${letters(16 * MIB, false)}; echo; echo three`, 'lines')
    expect(lines).toEqual([3, 262_144 + ` [... of ${16 * MIB} characters]`.length, 5])
  })
})
