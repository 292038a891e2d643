/** A stream that people, or another program, read. */
export interface Output {
  write(text: string): unknown
  readonly isTTY?: boolean
  readonly columns?: number
}

/** The edges of the program. */
export interface Program {
  readonly env: NodeJS.ProcessEnv
  readonly cwd: string
  readonly version: string
  /** What was asked for. */
  readonly out: Output
  /** What is said beside it: mistakes, and how far the work is. */
  readonly err: Output
}

/** Exit codes, as linters have them. */
export const DONE = 0
export const CANNOT_RUN = 2

/**
 * Whether a stream gets colours: a terminal does. FORCE_COLOR counts before NO_COLOR, as Node itself has it
 * (tty.WriteStream.getColorDepth); both are the user's word, so each counts before what the terminal is.
 */
export function hasColours(stream: Output, env: NodeJS.ProcessEnv): boolean {
  const { FORCE_COLOR: forced, NO_COLOR: none, TERM: terminal } = env
  if (forced !== undefined) return forced !== '0' && forced !== 'false'
  if (none) return false
  return stream.isTTY === true && terminal !== 'dumb'
}
