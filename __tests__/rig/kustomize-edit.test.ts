import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { digestOf, HOST, REPOSITORY, SHA } from '../unit/builders.ts'
import {
  type AllValues,
  pairsOf,
  render,
  type Style,
  style,
  values,
} from '../unit/edit/kustomize/edit-arbitraries.ts'
import { edit, kustomizationCases, treat } from '../unit/edit/kustomize/entry-fixtures.ts'
import { buildAll, compareEdits, type EditCase, layOutEdits } from './kustomize.ts'
import { currentRig } from './rig.ts'

let root: string

beforeAll(async () => {
  await currentRig()
  root = await mkdtemp(join(tmpdir(), 'rig-kustomize-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

const IMAGE = `${HOST}/${REPOSITORY}:${SHA}`
const all = kustomizationCases()
const edited = all.filter(({ after }) => after !== undefined)
const refused = all.filter(({ after }) => after === undefined)

const REFUSES = 'kustomize refuses it, too'
const UNBUILDABLE = 'kustomize writes what it cannot build'
const NOTHING = 'kustomize builds nothing of it: it has no resources'
const REWRITES = 'kustomize writes the whole file again'

/** Where the two cannot be compared: what kustomize does with each of these, and why this project does not. */
const APART: Readonly<Record<string, readonly [does: string, reason: string]>> = {
  'numeric-tag': [REFUSES, 'a tag without quotes that is a number; this project mends it'],
  'refused-numeric-neighbour': [REFUSES, 'the same in an entry that is not to be touched'],
  'refused-tabs': [REFUSES, 'no YAML'],
  'refused-kind': [UNBUILDABLE, 'a manifest in place of a kustomization'],
  'refused-carriage-return': [NOTHING, 'lines of an old Mac, which parsers do not agree on'],
  'refused-create-empty': [NOTHING, 'no list to add to, and nothing that it could be about'],
  'refused-set-of-pairs': [NOTHING, 'an entry without braces, which parsers do not agree on'],
  'refused-alias-entry': [REWRITES, 'the anchor is lost'],
  'refused-anchor': [REWRITES, 'the anchor is lost'],
  'refused-block-scalar': [REWRITES, 'the style of the value is lost'],
  'refused-create-anchor': [REWRITES, 'the anchor is lost'],
  'refused-create-comment-in-list': [REWRITES, 'the comment moves out of the list'],
  'refused-create-explicit-key': [REWRITES, 'the style of the key is lost'],
  'refused-duplicate-entry': [REWRITES, 'one of two entries is lost'],
  'refused-duplicate-key': [REWRITES, 'one of two values is lost'],
  'refused-hold-in-flow': [REWRITES, 'the list becomes a block'],
  'refused-merge-key': [REWRITES, 'the shared values are written out'],
  'refused-missing': [REWRITES, 'an entry is added, although one with a similar name is there'],
  'refused-multi-line': [REWRITES, 'the style of the value is lost'],
  'refused-two-documents': [REWRITES, 'the second document is lost, and the first has a key twice'],
}

const toldOf = (theirs: string) => {
  if (theirs === '') return NOTHING
  if (theirs.startsWith('Error: invalid Kustomization')) return REFUSES
  return theirs.startsWith('Error: ') ? UNBUILDABLE : REWRITES
}

describe('fixtures', () => {
  test.each(edited.filter(({ title }) => !(title in APART)))(
    '$title: kustomize builds the same of both edits',
    async (it) => {
      const ours = treat(it)
      const image = ours.includes(digestOf('d')) ? `${IMAGE}@${digestOf('d')}` : IMAGE
      const manifests = await compareEdits(root, { name: it.title, before: it.before, ours, image })
      expect(manifests.ours).toBe(manifests.theirs)
      expect(manifests.ours).toContain(`image: ${image}\n`)
    },
  )

  test.each(Object.entries(APART))('%s is not compared: %j', async (title, [does]) => {
    const before = all.find((it) => it.title === title)?.before ?? ''
    const { theirs } = await compareEdits(root, { name: title, before, ours: undefined, image: IMAGE })
    expect(toldOf(theirs)).toBe(does)
    expect(theirs.includes(IMAGE)).toBe(does === REWRITES)
  })

  test('every fixture is in one of the two lists', () => {
    expect(Object.keys(APART).toSorted()).toEqual(
      ['numeric-tag', ...refused.map(({ title }) => title)].toSorted(),
    )
  })
})

/** The styles of the generator, above resources that exist: it was made for an editor that never looks at them. */
function buildable(it: Style): Style {
  if (/resources|Component/.test(it.top)) return it
  const patch = 'apiVersion: apps/v1\n    kind: Deployment\n    metadata: {name: web}'
  const top = it.top.startsWith('patches:')
    ? `${it.top.replace(/- name: web\n *newTag: x/, patch)}  target: {kind: None}\n`
    : it.top
  return { ...it, top: `${top}resources: [base.yaml]\n` }
}

const COUNT = 500
/** Empty but for a tab: YAML 1.2 allows such a line, and kustomize takes it for a mistake before either edit. */
const TAB_ALONE = /^\t\r?$/m
const TAB_REFUSED = /^Error: .*found (?:a tab )?character that/

function caseOf([it, held, wanted]: [Style, AllValues, AllValues], index: number) {
  const before = render(it, pairsOf(it, held))
  // kustomize takes a digest away that is not set again; here it must be set beside the tag, too.
  const { digest, ...tagged } = wanted
  const ours = edit(before, it.keys.includes('digest') ? wanted : tagged)
  const image = `${wanted.newName}:${wanted.newTag}${it.keys.includes('digest') ? `@${digest}` : ''}`
  return { name: `g${index}`, deployment: `g${index}`, before, ours, image }
}

async function compareMany(some: readonly EditCase[]): Promise<void> {
  await Promise.all(some.map((it) => layOutEdits(root, it)))
  const names = some.map(({ name }) => name)
  const [ours, theirs] = await Promise.all(['ours', 'theirs'].map((side) => buildAll(root, side, names)))
  expect(theirs).toHaveLength(some.length)
  for (const [index, { before, image }] of some.entries()) {
    expect(ours?.[index], before).toBe(theirs?.[index])
    expect(ours?.[index], before).toContain(`image: ${image}\n`)
  }
}

describe(`${COUNT} generated kustomizations`, () => {
  let tabbed: EditCase[]
  let built: EditCase[]

  beforeAll(() => {
    const cases = fc.sample(fc.tuple(style.map(buildable), values, values), COUNT).map(caseOf)
    tabbed = cases.filter(({ before }) => TAB_ALONE.test(before))
    built = cases.filter((it) => !tabbed.includes(it))
  })

  test('kustomize builds the same of both edits', async () => {
    expect(built.length).toBeGreaterThan(COUNT / 2)
    for (let start = 0; start < built.length; start += 20) await compareMany(built.slice(start, start + 20))
  })

  test('where kustomize cannot read one, it can read neither edit', async () => {
    expect(tabbed.length).toBeGreaterThan(0)
    for (const it of tabbed) {
      const { ours, theirs } = await compareEdits(root, it)
      expect([ours, theirs], it.before).toEqual(Array(2).fill(expect.stringMatching(TAB_REFUSED)))
    }
  })
})
