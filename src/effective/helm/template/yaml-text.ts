import { numberOf } from './number.ts'
import { entriesIn, kindOf, type Piece, printed, type Text, type Value } from './value.ts'

/** Nobody writes more with one action; values that stand for each other could double with every level. */
const MOST_PIECES = 20_000
const DEEPEST = 60

/** `toYaml`: each value keeps where it comes from. */
export function yamlOf(value: Value): Text {
  const pieces: Piece[] = []
  write(value, '', pieces)
  const first = pieces[0]
  const trimmed = first?.text?.startsWith('\n')
    ? [{ ...first, text: first.text.slice(1) }, ...pieces.slice(1)]
    : pieces
  return { kind: 'text', pieces: trimmed }
}

function write(value: Value, pad: string, into: Piece[]): void {
  if (into.length > MOST_PIECES || pad.length > 2 * DEEPEST) {
    into.push({ text: undefined, from: [] })
    return
  }
  const kind = kindOf(value)
  if (kind === 'map') writeMap(value, pad, into)
  else if (kind === 'list') writeList(value, pad, into)
  else if (kind === 'nil') into.push(literal(' null'))
  else
    into.push(
      literal(' '),
      ...(kind === 'text' ? quoted(value) : kind === 'number' ? [digits(value)] : printed(value).pieces),
    )
}

/** By way of JSON, which has no exponent for what is that small. */
function digits(value: Value): Piece {
  if (value.kind === 'scalar') return { text: String(numberOf(value.text)), from: [value] }
  return literal(String(value.kind === 'number' ? value.value : 0))
}

const literal = (text: string): Piece => ({ text, from: [] })

function writeMap(value: Value, pad: string, into: Piece[]): void {
  const entries = entriesIn(value)
  if (entries.length === 0) into.push(literal(' {}'))
  for (const [key, one] of entries) {
    into.push(literal(`\n${pad}${isPlain(key) ? key : JSON.stringify(key)}:`))
    write(one, `${pad}  `, into)
  }
}

function writeList(value: Value, pad: string, into: Piece[]): void {
  const items = value.kind === 'list' || value.kind === 'items' ? value.items : []
  if (items.length === 0) into.push(literal(' []'))
  for (const item of items) {
    into.push(literal(`\n${pad}-`))
    const from = into.length
    write(item, `${pad}  `, into)
    const first = into[from]
    // The first key of a mapping stands behind the dash.
    if (first?.text?.startsWith(`\n${pad}  `))
      into[from] = { ...first, text: ` ${first.text.slice(pad.length + 3)}` }
  }
}

const isPlain = (text: string): boolean =>
  /^[A-Za-z_/][\w./-]*$/.test(text) && !/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(text)

function quoted(value: Value): readonly Piece[] {
  const { pieces } = printed(value)
  const isWhole = pieces.every(({ text }) => text !== undefined && /^[\w./@:-]*$/.test(text))
  const [first] = pieces
  if (
    isWhole &&
    /^[A-Za-z_/]/.test(first?.text ?? '') &&
    !/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(first?.text ?? '')
  )
    return pieces
  return [literal('"'), ...pieces.map(escaped), literal('"')]
}

const escaped = (piece: Piece): Piece =>
  piece.text === undefined ? piece : { ...piece, text: JSON.stringify(piece.text).slice(1, -1) }
