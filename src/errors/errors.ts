import { onceEach } from './causes.ts'
import { AWS_CODES } from './codes/aws.ts'
import { CONFIG_CODES, OVERLAY_CODES } from './codes/config-repository.ts'
import { EDIT_CODES } from './codes/edit.ts'
import { GITHUB_APP_CODES } from './codes/github-app.ts'
import { ORDER_CODES, PULL_REQUEST_CODES } from './codes/gitops.ts'
import { IMAGES_CODES } from './codes/images.ts'
import { INPUTS_CODES } from './codes/inputs.ts'
import { RENDER_CODES } from './codes/render.ts'
import { RUNNER_CODES } from './codes/runner.ts'

/**
 * The closed table of error codes, put together from those of each room. The value is the sentence that explains the
 * code to someone who has never seen it; the message and the hint of one occurrence are written where it is found,
 * because only there the exact input, permission, policy statement or line is known.
 */
export const ERROR_CODES = {
  ...INPUTS_CODES,
  ...AWS_CODES,
  ...IMAGES_CODES,
  ...OVERLAY_CODES,
  ...EDIT_CODES,
  ...RENDER_CODES,
  ...ORDER_CODES,
  ...PULL_REQUEST_CODES,
  ...CONFIG_CODES,
  ...GITHUB_APP_CODES,
  ...RUNNER_CODES,
} as const

export type ErrorCode = keyof typeof ERROR_CODES

/** Where a problem is: a file of the checkout, or a file of the config repository (then with a link to blob and line). */
export interface Place {
  readonly file: string
  readonly line?: number
  readonly url?: string
}

export interface Problem {
  readonly code: ErrorCode
  readonly message: string
  /** What to change: names an input, a permission, a policy statement, a claim or a line. */
  readonly hint: string
  /** A file of the service checkout: annotated there. */
  readonly checkoutPlace?: Place
  /** A file of the config repository: linked, never annotated. */
  readonly configPlace?: Place
  /** Further places of the config repository with the same cause. */
  readonly alsoAt?: readonly Place[]
  /** Address of the section that explains the code. */
  readonly help?: string
  /** The inputs at fault, where there are some; a later finding about one that was refused adds nothing. */
  readonly inputs?: readonly string[]
}

/** The one error type: one problem, or several that were found together. */
export class StepError extends Error {
  override readonly name = 'StepError'
  readonly problems: readonly [Problem, ...Problem[]]

  constructor(problems: readonly [Problem, ...Problem[]], cause?: unknown) {
    super(problems.map((problem) => `${problem.code}: ${problem.message}`).join('\n'), { cause })
    this.problems = problems
  }

  get code(): ErrorCode {
    return this.problems[0].code
  }
}

export function fail(problem: Problem, cause?: unknown): never {
  throw new StepError([problem], cause)
}

/** Throws all problems together; does nothing when there is none. */
export function failOnAny(problems: readonly Problem[]): void {
  // One cause may be met at several places: the same problem is reported once.
  const distinct = new Map(problems.map((problem) => [`${problem.code} ${problem.message}`, problem]))
  const [first, ...rest] = onceEach<Place, Problem>([...distinct.values()])
  if (first) throw new StepError([first, ...rest])
}

/** What is wrong with an input that is known to be wrong adds nothing. */
export function withoutEchoes(problems: readonly Problem[], earlier: readonly Problem[]): readonly Problem[] {
  const isAtFault = (input: string) => earlier.some(({ inputs }) => inputs?.includes(input))
  return problems.filter((problem) => !problem.inputs?.some(isAtFault))
}

export const messageOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : String(thrown)

/** What was thrown, as a StepError; anything unforeseen is a defect and says so. */
export function asStepError(thrown: unknown): StepError {
  if (thrown instanceof StepError) return thrown
  const message = messageOf(thrown)
  if (isExhausted(thrown)) return new StepError([exhausted(message)], thrown)
  if (DISK_FULL.test(message)) return new StepError([diskFull(message)], thrown)
  return new StepError([UNWRITABLE.test(message) ? unwritable(message) : defect(message)], thrown)
}

/** Words of the system (errno.h) and of git. */
const DISK_FULL = /no space left on device|out of diskspace|disk quota exceeded/i
/** As Node says it, and @actions/core of a file that the runner reads; nothing but temporary files is written. */
const UNWRITABLE =
  /^(?:(?:EACCES|EPERM|EROFS|ENOTDIR|ELOOP|ENAMETOOLONG|EIO): .*, (?:mkdir|open|write|symlink)\b|ENOENT: .*, mkdir\b|Missing file at path: )/

/**
 * Nothing is wrong with what was asked for: this process, or the system, has no more of something (errno.h). A pipe that
 * is full for now says EAGAIN too, so that counts where a process was to be started alone.
 */
export function isExhausted(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false
  const { code = '', syscall = '' } = thrown as NodeJS.ErrnoException
  return ['EMFILE', 'ENFILE', 'ENOMEM'].includes(code) || (code === 'EAGAIN' && syscall.startsWith('spawn'))
}

export const diskFull = (said: string): Problem => ({
  code: 'RUNNER_DISK',
  message: `the disk of this runner is full: ${said}`,
  hint: 'Free disk space where RUNNER_TEMP is (docker system df shows what images use), or use a runner with a larger disk.',
})

const unwritable = (said: string): Problem => ({
  code: 'RUNNER_DISK',
  message: `this step cannot write its temporary files: ${said}`,
  hint: 'Let RUNNER_TEMP name a folder that is there, and that the user of the runner may write to.',
})

const exhausted = (said: string): Problem => ({
  code: 'RUNNER_LIMIT',
  message: `this runner has no more open files, processes or memory: ${said}`,
  hint: 'Raise the limit of the runner: LimitNOFILE and TasksMax of its service, ulimit -n, or --ulimit and --memory in the options of a container job; or run fewer jobs on it at once.',
})

const defect = (said: string): Problem => ({
  code: 'INTERNAL',
  message: `unexpected: ${said}`,
  hint: 'Re-run the job with debug logging (Re-run jobs > Enable debug logging) and open an issue with the stack trace.',
})

/** The same error, each problem with the address of what explains its code. */
export function explained(error: StepError, link: (code: ErrorCode) => string): StepError {
  const [first, ...rest] = error.problems
  const withHelp = (problem: Problem): Problem => ({ ...problem, help: link(problem.code) })
  return new StepError([withHelp(first), ...rest.map(withHelp)], error.cause)
}

/** Waits for all, then throws the problems of all failures together, so that one run shows every mistake. */
export async function allOrProblems<T extends readonly unknown[]>(
  work: readonly [...T],
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const { values, failure } = await settle<unknown>(work.map(async (one) => one))
  if (failure) throw failure
  return values as { -readonly [K in keyof T]: Awaited<T[K]> }
}

/** What came of work that ran at the same time: every value that there is, and the problems of all failures together. */
export interface Settled<T> {
  readonly values: readonly T[]
  readonly failure: StepError | undefined
}

/** Waits for all, for those who want what was done beside a failure as well. */
export async function settle<T>(work: readonly Promise<T>[]): Promise<Settled<T>> {
  const settled = await Promise.allSettled(work)
  const values = settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  const reasons = settled.flatMap((result) =>
    result.status === 'rejected' ? [result.reason as unknown] : [],
  )
  return { values, failure: oneFailure(reasons) }
}

/** One error for all; one cause, as a refused role, may fail several works: the same error counts once. */
export function oneFailure(reasons: readonly unknown[]): StepError | undefined {
  const [first, ...rest] = [...new Set(reasons)].map(asStepError)
  if (!first || rest.length === 0) return first
  const [problem, ...problems] = first.problems
  return new StepError([problem, ...problems, ...rest.flatMap((error) => error.problems)], first.cause)
}
