import { describe, expect, test } from 'vitest'
import { findAll } from '../../../src/doors/audit/findings/find.ts'
import { applyFixes } from '../../../src/effective/fix/apply.ts'
import { readNested } from '../../../src/effective/yaml/nested.ts'
import { type MapNode, valueAt, type YamlNode } from '../../../src/effective/yaml/node.ts'
import { readYaml } from '../../../src/effective/yaml/read.ts'
import { memoryFiles } from '../../support/audit/memory-files.ts'
import { sourceOf } from '../../support/audit/shown.ts'
import { auditedFiles, wordRule } from '../../support/audit/word-rule.ts'
import { excessOf } from '../expressions/growth.ts'

/** A tenth of the length takes a tenth of the time, or the work grows with the square of it. */
const BOUNDS = { lengths: [10_000, 100_000] }

const repeated = (unit: string, length: number): string => unit.repeat(Math.ceil(length / unit.length))

function numbered(unit: (number: number) => string, length: number): string {
  const units: string[] = []
  for (let size = 0; size < length; size += units.at(-1)?.length ?? 0) units.push(unit(units.length))
  return units.join('')
}

type Row = readonly [name: string, grown: (length: number) => string]

/** Texts that make a parser go back, copy what it has, or begin again. */
const ROWS: readonly Row[] = [
  ['brackets that close to the left', (length) => numbered((n) => `a${n}: [\n]\n`, length)],
  ['lines of a text to the left', (length) => `a: "${repeated('x\n', length)}"`],
  ['items to the left', (length) => `a: [\n${repeated('x,\n', length)}]`],
  ['pairs in a list', (length) => `[${repeated('a: b, ', length)}]`],
  ['comments before a bracket', (length) => `{a: !!str ${repeated('\n # # # , ,', length)}\n }`],
  ['comments without a bracket', (length) => `{a: ${repeated('\n # # # , ,', length)}`],
  ['documents', (length) => repeated('---\na: 1\n', length)],
  ['documents of which the first is broken', (length) => `a: [\n${repeated('---\na: 1\n', length)}`],
  ['broken documents', (length) => repeated('---\na: [\n', length)],
  ['refused documents', (length) => repeated('a: {{ .b }}\n---\n', length)],
  ['keys', (length) => numbered((n) => `a${n}: b\n`, length)],
  ['keys without values', (length) => numbered((n) => `a${n}:\n`, length)],
  ['items without values', (length) => repeated('-\n# c\n', length)],
  ['anchors', (length) => numbered((n) => `- &a${n} b\n`, length)],
  ['anchors of one name', (length) => repeated('- &a b\n- *a\n', length)],
  ['merges', (length) => `- &a {a: b}\n${repeated('- <<: *a\n', length)}`],
  [
    'merges of many keys',
    (length) => `- &a {${numbered((n) => `a${n}: b, `, length / 2)}}\n${repeated('- <<: *a\n', length / 2)}`,
  ],
  ['a merge of many', (length) => `- &a {a: b}\n- <<: [${repeated('*a, ', length)}]`],
  ['blank lines in a block', (length) => `a: |\n${repeated('\n', length)}  x`],
  ['marks at the beginning of lines', (length) => `a: x\n${repeated('\ufeff # c\n', length)}`],
  ['properties', (length) => repeated('!!map &a\n ', length)],
  ['directives', (length) => `${repeated('%A b\n', length)}---\na`],
  ['colons', (length) => repeated(': ', length)],
]

function grow(rows: readonly Row[], prepare: (text: string) => () => unknown): void {
  test.each(rows)('%s', { timeout: 60_000 }, (_, grown) => {
    expect(excessOf([{ on: 'text', run: (length) => prepare(grown(length)) }], BOUNDS)).toBeUndefined()
  })
}

describe('a file', () => {
  grow(ROWS, (text) => () => readYaml(sourceOf(text)))
})

describe('a text within it', () => {
  const block: readonly Row[] = [
    ['of lines', (length) => numbered((n) => `  a${n}: b\n`, length)],
    ['of documents', (length) => repeated('  ---\n  a: {{ b }}\n', length)],
    ['of blank lines', (length) => `  a: b\n${repeated('\n', length)}`],
  ]
  grow(block, (text) => {
    const value = valueAt(readYaml(sourceOf(`p: |\n${text}`)).documents[0]?.root, 'p')
    return () => value?.kind === 'scalar' && readNested(value)
  })
})

describe('fixes of a file', () => {
  const items: readonly Row[] = [
    ['that are made', (length) => numbered((n) => `- {a: b${n}}\n`, length)],
    ['of which one cannot be', (length) => numbered((n) => (n === 1 ? '- {a}\n' : `- {a: b${n}}\n`), length)],
  ]
  grow(items, (text) => {
    const files = memoryFiles({ 'a.yaml': text })
    const root = files.file('a.yaml')?.documents[0]
    const maps: readonly YamlNode[] = root?.kind === 'list' ? root.items : []
    const fixes = maps.flatMap((map) => {
      const at = (map as MapNode).entries[0]?.value
      return at?.kind === 'scalar' ? [{ changes: [{ kind: 'set', at, to: 'x' } as const] }] : []
    })
    return () => applyFixes(files, fixes)
  })
})

describe('comments that keep findings quiet', () => {
  const comment = '# ecr-gitops: ignore[no-latest] x\n'
  const rows: readonly Row[] = [
    ['which nothing is below', (length) => repeated(comment, length)],
    ['above one line', (length) => `${repeated(comment, length)}a: latest\n`],
    ['above a list with as many findings', (length) => listBelow(repeated(comment, length / 2), length / 2)],
    ['above each line', (length) => numbered((n) => `${comment}a${n}: latest\n`, length)],
    ['with a list of names', (length) => `# ecr-gitops: ignore[${'a, '.repeat(300)}]\n`.repeat(length / 900)],
  ]
  grow(rows, (text) => () => findAll(auditedFiles({ 'a.yaml': text }), [wordRule('latest')]))
})

const listBelow = (comments: string, length: number): string =>
  `${comments}a:\n${repeated('- latest\n', length)}`
