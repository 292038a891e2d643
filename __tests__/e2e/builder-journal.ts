import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What became of one process of the stand-in builder; a process that is killed has a beginning only. */
export interface BuilderEvent {
  pid: number
  /** The first word, as `build`, and the last one: the context or the reference. */
  command: string
  subject: string
  what: 'begin' | 'interrupted' | 'end'
}

const FILE = 'journal.jsonl'

/** Appended at once and in one piece, so that the order of the lines is the order of the events. */
export function note(folder: string, event: BuilderEvent): void {
  appendFileSync(join(folder, FILE), `${JSON.stringify(event)}\n`)
}

export function readJournal(folder: string): BuilderEvent[] {
  const path = join(folder, FILE)
  if (!existsSync(path)) return []
  // What is behind the last line end is not written yet: tests look while stand-ins still write.
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1)
  return lines.map((line) => JSON.parse(line) as BuilderEvent)
}

/** The largest number of processes that were there at once. */
export function mostAtOnce(events: readonly BuilderEvent[]): number {
  let alive = 0
  let most = 0
  for (const { what } of events) {
    if (what === 'begin') alive += 1
    if (what === 'end') alive -= 1
    most = Math.max(most, alive)
  }
  return most
}
