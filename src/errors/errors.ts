/**
 * The closed table of error codes. The value is the sentence that explains the code to someone who has never seen it;
 * the message and the hint of one occurrence are written where it is found, because only there the exact input,
 * permission, policy statement or line is known.
 */
export const ERROR_CODES = {
  INPUT_INVALID: 'An input has a value that cannot be used.',
  INPUT_REQUIRED: 'An input that this run needs is empty.',
  TAG_MUTABLE: 'The tag could point to another image tomorrow, so it cannot say what is deployed.',
  TAG_COMMIT_MISMATCH: 'The tag names another commit than the one that would be built.',
  ACCOUNT_MISMATCH: 'Two places name different AWS accounts, regions or partitions.',
  CHECKOUT_MODIFIED: 'Tracked files differ from the commit, and require-clean is set.',
  ENDPOINT_UNTRUSTED:
    'A variable names an address for a request with credentials that is neither the service itself nor listed in trusted-endpoints, or is not HTTPS.',
  ID_TOKEN_UNAVAILABLE: 'GitHub gave this job no way to ask for an OIDC token.',
  CREDENTIALS_UNAVAILABLE:
    'There are no AWS credentials for this run: it is for a fork, or aws-credentials is ambient and the runner has none.',
  OIDC_FAILED: "GitHub's OIDC endpoint did not answer with a token.",
  ROLE_REFUSED:
    "AWS STS did not let this workflow assume the role: the role's trust policy does not accept the token.",
  STS_FAILED: 'AWS STS rejected the request for another reason than the trust policy.',
  AWS_UNREACHABLE: 'An AWS endpoint could not be reached, or kept failing until the time budget ended.',
  ECR_DENIED: 'The role may not do one of the ECR actions that this step needs.',
  ECR_FAILED: 'Amazon ECR rejected a request.',
  REPOSITORY_MISSING: 'The ECR repository does not exist in that account and region.',
  IMAGE_MISSING: 'The image is not in the registry, and this run may not build it.',
  IMAGE_UNAVAILABLE: 'ECR has the image, or may have it, but does not hand it over.',
  IMAGE_OTHER_COMMIT: 'An image with this tag exists, and says that it was built from another commit.',
  IMAGE_PLATFORM_MISSING: 'An image with this tag exists, but not for every platform that is asked for.',
  ENGINE_MISSING: 'No container engine answers on this runner.',
  ENGINE_UNSUITABLE: 'The container engine cannot do what an input asks for.',
  BUILDER_SHARED: "The files of this run may be anybody's, and the builder is shared with other runs.",
  BUILDER_UNREACHABLE: 'The builder could not be reached, or the connection to it broke.',
  PATH_OUTSIDE:
    'A path of the build leads out of the workspace, or to a folder that holds secrets of the job.',
  DOCKERFILE_MISSING: 'The Dockerfile or the build context is not there.',
  BUILD_FAILED: 'The container build failed.',
  PUSH_FAILED: 'The image was built, but the registry did not take it.',
  REGISTRY_UNAVAILABLE: 'The registry kept answering with a temporary error.',
  OVERLAY_MISSING: 'An overlay of the config repository does not exist.',
  OVERLAY_INVALID:
    'An overlay cannot be used: its path leaves the repository, or it is not one plain kustomization file.',
  YAML_INVALID: 'A kustomization file is not valid YAML.',
  EDIT_UNSAFE: 'A kustomization cannot be edited exactly, so it is not edited at all.',
  ENTRY_MISSING: 'The kustomization has no images entry of that name.',
  ENTRY_DUPLICATE: 'The kustomization has several images entries of that name.',
  ENTRY_REGISTRY:
    'The images entry points to another registry, account or region than this step pushes to, or, where only a pattern leads to it, to another repository.',
  IMAGE_NOT_RENDERED: 'The overlay renders, but no container of it gets the new image.',
  RENDER_FAILED: 'The overlay could not be rendered, and render-check is require.',
  ORDER_UNKNOWN: 'It could not be found out whether the deployed commit is older or newer than this one.',
  ORDER_STALE: 'A newer commit is deployed already, and on-stale is fail.',
  ORDER_DIVERGED: 'Neither of the deployed commit and this commit contains the other.',
  CONFIG_NOT_FOUND: 'The config repository does not exist, or the credential may not see it.',
  CONFIG_MOVED:
    'The server of the config repository redirects to another place, and no credential is taken there.',
  CONFIG_TOO_LARGE: 'The config repository holds more than this step reads.',
  CONFIG_BRANCH_MISSING: 'The branch of the config repository does not exist.',
  CONFIG_DENIED: 'The credential of the config repository was refused.',
  CONFIG_REFUSED: 'The config repository refused the commit: a protected branch, a rule or a hook.',
  CONFIG_UNREACHABLE: 'The config repository could not be reached.',
  CONFIG_CONTENTION:
    'The commit did not land before the time budget ended (other writers kept moving the branch, or the git host kept failing), or another writer made an image needed that this run had left alone.',
  RUNNER_DISK: 'The disk of the runner is full, or this step may not write its temporary files.',
  RUNNER_LIMIT: 'The runner has no more open files, processes or memory for this step.',
  CANCELLED: 'The run was cancelled.',
  INTERNAL: 'A defect of this action.',
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
  // One cause may be met at several places: the same problem is told once.
  const told = new Map(problems.map((problem) => [`${problem.code} ${problem.message}`, problem]))
  const [first, ...rest] = told.values()
  if (first) throw new StepError([first, ...rest])
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
/** As Node tells it, and @actions/core of a file that the runner reads; nothing but temporary files is written. */
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

/** Waits for all, then throws the problems of all failures together, so that one run shows every mistake. */
export async function allOrProblems<T extends readonly unknown[]>(
  work: readonly [...T],
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const settled = await Promise.allSettled(work)
  // One cause, as a refused role, may fail several of them: the same error is told once.
  const reasons = new Set(settled.flatMap((result) => (result.status === 'rejected' ? [result.reason] : [])))
  const [first, ...rest] = [...reasons].map(asStepError)
  if (!first) {
    const values: unknown = settled.map((result) => (result as PromiseFulfilledResult<unknown>).value)
    return values as { -readonly [K in keyof T]: Awaited<T[K]> }
  }
  if (rest.length === 0) throw first
  const [problem, ...problems] = first.problems
  throw new StepError([problem, ...problems, ...rest.flatMap((error) => error.problems)], first.cause)
}
