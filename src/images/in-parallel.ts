import { allOrProblems } from '../errors/errors.ts'
import type { Log } from '../runner/log.ts'
import { atMost } from '../runner/turns.ts'
import { lastLines } from './engine/last-lines.ts'

export interface ParallelBuilds {
  /** What is done with every image, for example `Build and push`. */
  readonly verb: string
  readonly engine: string
  readonly maxParallel: number
  readonly log: Log
  readonly signal: AbortSignal
}

/** One build: the lines that it prints go to `onLine`. */
export type BuildWork<T> = (image: T, onLine: (line: string) => void) => Promise<void>

/**
 * Builds up to `maxParallel` images at once, in one group of the log. A failure ends no other build.
 * @throws StepError with the problems of all of them together.
 */
export async function buildInParallel<T extends { readonly name: string }>(
  images: readonly T[],
  how: ParallelBuilds,
  work: BuildWork<T>,
): Promise<void> {
  const { log, verb, engine, maxParallel, signal } = how
  const [first, ...rest] = images
  if (!first) return
  if (rest.length === 0) {
    return log.group(`${verb} ${first.name} with ${engine}`, () => work(first, (line) => log.info(line)))
  }
  const failed = new Map<string, readonly string[]>()
  const gate = atMost(maxParallel)
  const atOnce = Math.min(maxParallel, images.length)
  const title = `${verb} ${images.length} images with ${engine}, ${atOnce} at once`
  const all = log.group(title, () =>
    allOrProblems(images.map((image) => gate(() => withName(image, { work, log, failed, signal })))),
  )
  try {
    await all
  } finally {
    for (const [name, lines] of failed) await tellApart(name, lines, log)
  }
}

/** Lines kept of a build, to be told again if it fails. */
const KEPT_LINES = 5_000

interface Named<T> {
  readonly work: BuildWork<T>
  readonly log: Log
  readonly failed: Map<string, readonly string[]>
  readonly signal: AbortSignal
}

/** Lines of builds at once are mixed, so each begins with the name of its image. */
async function withName<T extends { readonly name: string }>(
  image: T,
  { work, log, failed, signal }: Named<T>,
): Promise<void> {
  // It may have waited for its turn until the run was cancelled.
  signal.throwIfAborted()
  const { lines, add } = lastLines(KEPT_LINES)
  const started = performance.now()
  const tell = (line: string) => log.info(`[${image.name}] ${line}`)
  try {
    await work(image, (line) => {
      add(line)
      tell(line)
    })
    tell(`done in ${((performance.now() - started) / 1000).toFixed(1)} s`)
  } catch (error) {
    // What is cancelled has not failed, and the runner waits for the end of this process a few seconds only.
    if (signal.aborted) throw error
    tell('failed')
    failed.set(image.name, lines.slice(-KEPT_LINES))
    throw error
  }
}

/** The log of a failed build in one piece, which nobody has to pick out of the others'. */
async function tellApart(name: string, lines: readonly string[], log: Log): Promise<void> {
  await log.group(`Log of ${name}, which failed`, async () => {
    for (const line of lines) log.info(line)
  })
}
