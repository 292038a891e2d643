import { describe, expect, test } from 'vitest'
import type { Renaming } from '../../../src/gitops/proposal.ts'
import { RenameCheck } from '../../../src/render/rename-check.ts'
import { aProposal, aVerdict, HOST, must, problemOf, problemsOf } from '../builders.ts'
import { type Files, LINK, treeOf } from './tree.ts'

const IMG = `${HOST}/team/web`
const BASE = 'apps/web/base/kustomization.yaml'
const PROD = 'apps/web/production/kustomization.yaml'
const HELD = '# ecr-gitops: hold release freeze\n'
const FILES: Files = {
  [BASE]: 'resources: [d.yaml]\nimages: [{name: web, newTag: 1.8.0}]\n',
  'apps/web/base/d.yaml': 'kind: Deployment\n',
  [PROD]: `resources: [../base]\nimages:\n  ${HELD}  - name: web\n    newTag: 1.9.0\n`,
  'apps/api/kustomization.yaml': 'images: [{name: web, newTag: other}]\n',
}

const renaming = (changes: Partial<Renaming> = {}): Renaming => ({ from: 'web', to: IMG, ...changes })
const writeOf = (renames: Renaming | undefined, file = BASE, line: number | undefined = 2) =>
  aVerdict({ image: 'web', file, place: { file, ...(line ? { line } : {}) }, renames })

async function open(files: Files = FILES) {
  const held = await treeOf({ one: files })
  const check = new RenameCheck(held.tree)
  return {
    ...held,
    check: (...verdicts: ReturnType<typeof writeOf>[]) => check.check({ ...aProposal(verdicts), tip: 'one' }),
  }
}

const PLACE = `${PROD}:4 goes by web, under a hold (release freeze)`

test('an edit that keeps the name costs nothing', async () => {
  await using opened = await open()
  expect(await opened.check(writeOf(undefined))).toEqual([])
  expect(await opened.check({ ...writeOf(renaming()), outcome: 'held' })).toEqual([])
  expect(await opened.check(writeOf(renaming(), 'apps/web/base/prod.yaml'))).toEqual([])
  expect([opened.lists(), opened.asked]).toEqual([0, []])
})

test('what holds the old name above a base is named with file and line, and a way out', async () => {
  await using opened = await open()
  expect(await problemOf(() => opened.check(writeOf(renaming())))).toEqual({
    code: 'BASE_RENAMED',
    inputs: ['overlays'],
    message: `${BASE}:2 calls the image web for all that build on it, and would call it ${IMG}. What changes the image above it would change another one then, and its overlay would get the new image: ${PLACE}`,
    hint: `Name the overlays that are to be deployed in overlays, instead of apps/web/base. Or give the image its new name by hand first, in one commit: newName: ${IMG} at ${BASE}:2, and name: ${IMG} at each of these places, with newName: web where there is no newName.`,
    configPlace: { file: BASE, line: 2 },
  })
})

test('the root may be a base, and a hold be without a reason', async () => {
  const top = 'images: # ecr-gitops: hold\n- name: web\nresources: [..]\n'
  await using opened = await open({ 'kustomization.yaml': 'resources: []\n', 'prod/kustomization.yaml': top })
  const problem = await problemOf(() => opened.check(writeOf(renaming(), 'kustomization.yaml')))
  expect(problem.message).toContain('prod/kustomization.yaml:2 goes by web, under a hold')
  expect(problem.hint).toContain('in overlays, instead of the root.')
})

test('an entry below that takes what the edited one has made so far is above it, too', async () => {
  const chain = `images:\n- name: web\n  newName: old.example/web\n- name: old.example/web # ecr-gitops: hold freeze\n`
  await using opened = await open({ [BASE]: chain })
  const { message } = await problemOf(() => opened.check(writeOf(renaming({ from: 'old.example/web' }))))
  expect(message).toContain(`${BASE}:4 goes by old.example/web, under a hold (freeze)`)
  // Neither the entry itself, nor one that is applied before it.
  expect(await opened.check(writeOf(renaming()))).toEqual([])
  expect(await opened.check(writeOf(renaming({ from: 'old.example/web' }), BASE, 4))).toEqual([])
})

test('an entry that is only added gets its new name by hand with a new entry', async () => {
  await using opened = await open()
  const { hint } = await problemOf(() => opened.check(writeOf(renaming(), BASE, 0)))
  expect(hint).toContain(`in one commit: - name: web with newName: ${IMG} in ${BASE}, and`)
})

describe('is refused', () => {
  const entry = 'images: [{name: web, newTag: x}]\n'
  const IMAGE =
    'apiVersion: builtin\nkind: ImageTagTransformer\nmetadata: {name: i}\nimageTag: {name: web, newTag: x}\n'
  test.each<readonly [string, Files, string]>([
    ['without a hold', { [PROD]: `resources: [../base]\n${entry}` }, `${PROD}:2 goes by web`],
    [
      'over old fields',
      { [PROD]: 'bases: [../base/.]\nimageTags: [{name: web}]\n' },
      `${PROD}:2 goes by web`,
    ],
    [
      'over a chain',
      {
        'mid/kustomization.yml': 'resources: [../apps/web/base]\n',
        'top/Kustomization': `resources: [../mid]\n${entry}`,
      },
      'top/Kustomization:2 goes by web',
    ],
    [
      'through a component',
      {
        'c/kustomization.yaml': `kind: Component\nresources: [../apps/web/base]\n`,
        'top/kustomization.yaml': `components: [../c]\n${entry}`,
      },
      'top/kustomization.yaml:2 goes by web',
    ],
    [
      'in a component',
      { 'c/kustomization.yaml': `kind: Component\nresources: [../apps/web/base]\n${entry}` },
      'c/kustomization.yaml:3 goes by web',
    ],
    [
      'through generators',
      { 'g/kustomization.yaml': `generators: [../apps/web/base]\n${entry}` },
      'g/kustomization.yaml:2',
    ],
    [
      'in a transformer',
      {
        [PROD]: 'resources: [../base]\ntransformers: [image.yaml]\n',
        'apps/web/production/image.yaml': IMAGE,
      },
      'apps/web/production/image.yaml:4 goes by web',
    ],
    [
      'in one inline',
      { [PROD]: `resources: [../base]\ntransformers:\n- |\n${IMAGE.replaceAll(/^(?=.)/gm, '  ')}` },
      `${PROD}:7 goes by web`,
    ],
    [
      'under the new name',
      { [PROD]: `resources: [../base]\nimages: [{name: ${IMG}, newTag: x}]\n` },
      `${PROD}:2 goes by the new name already, and matches nothing yet`,
    ],
    [
      'in an entry that cannot be edited',
      { [PROD]: 'resources: [../base]\nx: &e {name: web}\nimages: [*e]\n' },
      `${PROD}:2 goes by web`,
    ],
  ])('%s', async (_, files, place) => {
    await using opened = await open({ [BASE]: must(FILES[BASE]), ...files })
    const { message } = await problemOf(() => opened.check(writeOf(renaming())))
    expect(message.slice(message.indexOf('new image: '))).toContain(`new image: ${place}`)
  })

  test('whatever the name becomes, for the name that it had', async () => {
    const placeholder = '123456789012.dkr.ecr.ap-southeast-2.amazonaws.com/web'
    const files = { ...FILES, [PROD]: `resources: [../base]\nimages: [{name: ${placeholder}, newTag: x}]\n` }
    await using opened = await open(files)
    const { message } = await problemOf(() => opened.check(writeOf(renaming({ from: placeholder }))))
    expect(message).toContain(`${PROD}:2 goes by ${placeholder}`)
  })

  test('with all places of one cause, and every cause', async () => {
    const top = 'top/kustomization.yaml'
    await using opened = await open({ ...FILES, [top]: `resources: [../apps/web/production]\n${entry}` })
    const problems = await problemsOf(() => opened.check(writeOf(renaming()), writeOf(renaming(), PROD, 4)))
    expect(problems.map(({ message }) => message.slice(message.indexOf('new image: ') + 11))).toEqual([
      `${PLACE}; ${top}:2 goes by web`,
      `${top}:2 goes by web`,
    ])
  })

  test('where more is above it than is followed at once', async () => {
    const many = Array.from({ length: 45 }, (_, n) => [
      `o${n}/kustomization.yaml`,
      `resources: [../apps/web/base]\n${entry}`,
    ])
    await using opened = await open({ ...FILES, ...(Object.fromEntries(many) as Files) })
    expect((await problemOf(() => opened.check(writeOf(renaming())))).message.split('; ')).toHaveLength(46)
  })
})

describe('is not', () => {
  test.each<readonly [string, Files]>([
    ['of others that do not build on it', { [PROD]: 'images: [{name: web, newTag: x}]\n' }],
    [
      'that go by other names',
      { [PROD]: 'resources: [../base]\nimages: [{name: website}, {name: api, newName: web}]\n' },
    ],
    ['that have no entry', { [PROD]: 'resources: [../base]\n# web\n' }],
    ['that are no plain files', { [PROD]: LINK }],
    [
      'that name it from afar',
      { [PROD]: 'resources: [https://github.com/o/r//apps/web/base]\nimages: [{name: web}]\n' },
    ],
  ])('%s', async (_, files) => {
    await using opened = await open({ ...FILES, ...files })
    expect(await opened.check(writeOf(renaming()))).toEqual([])
  })

  test('of transformers that change no image, or cannot be known', async () => {
    const named = '[none.yaml, folder, odd.yaml, ../../../../out.yaml, prefix.yaml]'
    const files = {
      [BASE]: must(FILES[BASE]),
      [PROD]: `resources: [../base]\ntransformers: ${named}\n`,
      'broken/kustomization.yaml': 'transformers: [\n',
      'apps/web/production/folder/x.yaml': 'kind: X\n',
      'apps/web/production/odd.yaml': 'kind: [\n',
      'apps/web/production/prefix.yaml': 'kind: PrefixTransformer\nimageTag: {name: web}\n',
    }
    await using opened = await open(files)
    expect(await opened.check(writeOf(renaming()))).toEqual([])
  })

  test('looked at twice at one tip', async () => {
    await using opened = await open({ [BASE]: must(FILES[BASE]), [PROD]: 'resources: [../base]\n' })
    for (let times = 0; times < 2; times += 1) expect(await opened.check(writeOf(renaming()))).toEqual([])
    expect(opened.lists()).toBe(1)
  })
})

test('what cannot be read is a warning', async () => {
  await using opened = await open({ ...FILES, [PROD]: 'resources: [../base]\nimages:\n- name: web\n- [\n' })
  expect(await opened.check(writeOf(renaming()))).toEqual([
    `${PROD} cannot be read, so it is not known whether it builds on ${BASE} (web becomes ${IMG}) and goes by the old name. Look at it.`,
  ])
})
