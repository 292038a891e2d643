import fc from 'fast-check'

/** What a text of YAML is made of, and the ways to write each. */
export type Piece =
  | { readonly kind: 'scalar'; readonly text: string; readonly style: Style; readonly anchor: boolean }
  | { readonly kind: 'alias'; readonly which: number }
  | {
      readonly kind: 'list'
      readonly items: readonly Piece[]
      readonly layout: Layout
      readonly anchor: boolean
    }
  | {
      readonly kind: 'map'
      readonly pairs: readonly Pair[]
      readonly layout: Layout
      readonly anchor: boolean
    }

type Style = 'plain' | 'single' | 'double' | 'literal' | 'folded'
/** `left`: the items of a list stand below its key; flow brackets close there. */
type Layout = 'block' | 'left' | 'flow' | 'broken'
type Pair = readonly [key: string, value: Piece]

/** Words that YAML 1.1, 1.2 and go-yaml read differently, and what comes up in manifests. */
const WORDS = [
  ...['yes', 'No', 'ON', 'off', 'y', 'N', 'true', 'False', 'null', '~', 'Null', '', '.inf', '.NaN', '='],
  ...['1', '007', '0o17', '0x1F', '1_000', '1e3', '1.10', '190:20:30', '12:30', '2001-01-01', '+1', '-.5'],
  ...[
    'a',
    'app',
    '123456789012.dkr.ecr.eu-west-1.amazonaws.com/app:1.0',
    'a b',
    "it's",
    'a#b',
    'a: b',
    'é😀',
  ],
  ...[
    '# a',
    '- a',
    '{a}',
    '[a',
    '*a',
    '&a',
    '!a',
    '%a',
    '@a',
    '`a',
    '"a"',
    "'",
    '|',
    '>',
    ',',
    'a,b',
    '?',
    ':',
    '-',
  ],
  ...['a\nb', 'a\n\n b\n', ' a ', '\ta', 'a\\n', '<<', '{{ .Values.x }}', '---', '...', 'a:', '$(X)'],
]

const KEYS = [
  'a',
  'b',
  'name',
  'newTag',
  'image',
  'eks.amazonaws.com/role-arn',
  'on',
  'y',
  '1',
  'true',
  'a b',
  'null',
]

const layout = fc.constantFrom<Layout>('block', 'block', 'left', 'flow', 'broken')
const anchor = fc.nat(4).map((number) => number === 0)

const scalar: fc.Arbitrary<Piece> = fc.record({
  kind: fc.constant('scalar' as const),
  text: fc.constantFrom(...WORDS),
  style: fc.constantFrom<Style>('plain', 'plain', 'single', 'double', 'literal', 'folded'),
  anchor,
})

const { root } = fc.letrec<{ root: Piece; piece: Piece; list: Piece; map: Piece }>((tie) => ({
  root: fc.oneof({ weight: 4, arbitrary: tie('map') }, { weight: 1, arbitrary: tie('list') }),
  piece: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 5, arbitrary: scalar },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('alias' as const), which: fc.nat(5) }) },
    { weight: 2, arbitrary: tie('list') },
    { weight: 4, arbitrary: tie('map') },
  ),
  list: fc.record({
    kind: fc.constant('list' as const),
    items: fc.array(tie('piece'), { maxLength: 4 }),
    layout,
    anchor,
  }),
  map: fc.record({
    kind: fc.constant('map' as const),
    pairs: fc.array(fc.tuple(fc.constantFrom(...KEYS, '<<', '<<'), tie('piece')), { maxLength: 5 }),
    layout,
    anchor,
  }),
}))

export const pieces: fc.Arbitrary<Piece> = root

export const spellings = fc.record({
  eol: fc.constantFrom('\n', '\r\n'),
  mark: fc.constantFrom('', '\ufeff'),
  comments: fc.boolean(),
  step: fc.constantFrom(2, 3, 4),
})

export type Spelling = typeof spellings extends fc.Arbitrary<infer T> ? T : never

/**
 * The text of a tree. What has no way to be written as it is asked for is written in another.
 * @param room How far in lines between brackets begin at least.
 */
export function spelled(piece: Piece, { eol, mark, comments, step }: Spelling, room = 0): string {
  const writer = new Writer({ step, comments, room })
  return mark + writer.document(piece).replaceAll('\n', eol)
}

interface Place {
  /** Where the keys or dashes of the parent stand. */
  readonly indent: number
  readonly flow: boolean
  /** Whether it is the value of a key: a list may then stand right below it. */
  readonly ofKey: boolean
}

class Writer {
  readonly #step: number
  readonly #comments: boolean
  readonly #room: number
  /** Names that aliases may use, and which of them are mappings. */
  readonly #names: string[] = []
  readonly #maps: string[] = []
  #made = 0

  constructor({ step, comments, room }: { step: number; comments: boolean; room: number }) {
    this.#step = step
    this.#comments = comments
    this.#room = room
  }

  document(piece: Piece): string {
    const text = this.#write(piece, { indent: -this.#step, flow: false, ofKey: false })
    return `${text.replace(/^[ \n]+/, '')}\n`
  }

  /** With what stands between it and its key or dash: a space, or a line break. */
  #write(piece: Piece, place: Place): string {
    if (piece.kind === 'alias') return this.#alias(this.#names, piece.which)
    this.#made += 1
    const name = piece.anchor && place.indent >= 0 ? `a${this.#made}` : undefined
    const text = piece.kind === 'scalar' ? this.#scalar(piece, place) : this.#collection(piece, place)
    if (name === undefined) return text
    this.#names.push(name)
    if (piece.kind === 'map') this.#maps.push(name)
    return ` &${name}${text}`
  }

  #alias(names: readonly string[], which: number): string {
    return names.length === 0 ? ' none' : ` *${names[which % names.length]} `
  }

  #scalar({ text, style }: Extract<Piece, { kind: 'scalar' }>, { indent, flow }: Place): string {
    if (style === 'single' && !text.includes('\n')) return ` '${text.replaceAll("'", "''")}'`
    const isBlock = !flow && /^\S/.test(text)
    if (style === 'literal' && isBlock) return this.#block('|', text, indent)
    if (style === 'folded' && isBlock && !text.includes('\n')) return this.#block('>', text, indent)
    return style === 'plain' && isPlain(text) ? ` ${text}` : ` ${JSON.stringify(text)}`
  }

  #block(header: string, text: string, indent: number): string {
    const chomping = text.endsWith('\n') ? '' : '-'
    const lines = text.replace(/\n$/, '').split('\n')
    const room = ' '.repeat(indent + this.#step)
    return ` ${header}${chomping}${lines.map((line) => `\n${line === '' ? '' : room}${line}`).join('')}`
  }

  #collection(piece: Extract<Piece, { kind: 'list' | 'map' }>, place: Place): string {
    const parts = piece.kind === 'list' ? piece.items : piece.pairs
    const isFlow = place.flow || parts.length === 0 || piece.layout === 'flow' || piece.layout === 'broken'
    if (isFlow) return this.#flow(piece, place)
    const isLeft = piece.kind === 'list' && place.ofKey && piece.layout === 'left'
    const indent = place.indent + (isLeft ? 0 : this.#step)
    return parts.map((part) => this.#line(part, indent)).join('')
  }

  #flow(piece: Extract<Piece, { kind: 'list' | 'map' }>, place: Place): string {
    const parts = piece.kind === 'list' ? piece.items : piece.pairs
    const [open, close] = piece.kind === 'list' ? ['[', ']'] : ['{', '}']
    // Brackets that close below their key, as libyaml lets them.
    const gap = piece.layout === 'broken' ? `\n${' '.repeat(Math.max(place.indent, this.#room))}` : ' '
    const texts = parts.map((part) => gap + this.#part(part, { ...place, flow: true }).trimStart())
    return ` ${open}${texts.join(',')}${gap}${close}`
  }

  /** An entry in a block, on a line of its own. */
  #line(part: Piece | Pair, indent: number): string {
    const room = `\n${' '.repeat(indent)}`
    const comment = this.#comments && this.#made % 2 === 0 ? `${room}# a: b` : ''
    const dash = isPair(part) ? '' : '-'
    return `${comment}${room}${dash}${this.#part(part, { indent, flow: false, ofKey: false })}`
  }

  #part(part: Piece | Pair, place: Place): string {
    if (!isPair(part)) return this.#write(part, { ...place, ofKey: false })
    const [key, value] = part
    if (key !== '<<') return `${key}:${this.#write(value, { ...place, ofKey: true })}`
    if (this.#maps.length === 0) return `m:${this.#write(value, { ...place, ofKey: true })}`
    const which = value.kind === 'alias' ? value.which : 0
    const one = this.#alias(this.#maps, which)
    return value.kind === 'list' ? `<<: [${one},${this.#alias(this.#maps, which + 1)}]` : `<<:${one}`
  }
}

const isPair = (part: Piece | Pair): part is Pair => Array.isArray(part)

/** Where nobody has a doubt. */
const isPlain = (text: string): boolean =>
  text === '' ||
  (/^[^-?:,[\]{}#&*!|>'"%@`\s][^\n\t,[\]{}]*$/.test(text) && !/: |:$| #|\s$|^\.\.\.$/.test(text))
