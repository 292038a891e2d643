import type { Origin } from './object.ts'
import type { Span } from './yaml/node.ts'

/** What a place is known by, whichever node stands there. */
export const placeKey = (at: Span | undefined): string => (at ? `${at.source.path}:${at.start}` : '')

/** As files are listed, and from the top of each. */
export function byPlace(one: Span, other: Span): number {
  const [path, second] = [one.source.path, other.source.path]
  if (path === second) return one.start - other.start
  return path < second ? -1 : 1
}

/** Each once, sorted. */
export function mergedOrigins(origins: readonly Origin[]): readonly Origin[] {
  if (origins.length < 2) return origins
  const known = new Map(
    origins.map((origin) => [
      `${origin.root}\n${origin.kind}\n${origin.namespace ?? ''}\n${origin.folder ?? ''}`,
      origin,
    ]),
  )
  return [...known].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, origin]) => origin)
}
