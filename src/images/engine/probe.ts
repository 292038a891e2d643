import { fail } from '../../errors/errors.ts'
import { oneLine } from '../../names/text.ts'
import type { EngineChoice } from '../../plan/build.ts'
import { type CommandResult, runCommand } from '../../runner/command.ts'
import type { Environment } from '../../runner/environment.ts'

/** Longer than the 20 s for which buildx itself waits for the nodes of a builder (docker buildx inspect). */
const PROBE_MS = 30_000

/** Asks a program whether it is of use. */
export type Probe = (file: string, args: readonly string[], env?: NodeJS.ProcessEnv) => Promise<CommandResult>

interface ProbePorts {
  readonly environment: Environment
  /** What those complain of that are asked: it is reported where none answers. */
  readonly words: Set<string>
  readonly signal: AbortSignal | undefined
}

export function probing(common: NodeJS.ProcessEnv, { environment, words, signal }: ProbePorts): Probe {
  return async (file, args, env) => {
    // It has nothing to clean up, and at the end of a run nobody waits for it.
    const options = { timeoutMs: PROBE_MS, graceMs: 0, signal }
    const result = await runCommand(file, args, {
      ...options,
      env: environment.forChild({ ...common, ...env }),
    })
    // Some end well though they reached no daemon.
    words.add(wordsOf(result))
    return result
  }
}

/** Of a program that was stopped (see `CommandResult`). */
const NO_ANSWER = 124

/** As buildx says that something is wrong, old and new. */
const ERROR_OF_BUILDX = /^error: /im

/** Whether it is buildx that answers, well or not: of a plugin that it is none docker has the last word. */
export function isOfBuildx({ exitCode, stdout, stderr }: CommandResult): boolean {
  if (exitCode === 0) return /^Driver:/m.test(stdout)
  return exitCode === NO_ANSWER || ERROR_OF_BUILDX.test(stderr)
}

function wordsOf({ exitCode, stderr }: CommandResult): string {
  if (exitCode === NO_ANSWER) return `no answer within ${PROBE_MS / 1000} s`
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
