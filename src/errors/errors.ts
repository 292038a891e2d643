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

/** The same error, of which more is known by now. */
export function withEach(error: StepError, change: (problem: Problem) => Problem): StepError {
  const [first, ...rest] = error.problems
  return new StepError([change(first), ...rest.map(change)], error.cause)
}

/** The same error, each problem with the address of what explains its code. */
export const explained = (error: StepError, link: (code: ErrorCode) => string): StepError =>
  withEach(error, (problem) => ({ ...problem, help: link(problem.code) }))
