import { describe, expect, test } from 'vitest'
import { locateTarget, matchOverlays } from '../../../src/config-repository/overlay.ts'
import type { ConfigRepository, TreeNode } from '../../../src/config-repository/repository.ts'
import { chooseTargets, surveyTargets } from '../../../src/config-repository/survey.ts'
import type { Target } from '../../../src/plan/target.ts'
import { anImage, must, overlaysOf, problemOf } from '../builders.ts'

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

const valuesAt = (path: string): Target => ({ kind: 'helm-values', path, key: 'image' })
const overlay = (path: string): Target => ({ kind: 'kustomize', path, key: 'web' })

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

const chosen = (...given: Parameters<typeof chooseTargets>) =>
  chooseTargets(...given).map(({ target: { path }, optional }) => ({ path, optional }))

describe('surveyTargets', () => {
  test('reads literal paths in one go, without a listing', async () => {
    const { repository, asked } = repositoryOf(FILES)
    const survey = await surveyTargets(repository, overlaysOf('web', ['apps/a/overlays/prod']))
    expect(asked).toEqual(['read'])
    expect([...survey.nodes.keys()]).toEqual(['apps/a/overlays/prod/kustomization.yaml'])
  })

  test('lists the tree once for all globs, at the tip that was read', async () => {
    const { repository, asked } = repositoryOf(FILES)
    const survey = await surveyTargets(
      repository,
      overlaysOf('web', ['apps/a/base', 'apps/*/overlays/prod', 'apps/b/**']),
    )
    expect(asked).toEqual(['read', 'list t1', 'nodesAt t1'])
    expect([...survey.nodes.keys()].toSorted()).toEqual([
      'apps/a/base/kustomization.yaml',
      'apps/a/overlays/prod/kustomization.yaml',
      'apps/b/overlays/prod/Kustomization',
    ])
    const image = anImage({ overlays: ['apps/a/base', 'apps/*/overlays/prod', 'apps/b/**'] })
    expect(chosen(survey, image)).toEqual([
      { path: 'apps/a/base', optional: false },
      { path: 'apps/a/overlays/prod', optional: true },
      { path: 'apps/b/overlays/prod', optional: true },
    ])
  })

  test('a path that is named and matched is no optional one', async () => {
    const overlays = ['apps/*/overlays/prod', 'apps/a/overlays/prod']
    const survey = await surveyTargets(repositoryOf(FILES).repository, overlaysOf('web', overlays))
    expect(chosen(survey, anImage({ overlays }))).toEqual([
      { path: 'apps/a/overlays/prod', optional: false },
      { path: 'apps/b/overlays/prod', optional: true },
    ])
  })

  test('refuses a glob that matches nothing', async () => {
    const survey = await surveyTargets(repositoryOf(FILES).repository, overlaysOf('web', ['aps/*/prod']))
    const problem = await problemOf(() => chooseTargets(survey, anImage({ overlays: ['aps/*/prod'] })))
    expect(problem).toMatchObject({
      code: 'OVERLAY_MISSING',
      inputs: ['overlays'],
      message: expect.stringContaining('matches aps/*/prod'),
      hint: expect.stringContaining('pattern in overlays'),
    })
  })

  test('a pattern for files matches files of any name, and shares one listing with those for overlays', async () => {
    const { repository, asked } = repositoryOf(FILES)
    const targets: readonly Target[] = [
      ...overlaysOf('web', ['apps/*/overlays/prod']),
      { kind: 'manifest', path: 'apps/*/overlays/prod/*.yaml', key: 'Deployment/web/web' },
      { kind: 'helm-values', path: 'apps/c/prod.yaml', key: 'image' },
    ]
    const survey = await surveyTargets(repository, targets)
    expect(asked).toEqual(['read', 'list t1', 'nodesAt t1'])
    expect(chosen(survey, { targets })).toEqual([
      { path: 'apps/a/overlays/prod', optional: true },
      { path: 'apps/b/overlays/prod', optional: true },
      { path: 'apps/a/overlays/prod/kustomization.yaml', optional: true },
      { path: 'apps/b/overlays/prod/deployment.yaml', optional: true },
      { path: 'apps/c/prod.yaml', optional: false },
    ])
  })

  test.each<[string, Target, string]>([
    ['a file in a misspelt folder', valuesAt('app/c/prod.yaml'), 'apps/c/prod.yaml'],
    ['an overlay in a misspelt folder', overlay('app/a/overlays/prod'), 'apps/a/overlays/prod'],
    [
      'a file of a misspelt overlay',
      overlay('apps/a/overlay/prod/kustomization.yaml'),
      'apps/a/overlays/prod/kustomization.yaml',
    ],
    ['a pattern for files', valuesAt('app/*/prod.yaml'), 'apps/*/prod.yaml'],
    ['a pattern for overlays', overlay('apps/*/overlay/prod'), 'apps/*/overlays/prod'],
  ])('%s has what is meant', async (_, target, meant) => {
    const { repository, asked } = repositoryOf(FILES)
    const survey = await surveyTargets(repository, [target])
    expect(asked.slice(0, 2)).toEqual(['read', 'list t1'])
    const problem = await problemOf(() => {
      const [one] = chooseTargets(survey, { targets: [target] })
      return locateTarget(survey, must(one).target, (file) => ({ file }))
    })
    expect(problem).toMatchObject({
      code: 'OVERLAY_MISSING',
      message: expect.stringContaining(`Did you mean "${meant}"?`),
    })
  })

  test('a file in a misspelt folder has what is meant beside a pattern, too, by one listing', async () => {
    const { repository, asked } = repositoryOf(FILES)
    const lost = valuesAt('app/c/prod.yaml')
    const survey = await surveyTargets(repository, [valuesAt('apps/*/prod.yaml'), lost])
    expect(asked.filter((one) => one.startsWith('list'))).toEqual(['list t1'])
    expect(await problemOf(() => locateTarget(survey, lost, (file) => ({ file })))).toMatchObject({
      message: expect.stringContaining('Did you mean "apps/c/prod.yaml"?'),
    })
  })

  test('a listing that fails hides nothing of what is missing', async () => {
    const { repository } = repositoryOf(FILES)
    const target = valuesAt('app/c/prod.yaml')
    const survey = await surveyTargets({ ...repository, list: () => Promise.reject(new Error('gone')) }, [
      target,
    ])
    const problem = await problemOf(() => locateTarget(survey, target, (file) => ({ file })))
    expect(problem?.message).toBe('the config repository has no app/c/prod.yaml at t1.')
  })

  test('says which input has the pattern that matches nothing', async () => {
    const targets: readonly Target[] = [{ kind: 'helm-values', path: 'charts/*/values.yaml', key: 'image' }]
    const survey = await surveyTargets(repositoryOf(FILES).repository, targets)
    expect(await problemOf(() => chooseTargets(survey, { targets }))).toMatchObject({
      code: 'OVERLAY_MISSING',
      inputs: ['helm-values'],
      message: expect.stringContaining('no file of the config repository matches charts/*/values.yaml'),
    })
  })
})
