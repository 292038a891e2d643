import { isTooLong } from '../../../names/path.ts'
import { globMatcher } from '../../../names/paths/glob.ts'

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
  const matchers = globs.map(parseIgnored).map(({ rule, glob }) => ({ rule, matches: pathMatcher(glob) }))
  const known = new Map<string, readonly (string | undefined)[]>()
  const rulesAt = (path: string): readonly (string | undefined)[] => {
    const kept = known.get(path)
    if (kept) return kept
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
  const matchers = [anywhere, `${anywhere}/**`].map(globMatcher)
  return (path) => matchers.some((matches) => matches(path))
}
