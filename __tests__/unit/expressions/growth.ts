import { createContext, Script } from 'node:vm'
import { processorTime } from '../processor-time.ts'

/** Ten times the text may cost ten times as much, and thirty with all that a busy machine does; a square costs a hundred. */
const MOST_GROWTH = 30
/** Below this nothing is measured but the machine; the square of the shortest text takes longer. */
const FLOOR_MS = 2
/** What takes so long may never end. */
const LIMIT_MS = 3_000
const ATTEMPTS = 4

/** Some work on a text of about that length. */
export type Work<Text = string> = { readonly on: Text; readonly run: (length: number) => () => unknown }

/** What grew faster than its text. */
export interface Excess<Text> {
  readonly on: Text
  readonly length: number
  readonly milliseconds: number
  /** For a tenth of the length. */
  readonly before: number
}

interface Timed<Text> {
  readonly work: Work<Text>
  readonly took: number
}

interface Bounds {
  readonly lengths: readonly number[]
  /** What the shortest text may take at most, in milliseconds. */
  readonly first?: number
}

/** undefined where each work takes at most so many times longer as its text is longer. */
export function excessOf<Text>(
  works: readonly Work<Text>[],
  { lengths, first = Number.POSITIVE_INFINITY }: Bounds,
): Excess<Text> | undefined {
  let timed: readonly Timed<Text>[] = works.map((work) => ({ work, took: first / MOST_GROWTH }))
  for (const length of lengths) {
    const next: Timed<Text>[] = []
    for (const { work, took: before } of timed) {
      const most = MOST_GROWTH * Math.max(before, FLOOR_MS)
      const took = leastTime(work.run(length), most)
      if (took > most) return { on: work.on, length, milliseconds: took, before }
      next.push({ work, took })
    }
    // What is worse for the longer text is so for the shorter one, by far.
    timed = next.toSorted((one, other) => other.took - one.took).slice(0, length < 100_000 ? 8 : 3)
  }
  return undefined
}

/** Once, and again where it seems to be too much, unless it is far too much: others are at work on this machine too. */
function leastTime(run: () => unknown, most: number): number {
  let least = Number.POSITIVE_INFINITY
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const { took, ended } = timeOf(run, LIMIT_MS * attempt ** 2)
    // It was hardly given a processor.
    if (!ended && took <= most) continue
    least = Math.min(least, took)
    if (least <= most || least > 10 * most) break
  }
  return least
}

const SCRIPT = new Script('run()')
const CONTEXT: { run?: () => unknown } = createContext({})

/** The less of two clocks: one also runs while others are at work, one also counts what other threads of this process do. */
function timeOf(run: () => unknown, timeout: number): { readonly took: number; readonly ended: boolean } {
  CONTEXT.run = run
  const computed = processorTime()
  const started = performance.now()
  const took = () => Math.min(performance.now() - started, processorTime() - computed)
  try {
    SCRIPT.runInContext(CONTEXT, { timeout })
    return { took: took(), ended: true }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error
    return { took: took(), ended: false }
  }
}
