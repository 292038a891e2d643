import { messageOf, type Problem, StepError } from './errors.ts'

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
