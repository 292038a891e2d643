import picomatch from 'picomatch'
import { isTooLong } from '../../../names/path.ts'

/** Whether one of some roots is of production: it lies in a folder that is named, or its path has the form. */
export function isProduction(globs: readonly string[]): (roots: readonly string[]) => boolean {
  if (globs.length === 0) return () => false
  const bare = globs.map((glob) => glob.replace(/^\.?\//, '').replace(/\/$/, ''))
  const matches = picomatch(
    bare.flatMap((glob) => [glob, `${glob}/**`]),
    { dot: true },
  )
  const known = new Map<string, boolean>()
  return (roots) =>
    roots.some((root) => {
      const before = known.get(root)
      if (before !== undefined) return before
      const is = !isTooLong(root) && matches(root)
      known.set(root, is)
      return is
    })
}
