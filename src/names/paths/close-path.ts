import picomatch from 'picomatch'
import { nearest, theOnly } from '../nearest.ts'
import { isGlob } from '../path.ts'

/**
 * The path that one with a misspelt folder, or from another root, stands for: all but one of its segments are there, or
 * one of the two is the end of the other. undefined where two could be meant.
 */
export function closePath(wanted: string, paths: readonly string[]): string | undefined {
  const moved = paths.filter((path) => isEndOf(wanted, path) || isEndOf(path, wanted))
  return theOnly(moved) ?? theOnly(misspelt(wanted, paths))
}

/** A name alone is at the end of too many. */
const isEndOf = (end: string, path: string): boolean => end.includes('/') && path.endsWith(`/${end}`)

function misspelt(wanted: string, paths: readonly string[]): readonly string[] {
  const segments = wanted.split('/')
  const names = new Map<number, string[]>()
  for (const path of paths) {
    const others = path.split('/')
    if (others.length !== segments.length) continue
    const [index, second] = segments.flatMap((segment, at) => (segment === others[at] ? [] : [at]))
    if (index === undefined || second !== undefined) continue
    const found = names.get(index) ?? []
    found.push(others[index] ?? '')
    names.set(index, found)
  }
  return [...names].flatMap(([index, found]) => {
    const close = nearest(segments[index] ?? '', found)
    return close === undefined ? [] : [segments.with(index, close).join('/')]
  })
}

/** The pattern that one with a misspelt segment, which matches nothing, stands for. */
export function closePattern(glob: string, paths: readonly string[]): string | undefined {
  const segments = glob.split('/')
  const deep = segments.findIndex((segment) => segment.includes('**'))
  return theOnly(
    segments.flatMap((segment, index) => {
      // Behind ** nobody knows how deep a segment is.
      if (isGlob(segment) || segment === '' || (deep >= 0 && index > deep)) return []
      const matches = picomatch(segments.with(index, '*').join('/'))
      const names = paths.filter((path) => matches(path)).map((path) => path.split('/')[index] ?? '')
      const close = nearest(segment, names)
      return close === undefined ? [] : [segments.with(index, close).join('/')]
    }),
  )
}
