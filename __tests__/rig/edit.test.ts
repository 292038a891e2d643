import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { kustomizeImages } from '../../src/edit/kustomize/target.ts'
import { goMisreading } from '../../src/edit/yaml/go-scalar.ts'
import { joinReference } from '../../src/names/reference.ts'
import { aFile, digestOf, HOST, must, REPOSITORY, SHA } from '../unit/builders.ts'
import { hex, trap } from '../unit/edit/kustomize/edit-arbitraries.ts'
import { edit, kustomizationCases } from '../unit/edit/kustomize/entry-fixtures.ts'
import { deployment, filesOf, kustomize, layOut } from './kustomize.ts'
import { currentRig } from './rig.ts'

let root: string

beforeAll(async () => {
  await currentRig()
  root = await mkdtemp(join(tmpdir(), 'rig-edit-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

/** Runs kustomize over a folder with these files; rejects with what kustomize says. */
async function build(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  await layOut(join(root, name), files)
  return kustomize(['build', '.'], join(root, name))
}

/** Every image of a rendered manifest, as it stands there. */
const imagesOf = (manifest: string) =>
  [...manifest.matchAll(/^\s*(?:- )?image: (.*)$/gm)].map(([, image]) => image?.replaceAll(/["']/g, ''))

const TRAPS = [
  '1234567',
  '9075807',
  '553640e6',
  '12e4567',
  '0755123',
  '0123456',
  '00e1234',
  '0b10101',
  '1e50000',
]
const ENTRIES = [
  (name: string) => `- name: ${name}\n  newTag: abc\n`,
  (name: string) => `- name: ${name}\n`,
  (name: string) => `- name: ${name}\n  newTag: 'abc'\n`,
  (name: string) => `- {name: ${name}, newTag: abc}\n`,
  (name: string) => `- {"name": "${name}"}\n`,
]

/** An images list that sets those tags, each entry edited on its own; the names are app0, app1, ... */
function editedList(tags: readonly string[]): string {
  const entries = tags.map((newTag, index) => {
    const name = `app${index}`
    const entry = ENTRIES[index % ENTRIES.length] ?? String
    return edit(`images:\n${entry(name)}`, { newTag }, name).replace('images:\n', '')
  })
  return `images:\n${entries.join('')}`
}

test('every hex tag of 7 to 40 digits stays the string that it is', async () => {
  const tags = [
    ...TRAPS,
    ...fc.sample(trap, 1500),
    ...fc.sample(hex(7, 7), 1500),
    ...fc.sample(hex(7, 40), 1000),
  ]
  for (let start = 0; start < tags.length; start += 100) {
    const some = tags.slice(start, start + 100)
    const manifest = await build(`hex-${start}`, {
      'kustomization.yaml': `resources: [base.yaml]\n${editedList(some)}`,
      'base.yaml': deployment(some.map((_, index) => `app${index}`)),
    })
    expect(imagesOf(manifest)).toEqual(some.map((tag, index) => `app${index}:${tag}`))
  }
})

test('what is refused as a number or a boolean breaks the build, and nothing else does', async () => {
  const words = [
    'y',
    'n',
    'yes',
    'No',
    'on',
    'OFF',
    'true',
    'False',
    'nan',
    'inf',
    '.inf',
    '.NaN',
    '_1',
    '1_000',
    '0E_0',
  ]
  const numbers = [
    '0b12',
    '0o17',
    '0o8',
    '0x_1f',
    '1e400',
    '1e5',
    '1.10',
    '1.',
    '12:30:45',
    '2024-01-15',
    '089',
    '1__2',
  ]
  const mixed = fc.sample(fc.stringMatching(/^[0-9][0-9_.eExob-]{0,6}$/), 150)
  const tags = [...new Set([...words, ...numbers, ...TRAPS, ...mixed])]
  const base = deployment(tags.map((_, index) => `app${index}`))
  const plain = (some: readonly string[]) =>
    `resources: [base.yaml]\nimages:\n${some.map((tag) => `- name: app${tags.indexOf(tag)}\n  newTag: ${tag}\n`).join('')}`
  const strings = tags.filter((tag) => goMisreading(tag) === undefined)
  const manifest = await build('strings', { 'kustomization.yaml': plain(strings), 'base.yaml': base })
  for (const tag of strings) expect(imagesOf(manifest)).toContain(`app${tags.indexOf(tag)}:${tag}`)
  const misread = tags.filter((tag) => goMisreading(tag) !== undefined)
  expect(Math.min(strings.length, misread.length)).toBeGreaterThan(10)
  for (const [index, tag] of misread.entries()) {
    const building = build(`misread-${index}`, { 'kustomization.yaml': plain([tag]), 'base.yaml': base })
    await expect(building, tag).rejects.toThrow(/cannot unmarshal|unsupported value/)
  }
})

const [OLD, NEW] = [digestOf('d'), digestOf('e')]

/** What kustomize makes of them over a plain name and a name with a tag, and what the edited entry makes of both. */
test.each([
  [`newTag: one@${OLD}`, `r/web:one@${OLD}`, true],
  ['newName: r/web:one', 'r/web:one', false],
  [`newName: r/web:one@${OLD}`, `r/web:one@${OLD}`, true],
  [`newName: r/web@${OLD}`, `r/web@${OLD}`, true],
  [`newName: r/web:one\n  digest: ${OLD}`, `r/web:one@${OLD}`, true],
])('%s is one reference for kustomize, and stays one', async (keys, made, pinned) => {
  const named = keys.includes('newName') ? keys : `newName: r/web\n  ${keys}`
  const text = `resources: [base.yaml]\nimages:\n- name: web\n  ${named}\n`
  const base = (image: string) => ({ 'base.yaml': deployment([image]) })
  const name = `form-${keys.replaceAll(/\W+/g, '-')}`
  const before = await build(`${name}-0`, { 'kustomization.yaml': text, ...base('web') })
  expect(imagesOf(before)).toEqual([made])
  const entry = must(kustomizeImages.open(aFile(text)).find('web'))
  expect(joinReference({ ...entry.values, image: must(entry.values.image) })).toBe(made)
  const edited = entry.edit({ tag: 'two', ...(pinned ? { digest: NEW } : {}) })
  for (const image of ['web', 'web:1.0', `web@${OLD}`]) {
    const folder = `${name}-${image.replaceAll(/\W+/g, '-')}`
    const manifest = await build(folder, { 'kustomization.yaml': edited, ...base(image) })
    expect(imagesOf(manifest)).toEqual([`r/web:two${pinned ? `@${NEW}` : ''}`])
  }
})

/** A case that only builds after the edit: kustomize takes its old tag for a number. */
const mended = 'numeric-tag'
const edited = kustomizationCases().filter(({ after }) => after !== undefined)

test('a tag that breaks the overlay is mended by the edit', async () => {
  const { before, after = '' } = must(edited.find(({ title }) => title === mended))
  await expect(build(`${mended}/before`, filesOf(before))).rejects.toThrow('cannot unmarshal number')
  expect(await build(`${mended}/after`, filesOf(after))).toContain(`image: ${HOST}/${REPOSITORY}:${SHA}\n`)
})

test.each(edited.filter(({ title }) => title !== mended))(
  '$title: it builds, and only the wanted image differs',
  async ({ title, before, after = '' }) => {
    const was = (await build(`${title}/before`, filesOf(before))).split('\n')
    const is = (await build(`${title}/after`, filesOf(after))).split('\n')
    const digest = title === 'tag-and-digest' ? `@${digestOf('d')}` : ''
    const changed = is.filter((line, index) => line !== was[index])
    expect(changed.map((line) => line.trim())).toEqual([`- image: ${HOST}/${REPOSITORY}:${SHA}${digest}`])
    expect(is).toHaveLength(was.length)
  },
)

const broken =
  /duplicate-key|numeric|tabs|two-documents|kind|set-of-pairs|create-empty|comment-in-list|carriage/
const refused = kustomizationCases().filter(({ title, after }) => after === undefined && !broken.test(title))

test.each(refused)(
  '$title: kustomize could build it, so the refusal is about the edit',
  async ({ title, before }) => {
    await expect(build(title, filesOf(before))).resolves.toContain('kind: Deployment')
  },
)
