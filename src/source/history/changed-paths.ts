import picomatch from 'picomatch'
import { isTooLong } from '../../names/path.ts'

/**
 * Whether one of the changed files is among the paths of an image. As in the path filters of GitHub workflows the last
 * pattern that matches decides, and one that begins with `!` takes away; when the first one does, it takes from
 * everything. A folder stands for all that is below it.
 */
export function touches(paths: readonly string[], changed: readonly string[]): boolean {
  const patterns = paths.map(readPattern)
  const otherwise = patterns[0]?.takesAway === true
  return changed.some((file) => {
    if (isTooLong(file)) return true
    const last = patterns.findLast((pattern) => pattern.matches(file))
    return last ? !last.takesAway : otherwise
  })
}

interface Pattern {
  readonly takesAway: boolean
  readonly matches: (file: string) => boolean
}

function readPattern(given: string): Pattern {
  // `!(a|b)` is a pattern of its own.
  const takesAway = /^!(?!\()/.test(given)
  const glob = (takesAway ? given.slice(1) : given).replace(/^(?:\.\/)+/, '').replace(/(?<!\/)\/+$/, '')
  const whole = glob === '' || glob === '.'
  const matches = picomatch(whole ? '**' : [glob, `${glob}/**`], { dot: true })
  if (takesAway) return { takesAway, matches }
  const { base } = picomatch.scan(glob)
  // A submodule or a link changes as one file, above everything that the pattern names in it.
  return { takesAway, matches: (file) => matches(file) || `${base}/`.startsWith(`${file}/`) }
}

/** As a notice names the paths. */
export function listPaths(paths: readonly string[]): string {
  const more = paths.length > 3 ? ` and ${paths.length - 3} more` : ''
  return `${paths.slice(0, 3).join(', ')}${more}`
}
