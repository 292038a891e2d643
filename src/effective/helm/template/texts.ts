import type { Functions, TemplateFunction } from './function.ts'
import {
  bool,
  itemsIn,
  kindOf,
  known,
  made,
  number,
  type Piece,
  plain,
  printed,
  type Text,
  type Value,
} from './value.ts'
import { yamlOf } from './yaml-text.ts'

/** Of known texts another one; of others one of which only is known what it was made of. */
const text =
  (make: (...texts: readonly string[]) => string): TemplateFunction =>
  (args) => {
    const texts = args.map(known)
    return texts.every((one) => one !== undefined) ? made(make(...texts), ...args) : made(undefined, ...args)
  }

const question =
  (ask: (...texts: readonly string[]) => boolean): TemplateFunction =>
  (args) => {
    const texts = args.map(known)
    return texts.every((one) => one !== undefined) ? bool(ask(...texts)) : undefined
  }

/** The same for each part, so that each keeps where it comes from. */
const mapped = (value: Value, change: (text: string) => string): Text => ({
  kind: 'text',
  pieces: printed(value).pieces.map((piece) =>
    piece.text === undefined ? piece : { ...piece, text: change(piece.text) },
  ),
})

const join = (...values: readonly Value[]): Text => ({
  kind: 'text',
  pieces: values.flatMap((value) => printed(value).pieces),
})

/** Space at both ends goes; what is not known at one end may have some. */
function trimmed(value: Value): Text {
  const pieces = [...printed(value).pieces]
  cutEdge(pieces, 0, 1, (one) => one.trimStart())
  cutEdge(pieces, pieces.length - 1, -1, (one) => one.trimEnd())
  return { kind: 'text', pieces }
}

function cutEdge(pieces: Piece[], from: number, step: 1 | -1, cut: (text: string) => string): void {
  for (let index = from; index >= 0 && index < pieces.length; index += step) {
    const piece = pieces[index]
    if (!piece || (piece.text === undefined && !piece.fork)) return
    if (piece.text === undefined) continue
    pieces[index] = { ...piece, text: cut(piece.text) }
    if (pieces[index]?.text !== '') return
  }
}

const indent =
  (lead: string): TemplateFunction =>
  ([count, value]) => {
    if (!count || !value) return undefined
    const size = Number(known(count))
    const pad = ' '.repeat(size >= 0 && size < 100 ? size : 0)
    return join(
      plain(`${lead}${pad}`),
      mapped(value, (one) => one.replaceAll('\n', `\n${pad}`)),
    )
  }

/** `%s`, `%v`, `%d` and `%q`; of others nothing is known. */
const printf: TemplateFunction = ([format, ...args]) => {
  const pattern = format && known(format)
  if (pattern === undefined) return made(undefined, ...args)
  let next = 0
  const parts: Value[] = pattern.split(/(%[-+#0]?\d*(?:\.\d+)?[a-zA-Z%])/).map((part) => {
    if (!part.startsWith('%')) return plain(part)
    if (part === '%%') return plain('%')
    const value = args[next]
    next += 1
    return value ? formatted(part, value) : made(undefined)
  })
  return join(...parts)
}

function formatted(verb: string, value: Value): Value {
  const kind = kindOf(value)
  if (verb === '%v') return value
  if (verb === '%s') return kind === 'text' ? value : made(undefined, value)
  if (verb === '%q' && kind === 'text') return join(plain('"'), value, plain('"'))
  if (verb === '%d' && value.kind === 'number') return value
  return made(undefined, value)
}

const quote: TemplateFunction = (args) =>
  join(
    ...args
      .filter((one) => kindOf(one) !== 'nil')
      .map((one) =>
        join(
          plain('"'),
          mapped(one, (inner) => JSON.stringify(inner).slice(1, -1)),
          plain('"'),
        ),
      ),
  )

/** Nobody makes more of a text. */
const LONGEST_REPLACED = 1_000_000

const replace: TemplateFunction = (args) => {
  const [old, next, whole] = args.map(known)
  if (old === undefined || next === undefined || whole === undefined) return made(undefined, ...args)
  if (old === '') return made(whole, ...args)
  const parts = whole.split(old)
  if (parts.length * next.length > LONGEST_REPLACED) return undefined
  return made(parts.join(next), ...args)
}

const without = (set: string, side: 'both' | 'start' | 'end', whole: string): string => {
  let [start, end] = [0, whole.length]
  while (side !== 'end' && start < end && set.includes(whole[start] ?? '')) start += 1
  while (side !== 'start' && end > start && set.includes(whole[end - 1] ?? '')) end -= 1
  return whole.slice(start, end)
}

const toInteger: TemplateFunction = ([value]) => {
  const whole = value && known(value)
  return whole !== undefined && /^[-+]?\d{1,15}(?:\.\d+)?$/.test(whole)
    ? number(Math.trunc(Number(whole)))
    : undefined
}

const asText: TemplateFunction = ([value]) => {
  if (!value) return undefined
  return kindOf(value) === 'nil' ? plain('<nil>') : join(value)
}

/** Go puts a space between two values neither of which is a text. */
const print: TemplateFunction = (args) =>
  join(
    ...args.flatMap((one, index) => {
      const before = args[index - 1]
      const isSpaced = before && kindOf(before) !== 'text' && kindOf(one) !== 'text'
      return isSpaced ? [plain(' '), one] : [one]
    }),
  )

const toYaml: TemplateFunction = ([value]) => value && yamlOf(value)

/** Functions that make texts of texts (Go, sprig and Helm). */
export const TEXTS: Functions = {
  print,
  printf,
  quote,
  squote: (args) => join(plain("'"), ...args, plain("'")),
  toString: asText,
  trim: ([value]) => value && trimmed(value),
  trimAll: text((set = '', whole = '') => without(set, 'both', whole)),
  trimPrefix: text((lead = '', whole = '') => (whole.startsWith(lead) ? whole.slice(lead.length) : whole)),
  trimSuffix: text((tail = '', whole = '') =>
    tail !== '' && whole.endsWith(tail) ? whole.slice(0, -tail.length) : whole,
  ),
  replace,
  lower: text((whole = '') => whole.toLowerCase()),
  upper: text((whole = '') => whole.toUpperCase()),
  trunc: text((count = '', whole = '') =>
    Number(count) < 0 ? whole.slice(Number(count)) : whole.slice(0, Number(count)),
  ),
  contains: question((part = '', whole = '') => whole.includes(part)),
  hasPrefix: question((part = '', whole = '') => whole.startsWith(part)),
  hasSuffix: question((part = '', whole = '') => whole.endsWith(part)),
  indent: indent(''),
  nindent: indent('\n'),
  join: ([separator, list]) => {
    const items = list && itemsIn(list)
    return items && separator
      ? join(...items.flatMap((one, index) => (index === 0 ? [one] : [separator, one])))
      : undefined
  },
  int: toInteger,
  int64: toInteger,
  toYaml,
  toYamlPretty: toYaml,
  toJson: toYaml,
  mustToYaml: toYaml,
}
