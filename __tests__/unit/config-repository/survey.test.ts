import { describe, expect, test } from 'vitest'
import { matchOverlays } from '../../../src/config-repository/overlay.ts'
import type { ConfigRepository, TreeNode } from '../../../src/config-repository/repository.ts'
import { chooseOverlays, surveyOverlays } from '../../../src/config-repository/survey.ts'
import { anImage, problemOf } from '../builders.ts'

const FILES = [
  'README.md',
  'apps/.archive/overlays/prod/kustomization.yaml',
  'apps/a/base/kustomization.yaml',
  'apps/a/overlays/prod/kustomization.yaml',
  'apps/a/overlays/staging/kustomization.yml',
  'apps/b/overlays/prod/Kustomization',
  'apps/b/overlays/prod/deployment.yaml',
  'apps/c/prod.yaml',
]

describe('matchOverlays', () => {
  test.each<readonly [string, readonly string[]]>([
    ['apps/*/overlays/prod', ['apps/a/overlays/prod', 'apps/b/overlays/prod']],
    [
      'apps/*/overlays/{prod,staging}',
      ['apps/a/overlays/prod', 'apps/a/overlays/staging', 'apps/b/overlays/prod'],
    ],
    ['apps/**', ['apps/a/base', 'apps/a/overlays/prod', 'apps/a/overlays/staging', 'apps/b/overlays/prod']],
    ['**/prod/kustomization.yaml', ['apps/a/overlays/prod/kustomization.yaml']],
    ['apps/[ab]/overlays/prod', ['apps/a/overlays/prod', 'apps/b/overlays/prod']],
    ['apps/*', []],
    ['**/deployment.yaml', []],
    ['apps/*/prod.yaml', []],
    ['apps/.archive/*/*', ['apps/.archive/overlays/prod']],
  ])('%s', (glob, expected) => {
    expect(matchOverlays(glob, FILES)).toEqual(expected)
  })
})

/** Counts what it is asked for. */
function repositoryOf(files: readonly string[]) {
  const asked: string[] = []
  const nodesOf = (paths: readonly string[]) =>
    new Map(
      paths.flatMap((path): (readonly [string, TreeNode])[] =>
        files.includes(path) ? [[path, { kind: 'file', id: path, text: '' }]] : [],
      ),
    )
  const repository: ConfigRepository = {
    read: async (paths) => {
      asked.push('read')
      return { tip: 't1', nodes: nodesOf(paths) }
    },
    list: async (tip) => {
      asked.push(`list ${tip}`)
      return files
    },
    nodesAt: async (tip, paths) => {
      asked.push(`nodesAt ${tip}`)
      return nodesOf(paths)
    },
    commit: () => {
      throw new Error('nothing is written here')
    },
    landed: () => {
      throw new Error('nothing is written here')
    },
    materialise: () => {
      throw new Error('nothing is rendered here')
    },
  }
  return { repository, asked }
}

describe('surveyOverlays', () => {
  test('reads literal paths in one go, without a listing', async () => {
    const { repository, asked } = repositoryOf(FILES)
    const survey = await surveyOverlays(repository, ['apps/a/overlays/prod'])
    expect(asked).toEqual(['read'])
    expect([...survey.nodes.keys()]).toEqual(['apps/a/overlays/prod/kustomization.yaml'])
  })

  test('lists the tree once for all globs, at the tip that was read', async () => {
    const { repository, asked } = repositoryOf(FILES)
    const survey = await surveyOverlays(repository, ['apps/a/base', 'apps/*/overlays/prod', 'apps/b/**'])
    expect(asked).toEqual(['read', 'list t1', 'nodesAt t1'])
    expect([...survey.nodes.keys()].toSorted()).toEqual([
      'apps/a/base/kustomization.yaml',
      'apps/a/overlays/prod/kustomization.yaml',
      'apps/b/overlays/prod/Kustomization',
    ])
    const image = anImage({ overlays: ['apps/a/base', 'apps/*/overlays/prod', 'apps/b/**'] })
    expect(chooseOverlays(survey, image)).toEqual([
      { path: 'apps/a/base', optional: false },
      { path: 'apps/a/overlays/prod', optional: true },
      { path: 'apps/b/overlays/prod', optional: true },
    ])
  })

  test('a path that is named and matched is no optional one', async () => {
    const overlays = ['apps/*/overlays/prod', 'apps/a/overlays/prod']
    const survey = await surveyOverlays(repositoryOf(FILES).repository, overlays)
    expect(chooseOverlays(survey, anImage({ overlays }))).toEqual([
      { path: 'apps/a/overlays/prod', optional: false },
      { path: 'apps/b/overlays/prod', optional: true },
    ])
  })

  test('refuses a glob that matches nothing', async () => {
    const survey = await surveyOverlays(repositoryOf(FILES).repository, ['aps/*/prod'])
    const problem = await problemOf(() => chooseOverlays(survey, anImage({ overlays: ['aps/*/prod'] })))
    expect(problem).toMatchObject({
      code: 'OVERLAY_MISSING',
      inputs: ['overlays'],
      message: expect.stringContaining('matches aps/*/prod'),
      hint: expect.stringContaining('pattern in overlays'),
    })
  })
})
