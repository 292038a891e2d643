type Token = '*' | { readonly takes: (character: string) => boolean }
type Segment = '**' | readonly Token[]

interface Rule {
  readonly segments: readonly Segment[]
  readonly excludes: boolean
}

export type IsLeftOut = (path: string) => boolean

/**
 * What a list leaves out of a context (Docker docs, ".dockerignore files"): the last rule that takes the path, or a folder
 * above it, counts. Compared step by step, because whoever writes the list could make an expression that never ends.
 */
export function dockerignore(text: string): IsLeftOut {
  const rules = text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .flatMap(ruleOf)
  return (path) => {
    const names = path.split('/')
    const last = rules.findLast(({ segments }) =>
      names.some((_, at) => takes(segments, names.slice(0, at + 1))),
    )
    return last?.excludes ?? false
  }
}

function ruleOf(line: string): readonly Rule[] {
  const text = line.trim()
  if (text === '' || line.startsWith('#')) return []
  const excludes = !text.startsWith('!')
  const pattern = excludes ? text : text.slice(1).trim()
  const names = cleaned(pattern)
  return names.length === 0 ? [] : [{ segments: names.map(segmentOf), excludes }]
}

/** As `filepath.Clean` does it, from the root of the context. */
function cleaned(pattern: string): readonly string[] {
  const names: string[] = []
  for (const name of pattern.split('/')) {
    if (name === '..') names.pop()
    else if (name !== '' && name !== '.') names.push(name)
  }
  return names
}

function segmentOf(name: string): Segment {
  if (name === '**') return '**'
  const tokens: Token[] = []
  for (let at = 0; at < name.length; ) {
    const { token, next } = tokenAt(name, at)
    // Two stars beside each other take nothing more than one.
    if (token !== '*' || tokens.at(-1) !== '*') tokens.push(token)
    at = next
  }
  return tokens
}

function tokenAt(name: string, at: number): { readonly token: Token; readonly next: number } {
  const character = name.charAt(at)
  if (character === '*') return { token: '*', next: at + 1 }
  if (character === '?') return { token: { takes: () => true }, next: at + 1 }
  const end = character === '[' ? name.indexOf(']', at + 2) : -1
  if (end > 0) return { token: { takes: oneOf(name.slice(at + 1, end)) }, next: end + 1 }
  const literal = character === '\\' ? name.charAt(at + 1) : character
  return { token: { takes: (given) => given === literal }, next: at + (character === '\\' ? 2 : 1) }
}

/** `[a-z]`, `[^a]`, as `path.Match` of Go has them. */
function oneOf(range: string): (character: string) => boolean {
  const isNegated = range.startsWith('^')
  const characters = isNegated ? range.slice(1) : range
  return (character) => {
    for (let at = 0; at < characters.length; at += 1) {
      const from = characters.charAt(at)
      const isRange = characters.charAt(at + 1) === '-' && at + 2 < characters.length
      const to = isRange ? characters.charAt(at + 2) : from
      if (character >= from && character <= to) return !isNegated
      if (isRange) at += 2
    }
    return isNegated
  }
}

const takes = (segments: readonly Segment[], names: readonly string[]): boolean =>
  matches(segments, names, { isMany: (segment) => segment === '**', takesOne: takesName })

const takesName = (segment: Segment, name: string): boolean =>
  segment !== '**' &&
  matches(segment, name, {
    isMany: (token) => token === '*',
    takesOne: (token, character) => token !== '*' && token.takes(character),
  })

interface Matching<P> {
  /** It stands for any number of what is given, none included. */
  readonly isMany: (part: P) => boolean
  readonly takesOne: (part: P, given: string) => boolean
}

/** Only the last one that stands for many is ever tried again, so that no list takes longer than its length allows. */
function matches<P>(
  parts: readonly P[],
  given: string | readonly string[],
  { isMany, takesOne }: Matching<P>,
): boolean {
  let part = 0
  let at = 0
  let many: { readonly part: number; at: number } | undefined
  while (at < given.length) {
    const next = parts[part]
    if (next !== undefined && isMany(next)) {
      many = { part, at }
      part += 1
    } else if (next !== undefined && takesOne(next, given[at] ?? '')) {
      part += 1
      at += 1
    } else if (many) {
      many.at += 1
      at = many.at
      part = many.part + 1
    } else return false
  }
  return parts.slice(part).every(isMany)
}
