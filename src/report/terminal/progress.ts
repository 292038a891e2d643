import { visible } from '../../names/visible.ts'
import { cutTo } from './width.ts'

/** What a long run is at. */
export interface Progress {
  /** `Reading files`. */
  readonly phase: string
  readonly done?: number
  readonly of?: number
  readonly ms: number
}

/** A run that is over before anybody wonders says nothing. */
const QUIET_MS = 1000

const COUNT = new Intl.NumberFormat('en-US')

/** The line that a terminal shows of a run that takes long; undefined as long as it does not. */
export function progressLine({ phase, done, of, ms }: Progress, columns: number): string | undefined {
  if (ms < QUIET_MS) return undefined
  const count =
    done === undefined ? '' : ` ${COUNT.format(done)}${of === undefined ? '' : ` of ${COUNT.format(of)}`}`
  return cutTo(`${visible(phase)}${count} (${Math.floor(ms / 1000)} s)`, Math.max(1, columns - 1))
}

/** Writes a line over the one before: to the beginning of the line, and nothing behind the text (ECMA-48, EL). */
export const overwritten = (line: string): string => `\r${line}\u001b[K`
