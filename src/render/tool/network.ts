import { oneLine } from '../../names/text.ts'
import { runCommand } from '../../runner/command.ts'
import { findProgram } from './tool.ts'

export type Command = readonly [file: string, ...args: string[]]

/** What keeps a program from the network, beside what it is asked to do. */
export interface Enclosure {
  /** The command that runs another one in it. */
  readonly around: (command: Command) => Command
  /** For the log. */
  readonly description: string
}

const TIMEOUT_MS = 20_000

/**
 * A network namespace of its own: no way out, and no loopback either, which no proxy setting holds back (Go, net/http,
 * ProxyFromEnvironment). Others than root get one inside of a user namespace. No user is mapped into that: nothing asks
 * for one, and where AppArmor restricts user namespaces, as on Ubuntu 24.04, writing the map is refused. Without
 * `--fork` unshare becomes the program, so that there is one process to be ended, as without it.
 */
export const namespaceArguments = (uid: number | undefined): readonly string[] =>
  uid === 0 ? ['--net', '--'] : ['--user', '--net', '--']

/** Tried with unshare itself: what a renderer says in the end could not be distinguished from what unshare says. */
export async function findEnclosure(
  { PATH }: NodeJS.ProcessEnv,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<Enclosure> {
  const unshare = findProgram('unshare', { PATH })
  if (unshare === undefined) return none('unshare is not on PATH')
  const args = namespaceArguments(process.getuid?.())
  const tried = await runCommand(unshare, [...args, unshare, '--version'], {
    env,
    signal,
    timeoutMs: TIMEOUT_MS,
  })
  signal.throwIfAborted()
  if (tried.exitCode !== 0 || !tried.stdout.includes('unshare')) {
    const words = oneLine(tried.stderr.trim()).slice(0, 200)
    return none(words || `unshare ended with exit code ${tried.exitCode}`)
  }
  return {
    around: (command) => [unshare, ...args, ...command],
    description: 'in a network namespace of its own',
  }
}

function none(why: string): Enclosure {
  return {
    around: (command) => command,
    description: `without a network namespace (${why}): that they lead to nothing remote was looked at before`,
  }
}
