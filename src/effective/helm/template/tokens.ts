/** A word of an action. Places are offsets into the template. */
export interface Token {
  readonly kind: 'field' | 'variable' | 'name' | 'text' | 'number' | 'sign'
  /** Of a text what it stands for, of a field its name. */
  readonly text: string
  readonly start: number
  /** Whether it stands directly behind the one before it: `(f).x`, `$a.b`. */
  readonly joined: boolean
}

/** What is written out as it stands, or an action. */
export type Item =
  | { readonly kind: 'text'; readonly text: string; readonly start: number }
  | {
      readonly kind: 'action'
      readonly tokens: readonly Token[]
      readonly start: number
      readonly end: number
    }

/** Why a template cannot be read. */
export class TemplateFault extends Error {
  readonly offset: number

  constructor(message: string, offset: number) {
    super(message)
    this.offset = offset
  }
}

const TOKEN =
  /(\s+)|(-?\}\})|"((?:[^"\\\n]|\\.)*)"|`([^`]*)`|('(?:[^'\\\n]|\\.)+')|(\$\w*)|(\.[A-Za-z_]\w*)|([A-Za-z_]\w*)|([+-]?\d[\w.]*)|(:=|[=|(),.])/y

/** Cuts a Go template (package text/template) into texts and actions; comments are left out. @throws TemplateFault */
export function itemsOf(template: string): readonly Item[] {
  const items: Item[] = []
  let at = 0
  let trims = false
  while (at < template.length) {
    const open = template.indexOf('{{', at)
    const until = open < 0 ? template.length : open
    const trimsBefore = open >= 0 && /^-\s/.test(template.slice(open + 2, open + 4))
    pushText(items, template, { from: at, until, before: trims, behind: trimsBefore })
    if (open < 0) break
    const action = actionAt(template, open, open + (trimsBefore ? 3 : 2))
    if (action.tokens) items.push({ kind: 'action', tokens: action.tokens, start: open, end: action.end })
    at = action.end
    trims = action.trims
  }
  return items
}

interface Piece {
  readonly from: number
  readonly until: number
  /** Whether the space at its beginning, or at its end, is left out. */
  readonly before: boolean
  readonly behind: boolean
}

function pushText(items: Item[], template: string, { from, until, before, behind }: Piece): void {
  const whole = template.slice(from, until)
  const start = before ? whole.length - whole.trimStart().length : 0
  const text = behind ? whole.slice(start).trimEnd() : whole.slice(start)
  if (text !== '') items.push({ kind: 'text', text, start: from + start })
}

interface Action {
  readonly tokens: readonly Token[] | undefined
  readonly end: number
  readonly trims: boolean
}

function actionAt(template: string, open: number, from: number): Action {
  const inner = template.slice(from, from + 4).trimStart()
  if (inner.startsWith('/*')) return commentAt(template, open)
  const tokens: Token[] = []
  let joined = false
  TOKEN.lastIndex = from
  for (;;) {
    const start = TOKEN.lastIndex
    const match = TOKEN.exec(template)
    if (!match) throw new TemplateFault('an action is cut, or has a sign that is none', open)
    const [, space, end] = match
    if (end !== undefined) return { tokens, end: TOKEN.lastIndex, trims: end.startsWith('-') }
    if (space === undefined) tokens.push({ ...wordOf(match), start, joined })
    joined = space === undefined
  }
}

function commentAt(template: string, open: number): Action {
  const close = template.indexOf('*/', open)
  const end = close < 0 ? -1 : template.indexOf('}}', close)
  if (end < 0) throw new TemplateFault('a comment is cut', open)
  return { tokens: undefined, end: end + 2, trims: template[end - 1] === '-' }
}

function wordOf(match: RegExpExecArray): Pick<Token, 'kind' | 'text'> {
  const [, , , quoted, raw, letter, variable, field, name, number, sign] = match
  if (quoted !== undefined) return { kind: 'text', text: unescaped(quoted) }
  if (raw !== undefined) return { kind: 'text', text: raw }
  if (variable !== undefined) return { kind: 'variable', text: variable }
  if (field !== undefined) return { kind: 'field', text: field.slice(1) }
  if (name !== undefined) return { kind: 'name', text: name }
  return sign === undefined ? { kind: 'number', text: number ?? letter ?? '' } : { kind: 'sign', text: sign }
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' }

const unescaped = (text: string): string =>
  text.replaceAll(
    /\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))/g,
    (_, unicode?: string, hex?: string, one?: string) => {
      const code = unicode ?? hex
      return code === undefined ? (ESCAPES[one ?? ''] ?? one ?? '') : String.fromCodePoint(parseInt(code, 16))
    },
  )
