/** More alternatives in braces are none that somebody wrote. */
const MOST_ALTERNATIVES = 64

/**
 * Whether a path is one of a glob: `*` and `?` within a name, `**` for any folders, `{a,b}` for one of several texts. In
 * each step what is compared grows with the path alone, whatever stars a pattern has: both may be of a stranger.
 */
export function globMatcher(glob: string): (path: string) => boolean {
  const patterns = alternatives(glob).map((one) => one.split('/'))
  return (path) => {
    const names = path.split('/')
    return patterns.some((pattern) => isMatch(pattern, names, FOLDERS))
  }
}

/** The texts that braces stand for; those within braces are taken as they are. */
function alternatives(glob: string): readonly string[] {
  let texts: readonly string[] = ['']
  let behind = 0
  for (const { 0: braces, 1: inner = '', index } of glob.matchAll(/\{([^{},]*,[^{}]*)\}/g)) {
    const before = glob.slice(behind, index)
    const more = texts.flatMap((text) => inner.split(',').map((one) => text + before + one))
    if (more.length > MOST_ALTERNATIVES) break
    texts = more
    behind = index + braces.length
  }
  return texts.map((text) => text + glob.slice(behind))
}

/** What of a pattern stands for any number of parts, and when another part of it is a part of the text. */
interface Parts {
  readonly isAny: (part: string) => boolean
  readonly equals: (part: string, actual: string) => boolean
}

const LETTERS: Parts = { isAny: (one) => one === '*', equals: (one, actual) => one === '?' || one === actual }
const FOLDERS: Parts = {
  isAny: (one) => one === '**',
  equals: (one, actual) => isMatch([...one], [...actual], LETTERS),
}

/** Only the last star that was met is ever tried again, which is enough, and takes no longer than pattern times text. */
function isMatch(pattern: readonly string[], text: readonly string[], { isAny, equals }: Parts): boolean {
  let [at, next] = [0, 0]
  let star = -1
  let resume = 0
  while (at < text.length) {
    const part = pattern[next]
    if (part !== undefined && isAny(part)) {
      star = next
      resume = at
      next += 1
    } else if (part !== undefined && equals(part, text[at] ?? '')) {
      at += 1
      next += 1
    } else if (star >= 0) {
      resume += 1
      at = resume
      next = star + 1
    } else return false
  }
  return pattern.slice(next).every(isAny)
}
