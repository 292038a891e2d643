import { closeSync, openSync, readFileSync, readSync, writeSync } from 'node:fs'

/** A value as it stands in the environment that the process was started with. */
interface Entry {
  readonly name: string
  readonly start: number
  readonly length: number
}

/**
 * Takes the values of variables out of what the kernel shows of this process in /proc/PID/environ: every process of the
 * same user may read that, what it runs as well, and to unset a variable does not change it (proc(5), "environ": the
 * environment at the time of execve). This process keeps them: they are set again, which puts them into its own memory.
 * @returns why it could not be done; undefined when nothing of them is to be seen any more.
 */
export function conceal(isSecret: (name: string) => boolean, proc = '/proc/self'): string | undefined {
  try {
    const environ = readFileSync(`${proc}/environ`)
    const found = secretsIn(environ, isSecret)
    if (found.length === 0) return undefined
    const kept = found.map(({ name }) => [name, process.env[name]] as const)
    try {
      overwrite(proc, environ, found)
    } finally {
      for (const [name, value] of kept) if (value !== undefined) process.env[name] = value
    }
    const left = secretsIn(readFileSync(`${proc}/environ`), isSecret)
    return left.length === 0 ? undefined : `${left.length} of them are still there`
  } catch (error) {
    return String(error)
  }
}

function secretsIn(environ: Buffer, isSecret: (name: string) => boolean): readonly Entry[] {
  const entries: Entry[] = []
  let start = 0
  // With a character for each byte, places in the text are those in the memory.
  for (const entry of environ.toString('latin1').split('\0')) {
    const equals = entry.indexOf('=')
    const length = entry.length - equals - 1
    if (equals > 0 && length > 0) {
      const name = environ.toString('utf8', start, start + equals)
      if (isSecret(name)) entries.push({ name, start: start + equals + 1, length })
    }
    start += entry.length + 1
  }
  return entries
}

/** @throws where the memory of this process cannot be written, or holds something else at that place. */
function overwrite(proc: string, environ: Buffer, entries: readonly Entry[]): void {
  const block = environmentStart(readFileSync(`${proc}/stat`, 'latin1'))
  const memory = openSync(`${proc}/mem`, 'r+')
  try {
    const there = Buffer.alloc(environ.length)
    readSync(memory, there, 0, there.length, block)
    if (!there.equals(environ)) throw new Error('the environment is not where the kernel says')
    for (const { start, length } of entries) writeSync(memory, Buffer.alloc(length), 0, length, block + start)
  } finally {
    closeSync(memory)
  }
}

/** `env_start`, field 50 of proc_pid_stat(5); the name in field 2 may hold blanks and brackets. */
const environmentStart = (stat: string): number =>
  Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[50 - 3])
