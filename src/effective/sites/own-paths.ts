import type { Place } from './place.ts'

/** Whether a field is one that somebody says holds an image. */
export type OwnPaths = (place: Place) => boolean

/** Paths as `spec.runner.image`, or the end of one; lists on the way are left out, with brackets or without. */
export function ownPaths(paths: readonly string[] = []): OwnPaths {
  const known = new Set(paths.map((path) => path.replaceAll('[]', '')))
  const last = new Set([...known].map((path) => path.slice(path.lastIndexOf('.') + 1)))
  return (place) => {
    const key = place.at(-1)
    return typeof key === 'string' && last.has(key) && endsWithOne(place, known)
  }
}

/** From the field upwards, so that the paths may be any number. */
function endsWithOne(place: Place, known: ReadonlySet<string>): boolean {
  let path = ''
  for (const key of place.toReversed()) {
    if (typeof key === 'number') continue
    path = path === '' ? key : `${key}.${path}`
    if (known.has(path)) return true
  }
  return false
}
