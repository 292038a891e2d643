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
    return patterns.some((pattern) => isPath(pattern, names))
  }
}

/** How many characters a path is held against. */
export const globSize = (glob: string): number =>
  alternatives(glob).reduce((sum, { length }) => sum + length, 0)

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

/**
 * Whether the names of a path are those of a pattern in which `**` stands for any number of them. Only the last star that
 * was met is ever tried again, which is enough, and takes no longer than pattern times text.
 */
export function isPath(pattern: readonly string[], names: readonly string[]): boolean {
  let [at, next, star, resume] = [0, 0, -1, 0]
  while (at < names.length) {
    const part = pattern[next]
    if (part === '**') {
      star = next
      resume = at
      next += 1
    } else if (part !== undefined && isName(part, names[at] ?? '')) {
      at += 1
      next += 1
    } else if (star >= 0) {
      resume += 1
      at = resume
      next = star + 1
    } else return false
  }
  return pattern.slice(next).every((part) => part === '**')
}

/** The same of the letters of one name, with `*` and `?`, written out: it is where the time goes. */
export function isName(pattern: string, name: string): boolean {
  if (pattern === name) return true
  let [at, next, star, resume] = [0, 0, -1, 0]
  while (at < name.length) {
    const letter = pattern[next]
    if (letter === '*') {
      star = next
      resume = at
      next += 1
    } else if (letter === '?' || letter === name[at]) {
      at += letter === '?' ? widthAt(name, at) : 1
      next += 1
    } else if (star >= 0) {
      resume += 1
      at = resume
      next = star + 1
    } else return false
  }
  return isStars(pattern, next)
}

const widthAt = (name: string, at: number): number => ((name.codePointAt(at) ?? 0) > 0xff_ff ? 2 : 1)

function isStars(pattern: string, from: number): boolean {
  let next = from
  while (pattern[next] === '*') next += 1
  return next === pattern.length
}
