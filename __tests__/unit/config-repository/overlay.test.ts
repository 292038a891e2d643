import { describe, expect, test } from 'vitest'
import { candidatePaths, locateOverlay, matchOverlays } from '../../../src/config-repository/overlay.ts'
import type { Snapshot, TreeNode } from '../../../src/config-repository/repository.ts'
import { problemOf } from '../builders.ts'

const TIP = 'f'.repeat(40)
const file: TreeNode = { kind: 'file', id: 'f1', text: 'images: []\n' }
const folder = (...entries: readonly string[]): TreeNode => ({ kind: 'folder', id: 'd1', entries })
const large = (of: 'file' | 'folder'): TreeNode => ({ kind: 'large', id: 'l1', bytes: 600 * 1024 * 1024, of })
const snapshot = (nodes: Readonly<Record<string, TreeNode>>): Snapshot => ({
  tip: TIP,
  nodes: new Map(Object.entries(nodes)),
})
const locate = (nodes: Readonly<Record<string, TreeNode>>, overlay: string) =>
  locateOverlay(snapshot(nodes), overlay, (path, line) => ({ file: path, url: `at:${path}:${line ?? ''}` }))

describe('matchOverlays', () => {
  test('leaves out what no checkout can hold', () => {
    const at = (folder: string) => `${folder}/kustomization.yaml`
    const [longest, longer] = ['b'.repeat(255), 'b'.repeat(256)]
    expect(matchOverlays('*', [at('a'), at(longest), at(longer)])).toEqual(['a', longest])
  })
})

describe('locateOverlay', () => {
  test.each(['kustomization.yaml', 'kustomization.yml', 'Kustomization'])('finds %s in a folder', (name) => {
    const found = locate({ 'apps/a': folder(name), [`apps/a/${name}`]: file }, 'apps/a')
    expect(found).toMatchObject({ path: `apps/a/${name}`, text: 'images: []\n' })
    expect(found.place(7)).toEqual({ file: `apps/a/${name}`, url: `at:apps/a/${name}:7` })
  })

  test('takes a file by its own name, whatever that is', () => {
    expect(locate({ 'apps/a/prod.yaml': file }, 'apps/a/prod.yaml').path).toBe('apps/a/prod.yaml')
  })

  test('finds the kustomization of the root', () => {
    expect(locate({ '': folder('kustomization.yaml'), 'kustomization.yaml': file }, '').path).toBe(
      'kustomization.yaml',
    )
  })

  test.each<readonly [string, Readonly<Record<string, TreeNode>>, string, string, string]>([
    [
      'a missing folder',
      { apps: folder('staging', 'production') },
      'apps/prodution',
      'OVERLAY_MISSING',
      'Did you mean "apps/production"?',
    ],
    [
      'a root without one',
      { '': folder() },
      '',
      'OVERLAY_MISSING',
      'the root of the config repository has no',
    ],
    [
      'a root with two',
      { '': folder(), 'kustomization.yaml': file, 'kustomization.yml': file },
      '',
      'OVERLAY_INVALID',
      'the root of the config repository has several',
    ],
    [
      'a file that is not read',
      { 'apps/a': folder('kustomization.yaml'), 'apps/a/kustomization.yaml': large('file') },
      'apps/a',
      'EDIT_UNSAFE',
      'apps/a/kustomization.yaml of the config repository is a file of 600 MiB, and at most 1 MiB is read',
    ],
    ['a folder that is not read', { '': large('folder') }, '', 'EDIT_UNSAFE', 'the root of the config repo'],
    ['a missing parent', {}, 'apps/prod', 'OVERLAY_MISSING', `has no apps/prod at ${TIP.slice(0, 12)}`],
    [
      'a missing folder of the root',
      { '': folder('apps') },
      'app',
      'OVERLAY_MISSING',
      'Did you mean "apps"?',
    ],
    [
      'a folder without one',
      { 'a/b': folder('x.yaml') },
      'a/b',
      'OVERLAY_MISSING',
      'has no kustomization.yaml, kustomization.yml, Kustomization',
    ],
    [
      'two of them',
      { 'a/b': folder(), 'a/b/kustomization.yaml': file, 'a/b/Kustomization': file },
      'a/b',
      'OVERLAY_INVALID',
      'several kustomization files: kustomization.yaml, Kustomization',
    ],
    ['a symlink', { 'a/b': { kind: 'symlink' } }, 'a/b', 'OVERLAY_INVALID', 'a/b is a symlink'],
    ['a submodule', { 'a/b': { kind: 'submodule' } }, 'a/b', 'OVERLAY_INVALID', 'a/b is a submodule'],
    ['a binary file', { 'a/b': { kind: 'binary' } }, 'a/b', 'OVERLAY_INVALID', 'a/b is a binary'],
    [
      'a linked kustomization',
      { 'a/b': folder(), 'a/b/kustomization.yaml': { kind: 'symlink' } },
      'a/b',
      'OVERLAY_INVALID',
      'a/b/kustomization.yaml is a symlink',
    ],
    [
      'a folder of that name',
      { 'a/b': folder(), 'a/b/Kustomization': folder() },
      'a/b',
      'OVERLAY_INVALID',
      'a/b/Kustomization is a folder',
    ],
  ])('refuses %s', async (_, nodes, overlay, code, message) => {
    const problem = await problemOf(() => locate(nodes, overlay))
    expect(problem).toMatchObject({
      code,
      message: expect.stringContaining(message),
      hint: expect.stringMatching(/^[A-Z].{10,}/),
    })
  })

  test('says of what may be several that each has a line', async () => {
    const { hint } = await problemOf(() => locate({ apps: folder('a', 'b') }, 'apps/a apps/b'))
    expect(hint).toContain('where these are several, give overlays one a line')
  })

  test('says what is beside a missing folder, twenty names at most', async () => {
    const names = Array.from({ length: 30 }, (_, index) => `service-${index}`)
    const { hint } = await problemOf(() => locate({ apps: folder(...names) }, 'apps/prod'))
    expect(hint).toContain('service-19')
    expect(hint).not.toContain('service-20')
  })
})

test.each([
  [
    'apps/a',
    ['apps', 'apps/a', 'apps/a/kustomization.yaml', 'apps/a/kustomization.yml', 'apps/a/Kustomization'],
  ],
  ['apps', ['', 'apps', 'apps/kustomization.yaml', 'apps/kustomization.yml', 'apps/Kustomization']],
  ['', ['', '', 'kustomization.yaml', 'kustomization.yml', 'Kustomization']],
])('candidatePaths(%j) is all that has to be read', (overlay, paths) => {
  expect(candidatePaths(overlay)).toEqual(paths)
})
