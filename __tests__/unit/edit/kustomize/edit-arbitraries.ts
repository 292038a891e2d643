import fc from 'fast-check'
import type { EntryValues } from '../../../../src/edit/kustomize/edit.ts'
import { needsQuotes } from '../../../../src/edit/yaml/scalar.ts'

/** Runs of all properties of the editor together; a property takes its share of them. */
const RUNS = Number(process.env.PROPERTY_RUNS || 5000)
export const share = (part: number, least = 1): { numRuns: number } => ({
  numRuns: Math.max(least, Math.ceil(RUNS * part)),
})

/** Ten times what 100,000 runs take on two cores where nothing else runs. */
export const PATIENCE = { timeout: 40 * 60_000 }

const DIGITS = '0123456789abcdef'
export const hex = (minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...DIGITS), minLength, maxLength })

/** What a short SHA may look like when a parser takes it for a number. */
export const trap: fc.Arbitrary<string> = fc.oneof(
  fc.stringMatching(/^\d{7,40}$/),
  fc.stringMatching(/^\d{1,20}e\d{1,19}$/),
  fc.stringMatching(/^0[0-7]{6,39}$/),
  fc.stringMatching(/^0[0-9a-f]{6,39}$/),
  fc.stringMatching(/^0b[01]{5,38}$/),
)

/** What one YAML or another takes for a number, a boolean, a date or nothing. */
const NO_STRINGS = ['1.10', '1_000', '0x1F', '0o7', '1e3', '2026-11-20', 'yes', 'null', 'NaN', 'off']

const VALUES = {
  newName: fc.constantFrom(
    '465002806239.dkr.ecr.us-east-1.amazonaws.com/a/web',
    'localhost:5000/web',
    'r/web',
  ),
  newTag: fc.oneof(hex(40, 40), hex(7, 12), trap, fc.constantFrom('v1.2.3', 'main-4f2b8c1', ...NO_STRINGS)),
  digest: hex(64, 64).map((text) => `sha256:${text}`),
} as const
export type Key = keyof typeof VALUES
export const KEYS: readonly Key[] = ['newName', 'newTag', 'digest']
export type AllValues = Record<Key, string>
export const values: fc.Arbitrary<AllValues> = fc.record(VALUES)

const COMMENTS = ['', '', '', ' # why', '\t# ü 🚀', '   #: {}[]&*"\'', ' \t # newTag: x', ' # “]”,']
const BETWEEN = ['', '# images: []', '   # newTag: x', '# “ü”', '\t', '    ']
const HEADS = ['', '---\n', '%YAML 1.1\n---\n', '# top\n', '--- # one\n', '\n\n']
const TOPS = [
  '',
  'kind: Kustomization\n',
  'kind: Component\n',
  'resources:\n  - a\n',
  'resources: [a]\n\n',
  'patches:\n- patch: |-\n    - name: web\n      newTag: x\n    # ecr-gitops: hold x\n',
  'labels:\n- pairs: &p {a: b}\n- pairs: *p\n',
  'commonAnnotations: {"a # b": \'# ecr-gitops: hold x\'}\n',
]
const TAILS = ['', 'namePrefix: a-\n', '# end\n', '...\n', '\n\n', 'nameSuffix: -b\n# x\n...\n']
const QUOTES = ['', "'", '"'] as const
/** What the other entries hold behind their names. */
const HELD: readonly (readonly Pair[])[] = [
  [],
  [{ key: 'newTag', text: '"1234567"' }],
  [
    { key: 'newName', text: '"localhost:5000/other"' },
    { key: 'digest', text: `"sha256:${'e'.repeat(64)}"` },
  ],
]

export const style = fc.record({
  shape: fc.constantFrom('block', 'block', 'items', 'flow', 'lines', 'json'),
  indent: fc.constantFrom('', '  ', '    '),
  gap: fc.constantFrom(' ', '   '),
  dashAlone: fc.boolean(),
  quotedKeys: fc.boolean(),
  space: fc.constantFrom('', ' '),
  newline: fc.constantFrom('\n', '\r\n'),
  mark: fc.constantFrom('', '\ufeff'),
  head: fc.constantFrom(...HEADS),
  top: fc.constantFrom(...TOPS),
  tail: fc.constantFrom(...TAILS),
  final: fc.boolean(),
  first: fc.boolean(),
  last: fc.boolean(),
  others: fc.constantFrom(...HELD),
  nameAt: fc.nat(3),
  keys: fc.shuffledSubarray([...KEYS]),
  quotes: fc.array(fc.constantFrom(...QUOTES), { minLength: 3, maxLength: 3 }),
  comments: fc.array(fc.constantFrom(...COMMENTS), { minLength: 5, maxLength: 5 }),
  between: fc.array(fc.constantFrom(...BETWEEN), { maxLength: 2 }),
})
export type Style = typeof style extends fc.Arbitrary<infer T> ? T : never

/** The quotes that a value ends up in, when it stands in those of the author first. */
function quoted(value: string, author: string): string {
  const quote = author === '' && needsQuotes(value) ? '"' : author
  return quote + value + quote
}

export interface Pair {
  readonly key: string
  readonly text: string
}

/** The pairs of the entry in the style of its author, holding those values. */
export function pairsOf(it: Style, held: AllValues, before: AllValues = held): readonly Pair[] {
  const isJson = it.shape === 'json'
  const pairs: readonly Pair[] = it.keys.map((key, index) => {
    // A value that was written in quotes stays in them, also when they are not needed any more.
    const author = isJson ? '"' : (it.quotes[index] ?? '')
    const first = author === '' && needsQuotes(before[key]) ? '"' : author
    return { key, text: quoted(held[key], first) }
  })
  const at = Math.min(it.nameAt, pairs.length)
  return pairs.toSpliced(at, 0, { key: 'name', text: isJson ? '"web"' : 'web' })
}

/** The new keys that the entry gets: right behind its name. */
export function withMissing(it: Style, pairs: readonly Pair[], wanted: EntryValues): readonly Pair[] {
  const isQuoted = it.shape === 'json' || it.quotedKeys
  const missing = KEYS.flatMap((key) => {
    const value = wanted[key]
    if (value === undefined || it.keys.includes(key)) return []
    return [{ key, text: quoted(value, isQuoted ? '"' : '') }]
  })
  return pairs.toSpliced(pairs.findIndex(({ key }) => key === 'name') + 1, 0, ...missing)
}

const keyText = (it: Style, key: string) => (it.shape === 'json' || it.quotedKeys ? `"${key}"` : key)

/** The lines of a block entry. A comment or a line between stays with the pair of the original that it was written to. */
function blockEntry(it: Style, pairs: readonly Pair[], above: readonly string[]): readonly string[] {
  const original = pairs.filter(({ key }) => key === 'name' || it.keys.includes(key as Key))
  const inner = `${it.indent} ${it.gap}`
  const lines = pairs.flatMap((pair, index) => {
    const at = original.indexOf(pair)
    const lead = index === 0 && !it.dashAlone ? `${it.indent}-${it.gap}` : inner
    const line = `${lead}${keyText(it, pair.key)}: ${pair.text}${at < 0 ? '' : (it.comments[at] ?? '')}`
    // Lines between follow the second pair of the original, so that new keys behind the name come before them.
    return at === original.length - 1 && original.length > 1 ? [...it.between, line] : [line]
  })
  return [...above, ...(it.dashAlone ? [`${it.indent}-`] : []), ...lines]
}

const flowEntry = (it: Style, pairs: readonly Pair[], join: string): string =>
  `{${it.space}${pairs.map(({ key, text }) => `${keyText(it, key)}: ${text}`).join(join)}${it.space}}`

/** New pairs are written with a space behind the comma, whatever the author does. */
function flowText(it: Style, pairs: readonly Pair[]): string {
  const texts = pairs.map(({ key, text }, index) => {
    const isNew = key !== 'name' && !it.keys.includes(key as Key)
    return `${index === 0 ? '' : `,${isNew ? ' ' : it.space}`}${keyText(it, key)}: ${text}`
  })
  return `{${it.space}${texts.join('')}${it.space}}`
}

function listLines(it: Style, pairs: readonly Pair[], above: readonly string[]): readonly string[] {
  const before = it.first ? ['api'] : []
  const after = it.last ? ['db'] : []
  const pairsOfOther = (name: string) => [{ key: 'name', text: `"${name}"` }, ...it.others]
  const other = (name: string) => flowEntry(it, pairsOfOther(name), `,${it.space}`)
  if (it.shape === 'block') {
    const dashed = (name: string) =>
      pairsOfOther(name).map(
        ({ key, text }, index) =>
          `${it.indent}${index === 0 ? '-' : ' '}${it.gap}${keyText(it, key)}: ${text}`,
      )
    return ['images:', ...before.flatMap(dashed), ...blockEntry(it, pairs, above), ...after.flatMap(dashed)]
  }
  const entry = flowText(it, pairs)
  if (it.shape === 'items') {
    const item = (text: string) => `${it.indent}-${it.gap}${text}`
    const mine = `${item(entry)}${it.comments[0] ?? ''}`
    return [
      'images:',
      ...before.map((name) => item(other(name))),
      ...above,
      mine,
      ...after.map((name) => item(other(name))),
    ]
  }
  if (it.shape === 'lines') {
    const line = (text: string) => `  ${text},`
    const mine = `${line(entry)}${it.comments[0] ?? ''}`
    return [
      'images: [',
      ...before.map((name) => line(other(name))),
      ...above,
      mine,
      ...after.map((name) => line(other(name))),
      '  ]',
    ]
  }
  const items = [...before.map(other), entry, ...after.map(other)].join(`,${it.space}`)
  return [`images: [${items}]${it.comments[0] ?? ''}`]
}

/** A whole kustomization of that style, around those pairs. */
export function render(it: Style, pairs: readonly Pair[], above: readonly string[] = []): string {
  if (it.shape === 'json') return renderJson(it, pairs)
  const text = `${it.head}${it.top}${listLines(it, pairs, above).join('\n')}\n${it.tail}`
  return it.mark + (it.final ? text : text.replace(/\n$/, '')).replaceAll('\n', it.newline)
}

function renderJson(it: Style, pairs: readonly Pair[]): string {
  const other = (name: string) => flowEntry(it, [{ key: 'name', text: `"${name}"` }, ...it.others], ',')
  const items = [...(it.first ? [other('api')] : []), flowText(it, pairs), ...(it.last ? [other('db')] : [])]
  return `${it.mark}{"resources": ["a"],${it.newline}"images": [${items.join(', ')}]${it.newline}}${it.final ? it.newline : ''}`
}
