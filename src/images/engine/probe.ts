import { fail } from '../../errors/errors.ts'
import { oneLine } from '../../names/text.ts'
import type { EngineChoice } from '../../plan/build.ts'
import { type CommandResult, runCommand } from '../../runner/command.ts'
import type { Environment } from '../../runner/environment.ts'
import type { EngineLogins } from './login/write-docker-config.ts'

/** Longer than the 20 s for which buildx itself waits for the nodes of a builder (docker buildx inspect). */
const PROBE_MS = 30_000

/** Asks a program whether it is of use. */
export type Probe = (file: string, args: readonly string[]) => Promise<CommandResult>

interface ProbePorts {
  readonly environment: Environment
  /** What those complain of that are asked: it is reported where none answers. */
  readonly words: Set<string>
  readonly signal: AbortSignal | undefined
}

export function probing({ env }: EngineLogins, { environment, words, signal }: ProbePorts): Probe {
  return async (file, args) => {
    const options = { env: environment.forChild(env), timeoutMs: PROBE_MS, signal }
    const result = await runCommand(file, args, options)
    // Some end well though they reached no daemon.
    words.add(wordsOf(result))
    return result
  }
}

function wordsOf({ exitCode, stderr }: CommandResult): string {
  if (exitCode === 124) return `no answer within ${PROBE_MS / 1000} s`
  const lines = stderr.split('\n').map((line) => oneLine(line).trim())
  return lines.findLast((line) => line !== '') ?? ''
}

/** What was said, if anything, behind a message. */
function inBrackets(words: Iterable<string>): string {
  const said = [...words].filter((word) => word !== '').join('; ')
  return said === '' ? '' : ` (${said})`
}

export function missing({ engine }: EngineChoice, words: ReadonlySet<string>): never {
  const nobody =
    engine === undefined
      ? 'none of docker buildx, buildah and docker answers'
      : `the engine ${engine} does not answer`
  return fail({
    code: 'ENGINE_MISSING',
    message: `${nobody} on this runner${inBrackets(words)}`,
    hint: 'Use a runner with Docker (ubuntu-latest has it), start its daemon, or install buildah; an image that exists already needs none: build: never.',
  })
}

export function noBuilder(name: string, answer: CommandResult): never {
  return fail({
    code: 'ENGINE_MISSING',
    inputs: ['builder'],
    message: `buildx cannot use the builder ${name}${inBrackets([wordsOf(answer)])}`,
    hint: 'Make the builder before this step (docker/setup-buildx-action has its name as an output), or correct the input builder or the variable BUILDX_BUILDER.',
  })
}

export interface DaemonFacts {
  /** How it keeps images (Docker docs, "containerd image store"). */
  readonly store: 'containerd' | 'classic'
  readonly version: string | undefined
}

/** Docker's daemon, asked once at most. */
export class Daemon {
  readonly #probe: Probe
  #facts: Promise<DaemonFacts | undefined> | undefined

  constructor(probe: Probe) {
    this.#probe = probe
  }

  /** undefined when it does not answer. */
  facts(): Promise<DaemonFacts | undefined> {
    this.#facts ??= this.#ask()
    return this.#facts
  }

  async #ask(): Promise<DaemonFacts | undefined> {
    const format = '--format={{.Driver}} {{.ServerVersion}} {{json .DriverStatus}}'
    const { exitCode, stdout } = await this.#probe('docker', ['info', format])
    // Some clients end well without a daemon, and print what is empty of it.
    if (exitCode !== 0 || !/^\S/.test(stdout)) return undefined
    const store = stdout.includes('io.containerd.snapshotter') ? 'containerd' : 'classic'
    return { store, version: /^\S+ (\d\S*)/.exec(stdout)?.[1] }
  }
}
