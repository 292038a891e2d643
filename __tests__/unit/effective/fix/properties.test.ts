import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { applyFixes } from '../../../../src/effective/fix/apply.ts'
import type { Change } from '../../../../src/effective/yaml/change.ts'
import type { MapNode, YamlNode } from '../../../../src/effective/yaml/node.ts'
import { readYaml } from '../../../../src/effective/yaml/read.ts'
import { memoryFiles } from '../../../support/audit/memory-files.ts'
import { said, sourceOf } from '../../../support/audit/shown.ts'
import { pieces, spelled, spellings } from '../yaml/arbitrary-yaml.ts'

const TEXTS = [
  'main',
  '1.10',
  'on',
  '',
  'a b',
  "it's",
  '0 */5 * * *',
  '* * * * *',
  'a: b',
  '#',
  'a\nb',
  '~',
  'é😀',
  '-',
  '0x1F',
  '\u2028',
]

const wishes = fc.array(
  fc.record({
    kind: fc.constantFrom('set', 'set', 'add', 'remove'),
    which: fc.nat(30),
    key: fc.constantFrom('a', 'b', 'name', 'x/y', 'on', '1'),
    text: fc.constantFrom(...TEXTS),
    shared: fc.boolean(),
  }),
  { minLength: 1, maxLength: 4 },
)

type Wish = typeof wishes extends fc.Arbitrary<readonly (infer T)[]> ? T : never

function nodesOf(node: YamlNode | undefined): readonly YamlNode[] {
  if (node === undefined || node.kind === 'scalar') return node ? [node] : []
  const inner = node.kind === 'list' ? node.items : node.entries.map(({ value }) => value)
  return [node, ...inner.flatMap(nodesOf)]
}

function changeFor(root: YamlNode | undefined, { kind, which, key, text, shared }: Wish): Change | undefined {
  const nodes = nodesOf(root).filter(
    (node) => (node.kind === 'scalar') === (kind === 'set') && node.kind !== 'list',
  )
  const node = nodes[which % Math.max(nodes.length, 1)]
  if (node?.kind === 'scalar')
    return { kind: 'set', at: node, to: text, string: true, ...(shared ? { shared } : {}) }
  if (!node) return undefined
  const map = node as MapNode
  if (kind === 'add') return { kind, to: map, key, value: text }
  const written = map.entries[which % Math.max(map.entries.length, 1)]?.key.text
  return { kind: 'remove', from: map, key: written ?? key }
}

/** What a tree says with the changes made: each node by its identity, so that aliases follow. */
function wantedOf(node: YamlNode, changes: readonly Change[]): unknown {
  const set = changes.find((change) => change.kind === 'set' && change.at === node)
  if (set?.kind === 'set') return set.to
  if (node.kind === 'scalar') return node.text
  if (node.kind === 'list') return node.items.map((item) => wantedOf(item, changes))
  const gone = changes.flatMap((change) =>
    change.kind === 'remove' && change.from === node ? [change.key] : [],
  )
  const added = changes.flatMap((change) =>
    change.kind === 'add' && change.to === node ? [[change.key, change.value] as const] : [],
  )
  const kept = node.entries.filter(({ key }) => !gone.includes(key.text))
  return Object.fromEntries([
    ...kept.map(({ key, value }) => [key.text, wantedOf(value, changes)] as const),
    ...added,
  ])
}

function comments(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .filter((line) => /^\s*# a: b$/.test(line))
    .map((line) => line.trim())
}

test('what is changed says what is wanted, to both parsers, and all else as before', () => {
  const seen = { applied: 0, refused: 0 }
  fc.assert(
    fc.property(pieces, spellings, wishes, (piece, spelling, wished) => {
      const text = spelled(piece, spelling)
      const files = memoryFiles({ 'a.yaml': text })
      const root = files.file('a.yaml')?.documents[0]
      if (!root) return
      const fixes = wished
        .flatMap((wish) => changeFor(root, wish) ?? [])
        .map((change) => ({ changes: [change] }))
      const { files: fixed, applied, refused } = applyFixes(files, fixes)
      seen.applied += applied.length
      seen.refused += refused.length
      expect(applied.length + refused.length).toBe(fixes.length)
      const after = fixed[0]?.after ?? text
      const wanted = wantedOf(
        root,
        applied.flatMap(({ changes }) => changes),
      )
      expect(said(readYaml(sourceOf(after)).documents[0]?.root), text).toEqual(wanted)
      // A key goes with what is written about what is under it.
      const isLess = applied.some(({ changes }) => changes.some(({ kind }) => kind === 'remove'))
      if (!isLess) expect(comments(after)).toEqual(comments(text))
      expect(after.startsWith('\ufeff')).toBe(text.startsWith('\ufeff'))
      if (spelling.eol === '\r\n') expect(after).not.toMatch(/(?<!\r)\n/)
    }),
    { numRuns: 700 },
  )
  expect(seen.applied).toBeGreaterThan(200)
  expect(seen.refused).toBeGreaterThan(40)
})

test('a text that is set as a string is one in YAML 1.1 and 1.2, in the quotes of the author', () => {
  const text = fc.oneof(fc.constantFrom(...TEXTS), fc.string(), fc.stringMatching(/^[0-9eE.x_+-]{1,8}$/))
  fc.assert(
    fc.property(text, fc.constantFrom('x', "'x'", '"x"', '!!str x'), fc.boolean(), (to, old, flow) => {
      const before = flow ? `{a: ${old}, b: c}` : `a: ${old} # d\nb: c\n`
      const files = memoryFiles({ 'a.yaml': before })
      const root = files.file('a.yaml')?.documents[0] as MapNode
      const at = root.entries[0]?.value
      if (at?.kind !== 'scalar') throw new Error('no scalar')
      const { files: fixed, refused } = applyFixes(files, [
        { changes: [{ kind: 'set', at, to, string: true }] },
      ])
      if (to === 'x') return
      expect(refused).toEqual([])
      const after = fixed[0]?.after ?? ''
      for (const version of ['1.1', '1.2'] as const) {
        // The value of a key that is left is what the parser makes of it, too.
        expect(parse(after, { version }), after).toEqual({ a: to, b: 'c' })
      }
      expect(after.endsWith(flow ? ', b: c}' : ' # d\nb: c\n')).toBe(true)
    }),
    { numRuns: 700 },
  )
})
