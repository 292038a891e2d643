import type { Problem } from '../errors/errors.ts'
import { type Judged, sound } from '../errors/judged.ts'
import { nearest } from '../names/nearest.ts'
import { isRecord, oneLine } from '../names/text.ts'
import { InputReader } from './reader.ts'

/** The value of a YAML text, or why it has none. Loaded only where there is a text: a parser takes long to compile. */
export type ReadYaml = (text: string) => unknown

/** What a mapping may say: texts by key, as if each had been given as an input of that name. */
export interface YamlMap {
  /** The input that it stands in. */
  readonly input: string
  /** What messages call it: the input, or an item of it such as `images[1]`. */
  readonly where: string
  readonly keys: readonly string[]
  /** Keys with several values. An item of a list in YAML is that item, whatever is in it. */
  readonly lists: ReadonlySet<string>
  /** Of these, lists of `name=value`, which YAML has a form of its own for. */
  readonly pairs?: ReadonlySet<string>
  readonly example: string
  /** What to do with a key that is none of these. */
  readonly unknown?: (key: string) => string | undefined
}

export type Texts = ReadonlyMap<string, string>

/** The value of an input that is YAML; every scalar in it is text. */
export function yamlValue(
  given: string,
  { input, example }: Pick<YamlMap, 'input' | 'example'>,
  readYaml: ReadYaml,
): Judged<unknown> {
  const read = readYaml(given)
  if (!(read instanceof Error)) return sound(read)
  const mistake = `${input} is not valid YAML: ${read.message.replace(/:\n.*/s, '')}`
  return { value: undefined, problems: [yamlProblem(input, mistake, `Write ${input} as in: ${example}`)] }
}

/** A mistake in an input that is YAML. What it repeats of the input stands on one line. */
export const yamlProblem = (input: string, message: string, hint: string): Problem => ({
  code: 'INPUT_INVALID',
  inputs: [input],
  message: oneLine(message),
  hint: oneLine(hint),
})

/** The texts of a mapping that was read. */
export function textsOf(read: unknown, map: YamlMap): Judged<Texts> {
  const { input, where, example } = map
  if (!isRecord(read)) {
    const message = `${where} is no mapping of keys to values`
    return { value: new Map(), problems: [yamlProblem(input, message, `Write ${input} as in: ${example}`)] }
  }
  const all = Object.entries(read).map(([key, given]) => ({ key, text: textOf(key, given, map) }))
  return {
    value: new Map(all.flatMap(({ key, text }) => (typeof text === 'string' ? [[key, text]] : []))),
    problems: all.flatMap(({ text }) =>
      typeof text === 'string' ? [] : [yamlProblem(input, `${where}${text.mistake}`, text.hint)],
    ),
  }
}

/** Keys that a mapping has and that mean nothing. */
export function unknownKeys(read: Readonly<Record<string, unknown>>, map: KnownKeys): readonly Problem[] {
  return Object.keys(read).flatMap((key) => {
    if (map.keys.includes(key)) return []
    const { mistake, hint } = unknownKey(key, map)
    return [yamlProblem(map.input, `${map.where}${mistake}`, hint)]
  })
}

type KnownKeys = Pick<YamlMap, 'input' | 'where' | 'keys' | 'unknown'>

/** Reads the keys of a mapping as inputs are read. */
export function readKeys<T>(
  { value: texts, problems }: Judged<Texts>,
  { input, where }: Pick<YamlMap, 'input' | 'where'>,
  read: (keys: InputReader) => T,
): Judged<T> {
  const keys = new InputReader((key) => texts.get(key) ?? '', `${where}.`)
  const value = read(keys)
  const found = keys.problems.map((problem) => ({ ...problem, inputs: [input] }))
  return { value, problems: [...problems, ...found] }
}

/** What follows the name of the mapping, and what to do about it. */
interface Refused {
  readonly mistake: string
  readonly hint: string
}

function textOf(key: string, given: unknown, map: YamlMap): string | Refused {
  if (!map.keys.includes(key)) return unknownKey(key, map)
  if (typeof given === 'string') return given
  if (Array.isArray(given) && areTexts(given)) return joinLines(key, given, map)
  if (map.pairs?.has(key) && isRecord(given) && areTexts(Object.values(given))) {
    const pairs = Object.entries(given).map((pair) => pair.join('='))
    return joinLines(key, pairs, map)
  }
  const takes = map.lists.has(key) ? 'one value, or a list of values' : 'one value'
  return {
    mistake: `.${key} is neither text nor a list of texts`,
    hint: `Give ${map.where}.${key} ${takes}.`,
  }
}

/** A line break within a value would begin another value. */
function joinLines(key: string, lines: readonly string[], { where, lists }: YamlMap): string | Refused {
  if (!lists.has(key) && lines.length > 1)
    return { mistake: `.${key} has several values`, hint: `Give ${where}.${key} one value.` }
  const quoted = lists.has(key) ? lines.map((line) => JSON.stringify(line)) : lines
  if (!lines.some((line) => /[\r\n]/.test(line))) return quoted.join('\n')
  const hint = `Write each value of ${where}.${key} on one line.`
  return { mistake: `.${key} has a value with a line break`, hint }
}

const areTexts = (values: readonly unknown[]): values is readonly string[] =>
  values.every((value) => typeof value === 'string')

function unknownKey(key: string, { where, keys, unknown }: KnownKeys): Refused {
  const close = nearest(key, keys)
  const meant = close === undefined ? '' : ` Did you mean ${close}?`
  return {
    mistake: ` has no key ${key.slice(0, 120)}.${meant}`,
    hint: unknown?.(key) ?? `The keys of ${where.replace(/\[\d+\]$/, '')} are ${keys.join(', ')}.`,
  }
}
