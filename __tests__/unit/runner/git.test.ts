import { execFile } from 'node:child_process'
import { getEventListeners } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test, vi } from 'vitest'
import type { CommandOptions } from '../../../src/runner/command.ts'
import { askGit, runGit } from '../../../src/runner/git.ts'
import { temporaryFolder } from '../temporary.ts'

const GIT = join(import.meta.dirname, '../../../src/runner/git.ts')
const MIB = 1024 * 1024

/** A shell script in the place of git, as a variable for who starts it. */
async function standIn(script: string) {
  const folder = await temporaryFolder()
  await folder.write('git', `#!/bin/sh\n${script}\n`, 0o755)
  const env = { PATH: `${folder.path}:/usr/bin:/bin`, HOME: folder.path }
  return { env, path: folder.path, [Symbol.asyncDispose]: folder[Symbol.asyncDispose] }
}

const ways = [
  ['alone', askGit],
  ['with what it starts', runGit],
] as const

describe.each(ways)('git %s', (_, git) => {
  async function scripted(
    script: string,
    args: readonly string[] = ['x'],
    options: Partial<CommandOptions> = {},
  ) {
    await using folder = await standIn(script)
    return await git(args, { env: folder.env, cwd: folder.path, ...options })
  }

  test.each([0, 1, 128, 255])('gives the exit code %i as a value', async (code) => {
    expect((await scripted(`exit ${code}`)).exitCode).toBe(code)
    expect((await scripted(`echo said >&2; exit ${code}`)).exitCode).toBe(code)
  })

  test('that a signal ended has not succeeded', async () => {
    const killed = await scripted('echo half of it; kill -KILL $$')
    expect(killed).toMatchObject({ exitCode: 137, endedBy: 'SIGKILL' })
  })

  test('keeps both streams apart, byte by byte', async () => {
    const { stdout, stderr, bytes } = await scripted(`printf 'a\\377b\\n'; printf err >&2`)
    expect(bytes).toEqual(Buffer.from([0x61, 0xff, 0x62, 0x0a]))
    expect({ stdout, stderr }).toEqual({ stdout: 'a\ufffdb\n', stderr: 'err' })
  })

  test('gets its arguments as they are', async () => {
    const hostile = [
      '-c',
      'a=$(touch x)',
      'x',
      '; exit 3',
      '"',
      "'",
      '*',
      '',
      'a b',
      '--',
      '--upload-pack=x',
      '-',
    ]
    expect((await scripted(`printf '%s\\n' "$@"`, hostile)).stdout).toBe(`${hostile.join('\n')}\n`)
  })

  test('gets its input whole, and an end of it where there is none', async () => {
    expect((await scripted('wc -c', ['x'], { input: 'x'.repeat(1_000_000) })).stdout.trim()).toBe('1000000')
    expect(await scripted('cat', ['x'], { timeoutMs: 20_000 })).toMatchObject({ exitCode: 0, stdout: '' })
    const { exitCode } = await scripted('exec 0<&-; exit 7', ['x'], { input: 'x'.repeat(5_000_000) })
    expect(exitCode).toBe(7)
  })

  test('gets every variable that it is given, whatever that may start, and none besides', async () => {
    await using folder = await standIn('/usr/bin/env')
    const given = {
      ...folder.env,
      EDITOR: 'e',
      PAGER: 'p',
      PREFIX: 'p',
      GIT_EXEC_PATH: '/x',
      GIT_CONFIG_GLOBAL: '/g',
      GIT_SSH_COMMAND: 's',
      GIT_ASKPASS: '',
      GIT_CONFIG_COUNT: '0',
    }
    const { stdout } = await git(['x'], { env: { ...given, NOT_SET: undefined } })
    const seen = Object.fromEntries(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.split('=')),
    )
    expect(seen).toMatchObject(given)
    const own = ['PWD', 'OLDPWD', '_', 'SHLVL', 'GIT_TEST_DISALLOW_ABBREVIATED_OPTIONS']
    expect(Object.keys(seen).filter((name) => !(name in given) && !own.includes(name))).toEqual([])
  })

  test('is started once for a command, and for nothing else', async () => {
    await using folder = await standIn('echo "$@" >>calls')
    await git(['show', 'HEAD'], { env: folder.env, cwd: folder.path })
    expect(readFileSync(join(folder.path, 'calls'), 'utf8')).toBe('show HEAD\n')
  })

  test('hands over its output as it comes', async () => {
    const chunks: Buffer[] = []
    const onBytes = (chunk: Buffer) => chunks.push(chunk)
    const result = await scripted('head -c 200000 /dev/zero; echo said >&2; exit 3', ['x'], { onBytes })
    expect(Buffer.concat(chunks).length).toBe(200_000)
    expect(result).toMatchObject({ exitCode: 3, stdout: '', stderr: 'said\n', bytes: Buffer.alloc(0) })
  })

  test('that writes more than is read is stopped, and nothing of it is an answer', async () => {
    const result = await scripted('exec yes', ['x'], { mostOutput: MIB })
    const stderr = 'git wrote more than the 1 MiB that are read'
    expect(result).toMatchObject({ exitCode: 125, stdout: '', stderr })
  })

  test('that is not there, may not be run, or cannot take its arguments is a value', async () => {
    await using folder = await temporaryFolder()
    const env = { PATH: folder.path }
    expect(await git(['x'], { env })).toMatchObject({ exitCode: 127, stderr: 'spawn git ENOENT' })
    await folder.write('git', '#!/bin/sh\n', 0o644)
    expect(await git(['x'], { env })).toMatchObject({ exitCode: 127, stderr: 'spawn git EACCES' })
    await using there = await standIn('exit 0')
    const long = await git(['x'.repeat(MIB)], there)
    expect(long).toMatchObject({ exitCode: 126, stderr: expect.stringContaining('E2BIG') })
  })

  test('ends at its time limit with 124', async () => {
    const started = performance.now()
    expect((await scripted('exec sleep 60', ['x'], { timeoutMs: 300 })).exitCode).toBe(124)
    expect(performance.now() - started).toBeLessThan(15_000)
  })

  test('ends by a cancel with 130, also when it was cancelled before it began', async () => {
    const cancel = new AbortController()
    const onBytes = () => cancel.abort()
    const under = await scripted('echo ready; exec sleep 60', ['x'], { signal: cancel.signal, onBytes })
    expect(under.exitCode).toBe(130)
    const before = await scripted('exec sleep 60', ['x'], { signal: cancel.signal })
    expect(before.exitCode).toBe(130)
  })

  test('that ignores the interrupt is killed', { timeout: 20_000 }, async () => {
    const cancel = new AbortController()
    const onBytes = () => cancel.abort()
    const deaf = 'trap "" INT TERM; echo ready; exec sleep 60'
    expect((await scripted(deaf, ['x'], { signal: cancel.signal, onBytes })).exitCode).toBe(137)
  })

  test('does not keep us waiting for what holds its pipes', { timeout: 30_000 }, async () => {
    const started = performance.now()
    expect((await scripted('echo all; sleep 25 & exit 0')).stdout).toBe('all\n')
    expect(performance.now() - started).toBeLessThan(15_000)
  })

  test('leaves no listener behind', async () => {
    const cancel = new AbortController()
    for (let index = 0; index < 15; index += 1)
      await scripted('exit 0', ['x'], { signal: cancel.signal, timeoutMs: 60_000 })
    expect(getEventListeners(cancel.signal, 'abort')).toEqual([])
  })

  test('at the same time as others gets its own answer', async () => {
    await using folder = await standIn('[ "$1" = 3 ] && exec no-such-program; cat; echo "$1"')
    const { env } = folder
    const numbers = Array.from({ length: 8 }, (_, index) => String(index))
    const all = await Promise.all(numbers.map((number) => git([number], { env, input: `in ${number}\n` })))
    const answers = numbers.map((number) => (number === '3' ? '' : `in ${number}\n${number}\n`))
    expect(all.map(({ stdout }) => stdout)).toEqual(answers)
    expect(all[3]?.exitCode).toBe(127)
  })
})

describe('git alone', () => {
  const WORDS = [
    'alias',
    'core.askPass',
    'core.editor',
    'core.fsmonitor',
    'core.gitProxy',
    'core.hooksPath',
    'core.pager',
    'core.sshCommand',
    'credential.helper',
    'diff.command',
    'diff.external',
    'diff.textconv',
    'filter.clean',
    'gpg.program',
    'include.path',
    'includeIf',
    'init.templateDir',
    'pager.',
    'merge.driver',
    'mergetool.cmd',
    'protocol.allow',
    'remote.receivepack',
    'sequence.editor',
    'submodule.update',
    'tar.command',
    'trailer.cmd',
    'url.insteadOf',
  ]
  test.each(WORDS)('takes the setting of a repository in whose address %s stands', async (word) => {
    await using folder = await standIn('echo asked')
    const setting = { GIT_CONFIG_KEY_0: `http.https://host/${word}.git.extraHeader`, GIT_CONFIG_VALUE_0: '' }
    const env = { ...folder.env, GIT_CONFIG_COUNT: '1', ...setting }
    expect(await askGit(['-c', `${word}=x`, 'x'], { env })).toMatchObject({ exitCode: 0, stdout: 'asked\n' })
  })

  /** Asks in a process of its own, whose memory and environment nobody else uses. */
  async function apart(script: string, env: NodeJS.ProcessEnv = {}) {
    await using folder = await standIn(script)
    const program = `
      import { askGit } from ${JSON.stringify(GIT)}
      const { stdout, stderr } = await askGit(['x'], { env: ${JSON.stringify(folder.env)} })
      const peak = process.resourceUsage().maxRSS / 1024
      console.log(JSON.stringify({ stdout: stdout.length, stderr: stderr.length, peak }))`
    const args = ['--input-type=module', '-e', program]
    const ended = await promisify(execFile)(process.execPath, args, { env: { ...process.env, ...env } })
    const asked = JSON.parse(ended.stdout) as { stdout: number; stderr: number; peak: number }
    return { ...asked, printed: ended.stderr }
  }

  test('takes no memory for what it writes without end', async () => {
    const quiet = await apart('echo first >&2')
    const loud = await apart(`yes xxxxxxx | head -c ${192 * MIB} >&2`)
    expect(loud.stderr).toBeLessThan(200_000)
    expect(loud.peak - quiet.peak).toBeLessThan(100)
  })

  test('prints neither its environment nor its answers, whatever DEBUG says', async () => {
    expect(await apart('echo ::warning::said', { DEBUG: '*' })).toMatchObject({ stdout: 16, printed: '' })
  })
})

describe('git with what it starts', () => {
  /** Gone, or a zombie that nobody has asked for yet (proc_pid_stat(5)). */
  function hasEnded(pid: number): boolean {
    try {
      return /^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
    } catch {
      return true
    }
  }

  test('takes a transport with it that ignores the interrupt', { timeout: 20_000 }, async () => {
    await using folder = await standIn('(trap "" INT; exec sleep 60 >/dev/null 2>&1) & echo $!; wait')
    const cancel = new AbortController()
    let transport = 0
    const onBytes = (chunk: Buffer) => {
      transport = Number(chunk)
      cancel.abort()
    }
    await runGit(['fetch'], { env: folder.env, signal: cancel.signal, onBytes })
    expect(transport).toBeGreaterThan(1)
    await vi.waitUntil(() => hasEnded(transport), 2000)
  })
})
