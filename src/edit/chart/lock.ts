import { createHash } from 'node:crypto'
import { isRecord } from '../../names/text.ts'
import type { ChartFile } from './chart-file.ts'

/** The keys of a dependency, in the order in which Helm writes them, and those that it leaves out when they are empty. */
const KEYS = [
  { key: 'name', always: true },
  { key: 'version', always: false },
  { key: 'repository', always: true },
  { key: 'condition', always: false },
  { key: 'tags', always: false },
  { key: 'enabled', always: false },
  { key: 'import-values', always: false },
  { key: 'alias', always: false },
] as const

/** What `Chart.lock` has as `digest` (Helm, internal/resolver, `HashReq`): of what is asked for, and what was found. */
export function lockDigest(asked: readonly unknown[], found: readonly unknown[]): string {
  const json = goJson([asked.map(dependency), found.map(dependency)])
  return `sha256:${createHash('sha256').update(json).digest('hex')}`
}

/** Whether Helm takes the lock for one of this chart. */
export const isInSync = (chart: ChartFile, lock: ChartFile): boolean =>
  lock.field('digest')?.text === lockDigest(rawOf(chart), rawOf(lock))

export const rawOf = ({ dependencies }: ChartFile): readonly unknown[] => dependencies.map(({ raw }) => raw)

function dependency(raw: unknown): unknown {
  const given = isRecord(raw) ? raw : {}
  return Object.fromEntries(
    KEYS.flatMap(({ key, always }) => {
      const value = given[key]
      const empty = value === undefined || value === null || value === '' || value === false
      const none = empty || (Array.isArray(value) && value.length === 0)
      return none && !always ? [] : [[key, empty ? '' : value]]
    }),
  )
}

/** As Go's encoding/json: the keys of free maps in their order, and what HTML would mistake as escapes. */
function goJson(value: unknown): string {
  return JSON.stringify(value, (key, held: unknown) =>
    isRecord(held) && key !== '' && !('repository' in held)
      ? Object.fromEntries(Object.entries(held).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : held,
  ).replaceAll(/[<>&\u2028\u2029]/g, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
