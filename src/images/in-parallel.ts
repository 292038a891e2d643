import { type Settled, settle } from '../errors/together.ts'
import type { Log } from '../runner/log.ts'
import { atMost } from '../runner/turns.ts'
import { keepLast } from './engine/last-lines.ts'

interface ParallelBuilds {
  /** What is done with every image, for example `Build and push`. */
  readonly verb: string
  readonly engine: string
  readonly maxParallel: number
  readonly log: Log
  readonly signal: AbortSignal
}

/** One build: the lines that it prints go to `onLine`. */
type BuildWork<T, R> = (image: T, onLine: (line: string) => void) => Promise<R>

/** Builds up to `maxParallel` images at once, in one group of the log. A failure ends no other build. */
export async function buildInParallel<T extends { readonly name: string }, R>(
  images: readonly T[],
  how: ParallelBuilds,
  work: BuildWork<T, R>,
): Promise<Settled<R>> {
  const { log, verb, engine, maxParallel, signal } = how
  const [first, ...rest] = images
  if (!first) return { values: [], failure: undefined }
  if (rest.length === 0) {
    const only = () => settle([work(first, (line) => log.info(line))])
    return log.group(`${verb} ${first.name} with ${engine}`, only)
  }
  const failed = new Map<string, readonly string[]>()
  const gate = atMost(maxParallel)
  const atOnce = Math.min(maxParallel, images.length)
  const title = `${verb} ${images.length} images with ${engine}, ${atOnce} at once`
  const settled = await log.group(title, () =>
    settle(images.map((image) => gate(() => withName(image, { work, log, failed, signal })))),
  )
  for (const [name, lines] of failed) await repeatLog(name, lines, log)
  return settled
}

/** Lines kept of a build, to be shown again if it fails. */
const KEPT_LINES = 5_000

interface NamedPorts<T, R> {
  readonly work: BuildWork<T, R>
  readonly log: Log
  readonly failed: Map<string, readonly string[]>
  readonly signal: AbortSignal
}

/** Lines of builds at once are mixed, so each begins with the name of its image. */
async function withName<T extends { readonly name: string }, R>(
  image: T,
  { work, log, failed, signal }: NamedPorts<T, R>,
): Promise<R> {
  // It may have waited for its turn until the run was cancelled.
  signal.throwIfAborted()
  const { lines, add } = keepLast(KEPT_LINES)
  const started = performance.now()
  const show = (line: string) => log.info(`[${image.name}] ${line}`)
  try {
    const result = await work(image, (line) => {
      add(line)
      show(line)
    })
    show(`done in ${((performance.now() - started) / 1000).toFixed(1)} s`)
    return result
  } catch (error) {
    // What is cancelled has not failed, and the runner waits for the end of this process a few seconds only.
    if (signal.aborted) throw error
    show('failed')
    failed.set(image.name, lines.slice(-KEPT_LINES))
    throw error
  }
}

/** The log of a failed build in one piece, which nobody has to pick out of the others'. */
async function repeatLog(name: string, lines: readonly string[], log: Log): Promise<void> {
  await log.group(`Log of ${name}, which failed`, async () => {
    for (const line of lines) log.info(line)
  })
}
