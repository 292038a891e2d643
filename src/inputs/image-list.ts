import type { Problem } from '../errors/errors.ts'
import { type Judged, judgedTogether } from '../errors/judged.ts'
import { isRecord, oneLine } from '../names/text.ts'
import type { ReadInput } from './reader.ts'

/** The value of a YAML text, or why it has none. Loaded only where there is a text: a parser takes long to compile. */
export type ReadYaml = (text: string) => unknown

/** What an item of `images` may say: the inputs of the same names, for this image alone. */
const IMAGE_KEYS = [
  'name',
  'repository',
  'registry',
  'tag',
  'source-repository',
  'context',
  'file',
  'target',
  'platforms',
  'build-args',
  'build-contexts',
  'labels',
  'no-cache',
  'network',
  'secret-envs',
  'secret-files',
  'ssh',
  'cache',
  'cache-from',
  'cache-to',
  'provenance',
  'sbom',
  'compression',
  'paths',
  'overlays',
] as const

/** Lists of `name=value`, which YAML has a form of its own for. */
const PAIRS: ReadonlySet<string> = new Set([
  'build-args',
  'build-contexts',
  'labels',
  'secret-envs',
  'secret-files',
])

/** Further lists. An item of one in YAML is that item, whatever is in it. */
const LISTS: ReadonlySet<string> = new Set([
  ...PAIRS,
  'platforms',
  'ssh',
  'cache-from',
  'cache-to',
  'paths',
  'overlays',
])

/** The texts of one item, as if each had been given as an input. */
type ImageItem = ReadonlyMap<string, string>

const EXAMPLE = '- { repository: team/api, context: services/api, overlays: apps/api/overlays/prod }'

/** The YAML list of `images`. Every scalar is text: `1.10` stays a tag, `012345678901` an account. */
export function parseImageList(given: string, readYaml: ReadYaml): Judged<readonly ImageItem[]> {
  const list = readYaml(given)
  if (list instanceof Error) return refused(`is not valid YAML: ${list.message.replace(/:\n.*/s, '')}`)
  if (!Array.isArray(list) || list.length === 0) return refused('is not a YAML list of images')
  return judgedTogether(list.map((item: unknown, index) => readItem(item, `images[${index}]`)))
}

function refused(mistake: string): Judged<readonly ImageItem[]> {
  return {
    value: [],
    problems: [
      problem(`images ${mistake}`, `Give the input images one item for each image, for example: ${EXAMPLE}`),
    ],
  }
}

function problem(message: string, hint: string): Problem {
  return { code: 'INPUT_INVALID', inputs: ['images'], message: oneLine(message), hint }
}

function readItem(item: unknown, where: string): Judged<ImageItem> {
  if (!isRecord(item)) {
    const message = `${where} is no mapping of keys to values`
    return { value: new Map(), problems: [problem(message, `Write each item of images as in: ${EXAMPLE}`)] }
  }
  const read = Object.entries(item).map(([key, given]) => [key, readValue(key, given)] as const)
  return {
    value: new Map(read.flatMap(([key, text]) => (typeof text === 'string' ? [[key, text]] : []))),
    problems: read.flatMap(([key, text]) =>
      typeof text === 'string' ? [] : [problem(`${where}.${key} ${text.mistake}`, text.hint)],
    ),
  }
}

function readValue(key: string, given: unknown): string | { mistake: string; hint: string } {
  if (!IMAGE_KEYS.some((known) => known === key)) {
    return { mistake: 'is not a key that an image has', hint: unknownKeyHint(key) }
  }
  if (typeof given === 'string') return given
  if (Array.isArray(given) && areTexts(given)) return joinLines(key, given)
  if (PAIRS.has(key) && isRecord(given) && areTexts(Object.values(given))) {
    const pairs = Object.entries(given).map((pair) => pair.join('='))
    return joinLines(key, pairs)
  }
  return {
    mistake: 'is neither text nor a list of texts',
    hint: `Write ${key} as the input of the same name: one value, or a list of values.`,
  }
}

/** A line break within a value would begin another value. */
function joinLines(key: string, lines: readonly string[]): string | { mistake: string; hint: string } {
  const quoted = LISTS.has(key) ? lines.map((line) => JSON.stringify(line)) : lines
  if (!lines.some((line) => /[\r\n]/.test(line))) return quoted.join('\n')
  return { mistake: 'has a value with a line break', hint: `Write each value of ${key} on one line.` }
}

const areTexts = (values: readonly unknown[]): values is readonly string[] =>
  values.every((value) => typeof value === 'string')

function unknownKeyHint(key: string): string {
  if (key === 'secrets') {
    return 'Move it to the input secrets, which every image can use and whose values are masked; or name variables in secret-envs.'
  }
  return `The keys of an image are ${IMAGE_KEYS.join(', ')}; everything else is an input of the step.`
}

/** Reads an image's own value where its item has one, else the input of that name, which every image shares. */
export function itemReader(item: ImageItem, read: ReadInput): ReadInput {
  return (name) => item.get(name) ?? read(name)
}
