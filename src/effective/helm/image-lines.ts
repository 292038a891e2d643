import type { Piece } from './template/value.ts'

/** An image as a template writes it: the parts of its value, and the object it stands in as far as that is known. */
export interface ImageLine {
  readonly value: readonly Piece[]
  /** The place of the key. */
  readonly key: Piece | undefined
  readonly kind: string
  readonly name: string
}

/** For what is not known, and for each fork: for private use, so nobody writes them. */
const HOLE = '\uE000'
const FORK = '\uE001'
const KEY = /^[\s\uE001]*(?:- +)*["']?image["']?:(?:[ \t\uE001]+|$)/
/** Objects whose texts nobody pulls. */
const HOLDS_TEXTS = new Set(['ConfigMap', 'Secret', 'CustomResourceDefinition'])

interface Line {
  readonly pieces: readonly Piece[]
  readonly text: string
}

/** The images in what templates write. */
export function imageLinesIn(pieces: readonly Piece[]): readonly ImageLine[] {
  const found: ImageLine[] = []
  const lines = linesOf(pieces)
  let [kind, name] = ['', '']
  for (const [index, line] of lines.entries()) {
    if (/^[\uE001]*---/.test(line.text)) [kind, name] = ['', '']
    const said = /^[\uE001]*kind: *["']?(\w+)/.exec(line.text)?.[1]
    if (said !== undefined) [kind, name] = [said, '']
    const named = /^[\uE001]* {2}name: *["']?([\w.-]+)/.exec(line.text)?.[1]
    if (named !== undefined && name === '') name = named
    const match = HOLDS_TEXTS.has(kind) ? null : KEY.exec(line.text)
    if (!match) continue
    const value = valueIn(line, match[0].length, lines[index + 1])
    if (value) found.push({ value, key: keyIn(line), kind, name })
  }
  return found
}

/** What the key was written by. */
const keyIn = ({ pieces }: Line): Piece | undefined =>
  pieces.find(({ text }) => text !== undefined && /image/.test(text))

const textOf = ({ text, fork }: Piece): string => text ?? (fork ? FORK : HOLE)

function linesOf(pieces: readonly Piece[]): readonly Line[] {
  const lines: Line[] = []
  let held: Piece[] = []
  const end = () => {
    lines.push({ pieces: held, text: held.map(textOf).join('') })
    held = []
  }
  for (const piece of pieces) {
    if (piece.text === undefined || !piece.text.includes('\n')) {
      held.push(piece)
      continue
    }
    let start = 0
    for (const part of piece.text.split('\n')) {
      if (start > 0) end()
      if (part !== '') held.push(cut(piece, start, start + part.length))
      start += part.length + 1
    }
  }
  end()
  return lines
}

/** A part of what was written; its place, where each character of it has one. */
function cut(piece: Piece, from: number, to: number): Piece {
  const { text = '', at, from: values } = piece
  const isExact = at?.source.exact && values.length === 0 && at.end - at.start === text.length
  const span = isExact ? { source: at.source, start: at.start + from, end: at.start + to } : at
  return { ...piece, text: text.slice(from, to), at: span }
}

function valueIn(line: Line, from: number, next: Line | undefined): readonly Piece[] | undefined {
  const value = trimmed(sliced(line, from, line.text.length))
  const text = value.map(textOf).join('')
  // The text of a block stands on the next line.
  if (/^[|>][-+]?$/.test(text)) return next && trimmed(next.pieces)
  if (text === '' || /^[{&*!]/.test(text)) return undefined
  return unquoted(value, text)
}

function sliced({ pieces }: Pick<Line, 'pieces'>, from: number, to: number): readonly Piece[] {
  const parts: Piece[] = []
  let at = 0
  for (const piece of pieces) {
    const length = textOf(piece).length
    const [start, end] = [Math.max(from - at, 0), Math.min(to - at, length)]
    if (start < end) parts.push(piece.text === undefined ? piece : cut(piece, start, end))
    at += length
  }
  return parts
}

/** Without space, comments and forks around it. */
function trimmed(pieces: readonly Piece[]): readonly Piece[] {
  const text = pieces.map(textOf).join('')
  const comment = text.search(/[ \t]#/)
  const whole = comment < 0 ? text : text.slice(0, comment)
  let [from, to] = [0, whole.length]
  while (from < to && isSpace(whole[from])) from += 1
  while (to > from && isSpace(whole[to - 1])) to -= 1
  return sliced({ pieces }, from, to)
}

const isSpace = (character = ''): boolean => character === FORK || character.trim() === ''

function unquoted(pieces: readonly Piece[], text: string): readonly Piece[] {
  const [quote = ''] = text
  const isQuoted = (quote === '"' || quote === "'") && text.length > 1 && text.endsWith(quote)
  return isQuoted ? sliced({ pieces }, 1, text.length - 1) : pieces
}
