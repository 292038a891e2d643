import * as core from '@actions/core'

export interface Log {
  info(text: string): void
  notice(text: string): void
  warning(text: string): void
  group<T>(title: string, work: () => Promise<T>): Promise<T>
}

/** What people should know of a run at its end, too. */
export interface Said {
  readonly warnings: readonly string[]
  readonly notices: readonly string[]
}

/** A log that keeps what people should know, each text once, for the report. */
export function keptLog(log: Log): { readonly log: Log; readonly said: () => Said } {
  const warnings = new Set<string>()
  const notices = new Set<string>()
  return {
    log: {
      ...log,
      notice: (text) => {
        notices.add(text)
        log.notice(text)
      },
      warning: (text) => {
        warnings.add(text)
        log.warning(text)
      },
    },
    said: () => ({ warnings: [...warnings], notices: [...notices] }),
  }
}

/**
 * A line of somebody else's text, harmless in the log: the runner executes `::command::` at the start of a line and
 * `##[command]` anywhere in it.
 */
export function inert(line: string): string {
  const plain = line.replaceAll('##[', '# #[')
  return COMMAND.test(plain) ? plain.replace('::', ': :') : plain
}

/** White space as the runner's TrimStart knows it, which is not quite what `\s` knows. */
const COMMAND = /^[\s\u0085]*::/

const inertLines = (text: string): string =>
  text
    .split(/\r\n|\r|\n/)
    .map(inert)
    .join('\n')

/**
 * A message with text of others in it, such as a value of a file: in a terminal a control character is a colour, or a
 * jump to what stands above. Lines and tabs stay.
 */
export const withoutControls = (text: string): string => text.replaceAll(/[^\P{Cc}\t\n]/gu, ' ')

export const runnerLog: Log = {
  info: (text) => core.info(inertLines(text)),
  notice: (text) => core.notice(withoutControls(text)),
  warning: (text) => core.warning(withoutControls(text)),
  group: (title, work) => core.group(inertLines(title), work),
}

let draining: Promise<void> | undefined

/** What is written faster than the runner reads it is kept in memory: this says when there is room again. */
export function logHasRoom(): Promise<void> | undefined {
  if (!process.stdout.writableNeedDrain) return undefined
  draining ??= new Promise((resolve) => {
    process.stdout.once('drain', () => {
      draining = undefined
      resolve()
    })
  })
  return draining
}
