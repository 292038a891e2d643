import { fail } from '../../../errors/errors.ts'
import { isTooLong } from '../../../names/path.ts'
import { globMatcher, globSize } from '../../../names/paths/glob.ts'

/** `vendor/**` for everything in these files, `image-mutable-tag: dev/**` for what one rule finds in them. */
interface Ignored {
  readonly rule: string | undefined
  readonly glob: string
}

const OF_RULE = /^([a-z][a-z0-9-]*):\s+(\S.*)$/

export function parseIgnored(text: string): Ignored {
  const [, rule, glob = text] = OF_RULE.exec(text) ?? []
  return { rule, glob }
}

/** Whether the globs of the settings keep quiet what a rule finds in a file. */
export function ignoredByGlob(globs: readonly string[]): (rule: string, path: string) => boolean {
  const ignored = globs.map(parseIgnored)
  const matchers = ignored.map(({ rule, glob }) => ({ rule, matches: pathMatcher(glob) }))
  const spend = globMeter(
    'ignore',
    ignored.map(({ glob }) => glob),
  )
  const known = new Map<string, readonly (string | undefined)[]>()
  const rulesAt = (path: string): readonly (string | undefined)[] => {
    const kept = known.get(path)
    if (kept) return kept
    spend()
    const rules = isTooLong(path)
      ? []
      : matchers.filter(({ matches }) => matches(path)).map(({ rule }) => rule)
    known.set(path, rules)
    return rules
  }
  return (rule, path) => matchers.length > 0 && rulesAt(path).some((one) => one === undefined || one === rule)
}

/** A folder stands for all that is in it, and a name without a slash for files and folders of that name at any depth. */
export function pathMatcher(glob: string): (path: string) => boolean {
  const bare = glob.replace(/^\.?\//, '').replace(/\/$/, '')
  const anywhere = bare.includes('/') || glob.startsWith('/') ? bare : `**/${bare}`
  return globMatcher(`${anywhere}/**`)
}

/** Characters of globs that are held against paths: thousands of paths, and hundreds of globs of some length. */
const MOST_COMPARED = 100_000_000

/** Called for each path that globs are held against. A stranger may write more of both than anybody waits for. */
export function globMeter(input: string, globs: readonly string[]): () => void {
  const size = globs.reduce((sum, glob) => sum + globSize(glob), 0)
  let left = MOST_COMPARED
  return () => {
    left -= size
    if (left >= 0) return
    fail({
      code: 'INPUT_INVALID',
      inputs: [input],
      message: `${input} has ${globs.length} globs, too many for so many files`,
      hint: `Name folders in ${input}, which stand for all that is in them, in place of files.`,
    })
  }
}
