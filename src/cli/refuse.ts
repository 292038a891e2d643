import { CANNOT_RUN, type Program } from './program.ts'

/** All that is wrong with what was asked, and where to read what can be. */
export function refused(mistakes: readonly string[], asked: string, { err }: Pick<Program, 'err'>): number {
  for (const mistake of mistakes) err.write(`${asked}: ${mistake}\n`)
  err.write(`Try: ${asked} --help\n`)
  return CANNOT_RUN
}
