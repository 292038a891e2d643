import { isTooLong } from '../../../names/path.ts'
import { globMeter, pathMatcher } from '../findings/globs.ts'

/** Whether one of some roots is of production: it lies in a folder that is named, or its path has the form. */
export function isProduction(globs: readonly string[]): (roots: readonly string[]) => boolean {
  const matchers = globs.map(pathMatcher)
  const spend = globMeter('production-paths', globs)
  const known = new Map<string, boolean>()
  return (roots) =>
    roots.some((root) => {
      const kept = known.get(root)
      if (kept !== undefined) return kept
      spend()
      const is = !isTooLong(root) && matchers.some((matches) => matches(root))
      known.set(root, is)
      return is
    })
}
