import { getEventListeners } from 'node:events'
import { readFileSync } from 'node:fs'
import { describe, expect, test, vi } from 'vitest'
import { type CommandOptions, runCommand } from '../../../src/runner/command.ts'
import { temporaryFolder } from '../temporary.ts'

const { env } = process
const node = (script: string, options: Partial<CommandOptions> = {}) =>
  runCommand(process.execPath, ['-e', script], { env, ...options })
const sh = (script: string, options: Partial<CommandOptions> = {}) =>
  runCommand('sh', ['-c', script], { env, ...options })

/** Gone, or a zombie that nobody has asked for yet (proc_pid_stat(5)). */
function hasEnded(pid: number): boolean {
  try {
    return /^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return true
  }
}

describe('runCommand', () => {
  test.each([0, 1, 3, 128, 255])('gives the exit code %i as a value', async (code) => {
    expect((await sh(`exit ${code}`)).exitCode).toBe(code)
  })

  test('keeps both streams apart, byte by byte', async () => {
    const { stdout, stderr, bytes } = await sh(`printf 'a\\377b\\n'; printf err >&2`)
    expect(bytes).toEqual(Buffer.from([0x61, 0xff, 0x62, 0x0a]))
    expect(stdout).toBe('a\ufffdb\n')
    expect(stderr).toBe('err')
  })

  test('uses no shell: arguments arrive as they are', async () => {
    const hostile = ['$(touch /tmp/x)', '; exit 3', '"', "'", '*', '', 'a b', '--option', 'ü']
    const script = 'console.log(JSON.stringify(process.argv.slice(1)))'
    const { stdout } = await runCommand(process.execPath, ['-e', script, '--', ...hostile], { env })
    expect(JSON.parse(stdout)).toEqual(hostile)
  })

  test('reports a program that is not there as 127, as a shell does', async () => {
    expect(await runCommand('no-such-program-here', [], { env })).toMatchObject({
      exitCode: 127,
      stderr: expect.stringContaining('ENOENT'),
    })
  })

  test('reports a folder that is not there as 127, not as a crash', async () => {
    expect((await sh('exit 0', { cwd: '/no/such/folder' })).exitCode).toBe(127)
  })

  test('reports a file that may not be run as 127, not as a crash', async () => {
    await using folder = await temporaryFolder()
    const file = await folder.write('script', '#!/bin/sh\nexit 0\n', 0o644)
    expect((await runCommand(file, [], { env })).exitCode).toBe(127)
  })

  test('reports arguments that are too long as a value, not as a crash', async () => {
    expect((await runCommand('true', ['x'.repeat(1 << 20)], { env })).exitCode).toBe(126)
  })

  test('gives the input, whole, and closes it', async () => {
    const input = 'x'.repeat(1_000_000)
    expect((await runCommand('wc', ['-c'], { env, input })).stdout.trim()).toBe('1000000')
    expect((await runCommand('cat', [], { env })).stdout).toBe('')
  })

  test('takes the exit code of a child that closes its input early', async () => {
    const { exitCode } = await sh('exec 0<&-; exit 7', { input: 'x'.repeat(5_000_000) })
    expect(exitCode).toBe(7)
  })

  test('standard output can be taken as it comes: then none of it is kept, and the rest is as ever', async () => {
    const chunks: Buffer[] = []
    const result = await sh(`head -c 200000 /dev/zero; echo said >&2; exit 3`, {
      onBytes: (chunk) => chunks.push(chunk),
    })
    expect(Buffer.concat(chunks).length).toBe(200_000)
    expect(result).toMatchObject({ exitCode: 3, stdout: '', stderr: 'said\n', bytes: Buffer.alloc(0) })
  })

  test('hands over lines as they come, of both streams, the last one without a line break too', async () => {
    const seen: string[] = []
    await sh(`printf 'one\\r\\ntwo\\nthree'`, { onLine: (line) => seen.push(line) })
    expect(seen).toEqual(['one', 'two', 'three'])
  })

  test('takes a line without end in a time that grows with its length alone', async () => {
    const lengths: number[] = []
    const started = performance.now()
    const script = `head -c 60000000 /dev/zero | tr '\\0' x; printf 'x\\r'; sleep 0.1; printf '\\nend'`
    await sh(script, { onLine: (line) => lengths.push(line.length) })
    expect(lengths).toEqual([262_144 + ' [... of 60000002 characters]'.length, 3])
    expect(performance.now() - started).toBeLessThan(15_000)
  })

  test.each([
    ['SIGINT', 130],
    ['SIGKILL', 137],
    ['SIGTERM', 143],
  ] as const)('tells that %s ended it, with the exit code of a shell', async (endedBy, exitCode) => {
    const script = `kill -${endedBy.slice(3)} $$`
    expect(await sh(script)).toMatchObject({ exitCode, endedBy })
    // The shell's own word for it, of a child that it ran.
    expect((await sh(`sh -c '${script}'; exit $?`)).exitCode).toBe(exitCode)
  })

  test('tells no signal where there was none', async () => {
    expect(await sh('exit 1')).not.toHaveProperty('endedBy')
  })

  test('puts a character together that came in two pieces', async () => {
    const seen: string[] = []
    await node(
      `const b = Buffer.from('ü🚀\\n'); process.stdout.write(b.subarray(0, 3)); setTimeout(() => process.stdout.write(b.subarray(3)), 50)`,
      {
        onLine: (line) => seen.push(line),
      },
    )
    expect(seen).toEqual(['ü🚀'])
  })

  test('gives the child only the environment that is given', async () => {
    const { stdout } = await runCommand('/usr/bin/env', [], { env: { ONLY: 'this' } })
    expect(stdout).toBe('ONLY=this\n')
  })
})

describe('a child that is stopped', () => {
  test('by the time limit ends with 124', async () => {
    const started = performance.now()
    const { exitCode } = await node('setInterval(() => {}, 1000)', { timeoutMs: 300 })
    expect(exitCode).toBe(124)
    expect(performance.now() - started).toBeLessThan(15_000)
  })

  test('is waited for where it is of a user whom nobody here may end, as behind sudo', async () => {
    const source = new URL('../../../src/runner/command.ts', import.meta.url).href
    const script = `
      const { runCommand } = await import('${source}')
      const run = runCommand('sleep', ['2'], { env: process.env, timeoutMs: 300 })
      // Where this is not root, the child is of the same user, and ended.
      if (process.getuid() === 0) process.setuid(65534)
      console.log((await run).exitCode)`
    const args = ['--input-type=module', '--eval', script]
    expect(await runCommand(process.execPath, args, { env })).toMatchObject({ exitCode: 0, stdout: '124\n' })
  })

  test('is interrupted first, so that it can clean up', async () => {
    const script = `process.on('SIGINT', () => { console.log('cleaned up'); process.exit(9) }); setInterval(() => {}, 1000); console.log('ready')`
    const cancel = new AbortController()
    const seen: string[] = []
    const { exitCode } = await node(script, {
      signal: cancel.signal,
      onLine: (line) => {
        seen.push(line)
        if (line === 'ready') cancel.abort()
      },
    })
    expect(seen).toContain('cleaned up')
    expect(exitCode).toBe(9)
  })

  test('by a cancel ends with 130, also when it was cancelled before it began', async () => {
    const signal = AbortSignal.abort()
    expect((await node('setInterval(() => {}, 1000)', { signal })).exitCode).toBe(130)
  })

  test('and ignores the interrupt is killed', { timeout: 20_000 }, async () => {
    const script = `process.on('SIGINT', () => {}); process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('ready')`
    const cancel = new AbortController()
    const { endedBy } = await node(script, { signal: cancel.signal, onLine: () => cancel.abort() })
    expect(endedBy).toBe('SIGKILL')
  })

  test('is killed at once where it has no time to end by itself', async () => {
    const cancel = new AbortController()
    let cancelled = 0
    const script = `process.on('SIGINT', () => {}); setInterval(() => {}, 1000); console.log('ready')`
    const onLine = () => {
      cancelled = performance.now()
      cancel.abort()
    }
    const { endedBy } = await node(script, { signal: cancel.signal, graceMs: 0, onLine })
    expect(endedBy).toBe('SIGKILL')
    expect(performance.now() - cancelled).toBeLessThan(4500)
  })

  test.each([
    ['a cancel', 60_000],
    ['the time limit', 1000],
  ])('takes a grandchild with it that ignores the interrupt of %s', async (what, timeoutMs) => {
    const cancel = new AbortController()
    let grandchild = 0
    // What a shell starts in the background ignores SIGINT; this one does not even hold the pipes.
    await sh('sleep 60 >/dev/null 2>&1 & echo $!; wait', {
      timeoutMs,
      signal: cancel.signal,
      onLine: (line) => {
        grandchild = Number(line)
        if (what === 'a cancel') cancel.abort()
      },
    })
    expect(grandchild).toBeGreaterThan(1)
    await vi.waitUntil(() => hasEnded(grandchild), 2000)
  })

  test('waits for a grandchild that cleans up', async () => {
    await using folder = await temporaryFolder()
    const script = `process.on('SIGINT', () => setTimeout(() => { fs.writeFileSync('clean', ''); process.exit() }, 400)); setInterval(() => {}, 1000); process.send('ready')`
    const parent = `const { spawn } = require('node:child_process')
      spawn(process.execPath, ['-e', ${JSON.stringify(script)}], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] }).on('message', console.log)
      process.on('SIGINT', () => process.exit())`
    const cancel = new AbortController()
    await node(parent, { cwd: folder.path, signal: cancel.signal, onLine: () => cancel.abort() })
    expect(readFileSync(`${folder.path}/clean`, 'utf8')).toBe('')
  })

  test('does not keep us waiting for a grandchild that holds its pipes', { timeout: 30_000 }, async () => {
    const started = performance.now()
    const { exitCode } = await sh('(trap "" INT; exec sleep 20) & sleep 20', { timeoutMs: 300 })
    expect(exitCode).toBe(124)
    expect(performance.now() - started).toBeLessThan(18_000)
  })

  test('leaves no listener behind', async () => {
    const cancel = new AbortController()
    for (let index = 0; index < 15; index += 1)
      await sh('exit 0', { signal: cancel.signal, timeoutMs: 60_000 })
    expect(getEventListeners(cancel.signal, 'abort')).toEqual([])
  })
})
