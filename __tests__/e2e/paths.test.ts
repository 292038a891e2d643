import { describe, expect, test } from 'vitest'
import { overlay } from '../support/world-files.ts'
import {
  createMonorepo,
  digestOf,
  fileOf,
  imagesInput,
  imagesOf,
  NAMES,
  productionOf,
  repositoryOf,
} from './monorepo.ts'
import type { Scene } from './scene.ts'

const PATHS = imagesInput(Object.fromEntries(NAMES.map((name) => [name, { paths: [`services/${name}`] }])))
const go = (scene: Scene, more = {}) => scene.go({ images: PATHS, ...more })

describe('paths', () => {
  test('build and deploy only what has changed since the deployed commit', async () => {
    await using scene = await createMonorepo()
    const { facts } = scene
    const result = await go(scene)
    expect(result, result.stdout).toMatchObject({ exitCode: 0, outputs: { result: 'deployed' } })
    const [deployed = ''] = facts.commits
    expect(imagesOf(result.outputs)).toMatchObject({
      api: { tag: facts.head, overlays: { [productionOf('api')]: 'deployed' } },
      web: { tag: deployed, digest: null, overlays: { [productionOf('web')]: 'unchanged' } },
      jobs: { tag: deployed, digest: null, overlays: { [productionOf('jobs')]: 'unchanged' } },
    })
    expect(await digestOf(scene, 'api')).toBeDefined()
    expect(await digestOf(scene, 'web')).toBeUndefined()
    expect((await scene.builder.calls('build')).length).toBe(1)
    expect(await scene.config.file(fileOf('web'))).toContain(`newTag: "${deployed}"`)
    const [commit] = await scene.config.log()
    expect(commit?.message).toMatch(/^deploy\(api\): /)
    expect(scene.requests().github).toEqual(['compare'])
    expect(result.stdout).toContain('nothing under services/web changed since')
    expect(result.summary).toContain('unchanged')
  })

  test('that have not changed at all make a run that builds, pushes and commits nothing', async () => {
    await using scene = await createMonorepo()
    const images = imagesInput(Object.fromEntries(NAMES.map((name) => [name, { paths: ['docs/**'] }])))
    const result = await scene.go({ images })
    expect(result, result.stdout).toMatchObject({
      exitCode: 0,
      outputs: { result: 'unchanged', 'config-commit': '' },
    })
    expect(await scene.builder.calls()).toEqual([])
    expect(await scene.config.log()).toHaveLength(1)
    expect(scene.requests().git.filter((action) => action.includes('receive-pack'))).toEqual([])
  })

  test('ask nothing of images that nothing needs: fan-in of a matrix that built only what changed', async () => {
    await using scene = await createMonorepo()
    await scene.putImage(repositoryOf('api'), scene.facts.head)
    const result = await go(scene, { build: 'never' })
    expect(result, result.stdout).toMatchObject({ exitCode: 0, outputs: { result: 'deployed' } })
  })

  test('do not count for a first deploy', async () => {
    await using scene = await createMonorepo({
      configFiles: ({ image }) =>
        Object.fromEntries(
          NAMES.map((name) => [
            fileOf(name),
            overlay('production', {
              name,
              image: `${image.slice(0, image.indexOf('/'))}/${repositoryOf(name)}`,
              tag: 'none',
            }),
          ]),
        ),
    })
    const result = await go(scene)
    expect(result, result.stdout).toMatchObject({ exitCode: 0, outputs: { result: 'deployed' } })
    expect((await scene.builder.calls('build')).length).toBe(NAMES.length)
  })
})
