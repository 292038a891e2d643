/**
 * What a comma is in the items of a list. `names` hold none, so it parts them; so it does `patterns` and paths, but not in
 * brackets, as in `{a,b}`. In `values` (`NAME=value`) and `attributes` (`type=...`) it may belong to the item.
 */
export type ItemKind = 'names' | 'patterns' | 'values' | 'attributes'

export interface Item {
  readonly text: string
  /** It stands in quotation marks: no comma in it parts anything. */
  readonly exact: boolean
}

interface Unclear {
  readonly mistake: string
}

/** One item a line, or what people write in its place where it can mean only one thing: a YAML list, commas. */
export function listItems(given: string, kind: ItemKind): readonly Item[] | Unclear {
  const text = given.trim()
  return bracketedItems(text, kind) ?? lineItems(text, kind)
}

/** A list in brackets, of JSON or YAML; undefined where they are those of a pattern, or none. */
function bracketedItems(text: string, kind: ItemKind): readonly Item[] | Unclear | undefined {
  if (!text.startsWith('[') || closing(text) !== text.length - 1) return undefined
  const items = partedItems(text.slice(1, -1))
  if (items.every(({ exact }) => exact)) return items
  if (SECOND[kind]) {
    return { mistake: 'is a list in brackets whose items are not in quotation marks' }
  }
  const [only, ...others] = items
  const isPattern = kind === 'patterns' && others.length === 0 && !only?.text.includes('/')
  return isPattern ? undefined : items
}

function lineItems(text: string, kind: ItemKind): readonly Item[] | Unclear {
  const lines = text.split('\n').map((line) => line.trim())
  const filled = lines.filter((line) => line !== '' && !COMMENT.test(line))
  const dashed = filled.filter((line) => DASH.test(line))
  if (dashed.length > 0 && dashed.length < filled.length) {
    return { mistake: 'has lines that begin with "- " and lines that do not' }
  }
  const bare = dashed.length > 0 ? filled.map((line) => line.slice(1).trim()) : filled
  if (dashed.length === 1 && !SECOND[kind] && bare[0]?.includes(' - ')) {
    return { mistake: 'has several items that begin with "- " on one line' }
  }
  if (kind === 'patterns' && bare.some((line) => BULLET.test(line))) return OTHER_MARK
  return isUnclear(bare, kind) ? UNCLEAR_COMMA : bare.flatMap(itemsOf(kind))
}

const OTHER_MARK = { mistake: 'has a mark of a list in front of an item that is not "- "' }
const BULLET = /^[*•–—]\s/

const UNCLEAR_COMMA = {
  mistake:
    'has a comma that may part two items, or belong to one (it does in quotation marks around the whole item)',
}

/** A comment has white space behind its mark: `#12-fix` is a branch. */
const COMMENT = /^#(?:\s|$)/
const TRAILING_COMMENT = /\s#\s.*/s
const DASH = /^-(?:\s|$)/

const itemsOf =
  (kind: ItemKind) =>
  (line: string): readonly Item[] => {
    if (areQuoted(line, kind)) return partedItems(line)
    return SECOND[kind] ? [{ text: line, exact: false }] : partedItems(line.replace(TRAILING_COMMENT, ''))
  }

/** What may begin a second item behind a comma that may as well belong to the first one. */
const SECOND: Readonly<Partial<Record<ItemKind, RegExp>>> = {
  values: /,\s+[A-Za-z_][\w.-]*=/,
  attributes: /,\s+type=/i,
}

function isUnclear(lines: readonly string[], kind: ItemKind): boolean {
  const second = SECOND[kind]
  const bare = second ? lines.filter((line) => !areQuoted(line, kind)) : []
  return bare.some((line) => second?.test(line) || (lines.length > 1 && line.endsWith(',')))
}

function areQuoted(line: string, kind: ItemKind): boolean {
  const items = partedItems(line)
  // Attributes may be quoted one by one (buildx reads an entry as a line of CSV).
  return items.every(({ exact }) => exact) && (kind !== 'attributes' || items.length === 1)
}

/** The items between commas that are neither in quotation marks nor in brackets. */
export function partedItems(text: string): readonly Item[] {
  const pieces = ['']
  let depth = 0
  for (const token of tokensOf(text)) {
    depth = Math.max(0, depth + stepOf(token))
    if (token === ',' && depth === 0) pieces.push('')
    else pieces.push(`${pieces.pop() ?? ''}${token}`)
  }
  return pieces.map(itemIn).filter((item) => item.text !== '')
}

/** A quoted text is one of them, and so is what a backslash keeps from acting. */
const tokensOf = (text: string): readonly string[] => text.match(/\\.|"(?:[^"\\]|\\.)*"|'[^']*'|./gs) ?? []

const stepOf = (token: string): number => Number(/^[[({]$/.test(token)) - Number(/^[\])}]$/.test(token))

/** Where the bracket closes that the text begins with. */
function closing(text: string): number {
  let depth = 0
  let at = 0
  for (const token of tokensOf(text)) {
    depth += stepOf(token)
    if (depth === 0) return at
    at += token.length
  }
  return -1
}

function itemIn(piece: string): Item {
  const text = piece.trim()
  const exact = text.length > 1 && /^["']/.test(text) && tokensOf(text).length === 1
  return { text: exact ? unquoted(text) : text, exact }
}

function unquoted(text: string): string {
  try {
    return String(JSON.parse(text))
  } catch {
    return text.slice(1, -1)
  }
}
