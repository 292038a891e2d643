/** A regular expression as a tree. */
export type Expression =
  | { readonly kind: 'unit'; readonly test: UnitTest }
  | { readonly kind: 'edge'; readonly edge: 'begin' | 'end' }
  | { readonly kind: 'sequence'; readonly items: readonly Expression[] }
  | { readonly kind: 'either'; readonly options: readonly Expression[] }
  | { readonly kind: 'repeat'; readonly item: Expression; readonly least: number; readonly most: number }

/** Whether a UTF-16 code unit is one of those that are meant. */
export type UnitTest = (unit: number) => boolean

/** What is not understood here, or what Go would not compile. */
export class NotUnderstood extends Error {}

/** Nobody nests groups in the name of an image; a hostile one would nest them until the stack is full. */
const DEEPEST = 50
/** Go's own bound (regexp/syntax, "invalid repeat count"). */
const MOST_REPEATS = 1000

const CLASSES: Readonly<Record<string, UnitTest>> = {
  d: (unit) => unit >= 48 && unit <= 57,
  w: (unit) =>
    (unit >= 48 && unit <= 57) || (unit >= 65 && unit <= 90) || (unit >= 97 && unit <= 122) || unit === 95,
  s: (unit) => unit === 32 || (unit >= 9 && unit <= 13 && unit !== 11),
}
const CONTROLS: Readonly<Record<string, number>> = { n: 10, t: 9, r: 13, f: 12, v: 11, a: 7 }

const is =
  (wanted: number): UnitTest =>
  (unit) =>
    unit === wanted

/** Reads what people write of Go's syntax (RE2): no flags, names or properties of Unicode. */
export class ExpressionReader {
  readonly #text: string
  #at = 0
  #depth = 0

  constructor(text: string) {
    this.#text = text
  }

  /** @throws NotUnderstood */
  read(): Expression {
    const whole = this.#either()
    if (this.#at < this.#text.length) throw new NotUnderstood('a bracket is closed that was not opened')
    return whole
  }

  #either(): Expression {
    this.#depth += 1
    if (this.#depth > DEEPEST) throw new NotUnderstood('groups are nested too deep')
    const options = [this.#sequence()]
    while (this.#take('|')) options.push(this.#sequence())
    this.#depth -= 1
    return options.length === 1 && options[0] ? options[0] : { kind: 'either', options }
  }

  #sequence(): Expression {
    const items: Expression[] = []
    while (this.#at < this.#text.length && !'|)'.includes(this.#peek())) items.push(this.#repeated())
    return { kind: 'sequence', items }
  }

  #repeated(): Expression {
    let item = this.#one()
    for (let count = this.#count(); count; count = this.#count()) {
      // Whether it takes much or little does not change whether it matches.
      this.#take('?')
      item = { kind: 'repeat', item, ...count }
    }
    return item
  }

  #count(): { readonly least: number; readonly most: number } | undefined {
    if (this.#take('*')) return { least: 0, most: Number.POSITIVE_INFINITY }
    if (this.#take('+')) return { least: 1, most: Number.POSITIVE_INFINITY }
    if (this.#take('?')) return { least: 0, most: 1 }
    const braces = /\{(\d{1,4})(?:(,)(\d{0,4}))?\}/y
    braces.lastIndex = this.#at
    const [written, from, comma, to] = braces.exec(this.#text) ?? []
    if (written === undefined) return undefined
    this.#at += written.length
    const least = Number(from)
    const most = comma === undefined ? least : to === '' ? Number.POSITIVE_INFINITY : Number(to)
    const isBounded = Number.isFinite(most)
    if (least > MOST_REPEATS || (isBounded && most > MOST_REPEATS) || most < least)
      throw new NotUnderstood('it repeats too often')
    return { least, most }
  }

  #one(): Expression {
    const unit = this.#next()
    switch (unit) {
      case '^':
        return { kind: 'edge', edge: 'begin' }
      case '$':
        return { kind: 'edge', edge: 'end' }
      case '.':
        return { kind: 'unit', test: (code) => code !== 10 }
      case '(':
        return this.#group()
      case '[':
        return { kind: 'unit', test: this.#set() }
      case '\\':
        return this.#escaped()
      case '*':
      case '+':
      case '?':
        throw new NotUnderstood('nothing is there to repeat')
      default:
        return { kind: 'unit', test: is(unit.charCodeAt(0)) }
    }
  }

  #group(): Expression {
    if (this.#take('?') && !this.#take(':')) throw new NotUnderstood('a group has flags or a name')
    const inner = this.#either()
    if (!this.#take(')')) throw new NotUnderstood('a group has no end')
    return inner
  }

  #escaped(): Expression {
    const letter = this.#next()
    if (letter === 'A') return { kind: 'edge', edge: 'begin' }
    if (letter === 'z') return { kind: 'edge', edge: 'end' }
    return { kind: 'unit', test: escapeOf(letter) }
  }

  #set(): UnitTest {
    const isNegated = this.#take('^')
    const tests: UnitTest[] = []
    do tests.push(this.#member())
    while (!this.#take(']'))
    return (unit) => tests.some((test) => test(unit)) !== isNegated
  }

  #member(): UnitTest {
    const first = this.#next()
    if (first === '[' && this.#peek() === ':') throw new NotUnderstood('a class has a name')
    const from = first === '\\' ? escapeOf(this.#next()) : is(first.charCodeAt(0))
    const range = /-([^\]\\])/y
    range.lastIndex = this.#at
    const last = first === '\\' ? undefined : range.exec(this.#text)?.[1]
    if (last === undefined) return from
    this.#at += 2
    const [low, high] = [first.charCodeAt(0), last.charCodeAt(0)]
    if (high < low) throw new NotUnderstood('a range ends before it begins')
    return (unit) => unit >= low && unit <= high
  }

  #peek(): string {
    return this.#text[this.#at] ?? ''
  }

  #next(): string {
    const unit = this.#peek()
    if (unit === '') throw new NotUnderstood('it ends too early')
    this.#at += 1
    return unit
  }

  #take(wanted: string): boolean {
    if (this.#peek() !== wanted) return false
    this.#at += 1
    return true
  }
}

function escapeOf(letter: string): UnitTest {
  const known = CLASSES[letter.toLowerCase()]
  if (known) return letter === letter.toLowerCase() ? known : (unit) => !known(unit)
  const control = CONTROLS[letter]
  if (control !== undefined) return is(control)
  if (/[A-Za-z0-9]/.test(letter)) throw new NotUnderstood('an escape is not known')
  return is(letter.charCodeAt(0))
}
