import { describe, expect, test } from 'vitest'
import { newRepository } from '../../support/image-store.ts'
import { createMonorepo, digestOf, fileOf, imagesInput, imagesOf, NAMES, repositoryOf } from '../monorepo.ts'
import type { Scene } from '../scene.ts'

const RELEASE = { ref: 'refs/tags/v1.2.3' }
const tagged = (name: string) => ({ tag: 'v1.2.3', repository: repositoryOf(name) })
const VERSIONED = imagesInput(Object.fromEntries(NAMES.map((name) => [name, tagged(name)])))
const putImages = async (scene: Scene) => {
  for (const name of NAMES) await scene.putImage(repositoryOf(name), scene.facts.head)
}

describe('a release', () => {
  test('puts the version on the tested images, without a build', async () => {
    await using scene = await createMonorepo()
    await putImages(scene)
    const result = await scene.go({ images: VERSIONED }, RELEASE)
    expect(result, result.stdout).toMatchObject({ exitCode: 0, outputs: { result: 'deployed' } })
    expect(await scene.builder.calls()).toEqual([])
    for (const name of NAMES) {
      const digest = await digestOf(scene, name)
      expect(await digestOf(scene, name, 'v1.2.3')).toBe(digest)
      expect(imagesOf(result.outputs)[name]).toMatchObject({ tag: 'v1.2.3', digest, reused: true })
      expect(await scene.config.file(fileOf(name))).toContain('newTag: "v1.2.3"')
    }
    const puts = scene.ecr.requests.filter(({ action }) => action === 'PutImage')
    expect(puts).toHaveLength(NAMES.length)
  })

  test('again finds its version and tags nothing', async () => {
    await using scene = await createMonorepo()
    await putImages(scene)
    expect((await scene.go({ images: VERSIONED }, RELEASE)).exitCode).toBe(0)
    const before = scene.ecr.requests.length
    const result = await scene.go({ images: VERSIONED }, RELEASE)
    expect(result).toMatchObject({ exitCode: 0, outputs: { result: 'unchanged' } })
    const actions = scene.ecr.requests.slice(before).map(({ action }) => action)
    expect(actions.toSorted()).toEqual([...NAMES.map(() => 'BatchGetImage'), 'GetAuthorizationToken'])
  })

  test('warns where the version is another image than that of the commit', async () => {
    await using scene = await createMonorepo()
    await putImages(scene)
    await scene.putImage(repositoryOf('api'), 'v1.2.3', { labels: { built: 'before' } })
    const result = await scene.go({ images: VERSIONED }, RELEASE)
    expect(result.outputs.result).toBe('deployed')
    expect(result.annotations).toMatchObject([
      { level: 'warning', message: expect.stringContaining(`api:v1.2.3 is another image`) },
    ])
  })

  test.each([{}, { 'dry-run': 'true' }])('warns of mutable tags: %j', async (inputs) => {
    const repositories = NAMES.map((name) => newRepository(repositoryOf(name), { mutability: 'MUTABLE' }))
    await using scene = await createMonorepo({ repositories })
    await putImages(scene)
    const { annotations, summary } = await scene.go({ images: VERSIONED, ...inputs }, RELEASE)
    const warnings = annotations.filter(({ level }) => level === 'warning').map(({ message }) => message)
    expect(warnings.toSorted()).toEqual(
      NAMES.toSorted().map((name) => expect.stringContaining(`${repositoryOf(name)} has mutable tags`)),
    )
    expect(summary.match(/^> - .* has mutable tags/gm)).toHaveLength(NAMES.length)
  })

  test('works with build: never, as a job of its own after an approval', async () => {
    await using scene = await createMonorepo()
    await putImages(scene)
    const result = await scene.go({ images: VERSIONED, build: 'never' }, RELEASE)
    expect(result, result.stdout).toMatchObject({ exitCode: 0, outputs: { result: 'deployed' } })
  })

  test('builds what no run has built before', async () => {
    await using scene = await createMonorepo()
    await scene.putImage(repositoryOf('api'), scene.facts.head)
    const result = await scene.go({ images: VERSIONED }, RELEASE)
    expect(result).toMatchObject({ exitCode: 0, outputs: { result: 'deployed' } })
    expect(imagesOf(result.outputs)).toMatchObject({
      api: { reused: true },
      web: { reused: false },
      jobs: { reused: false },
    })
  })

  test('that may not be tagged says which permission is missing', async () => {
    await using scene = await createMonorepo()
    await putImages(scene)
    scene.ecr.settings.denied = ['ecr:PutImage']
    const result = await scene.go({ images: VERSIONED }, RELEASE)
    expect(result.exitCode).toBe(1)
    expect(result.annotations[0]).toMatchObject({ properties: { title: 'ECR_DENIED' } })
    expect(result.annotations[0]?.message).toContain('Allow ecr:PutImage on arn:aws:ecr:')
    expect(await scene.config.log()).toHaveLength(1)
  })
})

describe('a repository that does not exist', () => {
  const some = { repositories: ['api', 'jobs'].map(repositoryOf) }

  test('is said before any build, with what would create it', async () => {
    await using scene = await createMonorepo(some)
    const result = await scene.go()
    expect(result.exitCode).toBe(1)
    expect(result.annotations).toMatchObject([{ properties: { title: 'REPOSITORY_MISSING' } }])
    expect(result.annotations[0]?.message).toContain(`--repository-name ${repositoryOf('web')}`)
    expect(result.annotations[0]?.message).toContain('create-repository: true')
    expect(await scene.builder.calls()).toEqual([])
  })

  test('is created when that is asked for: immutable, scanned, with its policies', async () => {
    await using scene = await createMonorepo(some)
    const result = await scene.go({ 'create-repository': 'true', 'pull-accounts': '111122223333' })
    expect(result, result.stdout).toMatchObject({ exitCode: 0, outputs: { result: 'deployed' } })
    const { facts, catalog } = scene
    const created = (await catalog.repositories(facts)).find(({ name }) => name === repositoryOf('web'))
    expect(created).toMatchObject({ mutability: 'IMMUTABLE', scanOnPush: true })
    const actions = scene.ecr.requests.map(({ action }) => action)
    for (const action of ['CreateRepository', 'PutLifecyclePolicy', 'SetRepositoryPolicy']) {
      expect(actions.filter((one) => one === action)).toHaveLength(1)
    }
    expect(await digestOf(scene, 'web')).toBeDefined()
  })

  test('is created as an organisation demands', async () => {
    await using scene = await createMonorepo(some)
    const demands = '{ kms-key: alias/ecr, tags: { team: payments }, exclude: [sha256-*] }'
    const result = await scene.go({ 'create-repository': demands })
    expect(result, result.stdout).toMatchObject({ exitCode: 0, outputs: { result: 'deployed' } })
    const created = (await scene.catalog.repositories(scene.facts)).find(
      ({ name }) => name === repositoryOf('web'),
    )
    expect(created).toMatchObject({
      mutability: 'IMMUTABLE_WITH_EXCLUSION',
      filters: ['sha256-*'],
      kmsKey: 'alias/ecr',
      tags: [{ Key: 'team', Value: 'payments' }],
    })
  })

  test('is made by the push, where a template of the registry does that', async () => {
    await using scene = await createMonorepo(some)
    scene.registry.settings.templates.push('ROOT')
    const result = await scene.go({ 'create-repository': 'on-push' })
    expect(result, result.stdout).toMatchObject({ exitCode: 0, outputs: { result: 'deployed' } })
    expect(scene.ecr.requests.map(({ action }) => action)).not.toContain('CreateRepository')
    expect(await digestOf(scene, 'web')).toBeDefined()
    // Nothing in the template says that its tags are immutable.
    expect(result.annotations).toMatchObject([
      { level: 'warning', message: expect.stringContaining(`${repositoryOf('web')} has mutable tags`) },
    ])
  })

  test('is not made by the push where no template does that, and the error says so', async () => {
    await using scene = await createMonorepo(some)
    const result = await scene.go({ 'create-repository': 'on-push' })
    expect(result.exitCode).toBe(1)
    expect(result.annotations).toMatchObject([{ properties: { title: 'REPOSITORY_MISSING' } }])
    expect(result.annotations[0]?.message).toMatch(/on-push, but the push did not make [\s\S]*CREATE_ON_PUSH/)
    expect(await scene.config.log()).toHaveLength(1)
  })

  test('is not created by a dry run, or when the config repository would refuse', async () => {
    await using scene = await createMonorepo(some)
    const creating = { 'create-repository': 'true' }
    expect((await scene.go({ ...creating, 'dry-run': 'true' })).exitCode).toBe(0)
    const images = imagesInput({ web: { overlays: 'apps/none' } })
    expect((await scene.go({ ...creating, images })).exitCode).toBe(1)
    const { facts, catalog } = scene
    expect((await catalog.repositories(facts)).map(({ name }) => name)).toEqual(some.repositories)
  })

  test('is built into by one of two that create it at once', async () => {
    await using scene = await createMonorepo({
      repositories: NAMES.map((name) => newRepository(repositoryOf(name))),
    })
    expect((await scene.go({ 'create-repository': 'true' })).exitCode).toBe(0)
    expect(scene.ecr.requests.map(({ action }) => action)).not.toContain('CreateRepository')
  })
})
