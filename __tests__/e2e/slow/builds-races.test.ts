import { describe, expect, test } from 'vitest'
import { newRepository } from '../../support/image-store.ts'
import { createMonorepo, digestOf, fileOf, imagesInput, imagesOf, NAMES, repositoryOf } from '../monorepo.ts'
import { createScene, FILE, type Scene } from '../scene.ts'

const goTwice = (scene: Scene, inputs: Record<string, string> = {}, ref = 'refs/heads/main') =>
  Promise.all(['1', '2'].map((runId) => scene.go(inputs, { runId, ref })))

/** Every build waits for that of the other run, so that both have looked before either has pushed. */
const together = (...steps: string[]) => ({
  differs: true,
  steps: Object.fromEntries(steps.map((step) => [step, { meets: 2 }])),
})

const resultsOf = (results: Awaited<ReturnType<typeof goTwice>>) =>
  results.map(({ outputs }) => outputs.result).toSorted()

describe('two runs of one commit at once', () => {
  test('push two images under one tag: both deploy the one that the registry kept', async () => {
    await using scene = await createScene({
      serviceCommits: [
        { Dockerfile: 'FROM scratch\nCOPY app.txt /app.txt\nRUN make\n', 'app.txt': 'one\n' },
        { 'app.txt': 'two\n' },
      ],
      builder: together('make'),
    })
    const { facts, catalog, config } = scene
    const results = await goTwice(scene)
    for (const { exitCode, stdout } of results) expect(exitCode, stdout).toBe(0)
    expect(await scene.builder.calls('build')).toHaveLength(2)
    const digest = (await catalog.image({ ...facts, repository: facts.ecrRepository }, facts.head))?.digest
    expect(results.map(({ outputs }) => outputs.digest)).toEqual([digest, digest])
    expect(await config.file(FILE)).toContain(facts.head)
    expect(resultsOf(results)).toEqual(['deployed', 'unchanged'])
    const [commit, ...older] = await config.log()
    expect(older).toHaveLength(1)
    expect(commit?.message).toContain(`Image-Digest: ${digest}`)
  })

  test('of several images: each is one image in both outputs, and there is one commit', async () => {
    await using scene = await createMonorepo({ builder: together(...NAMES.map((name) => `make ${name}`)) })
    const { facts, config } = scene
    const results = await goTwice(scene)
    for (const { exitCode, stdout } of results) expect(exitCode, stdout).toBe(0)
    expect(await scene.builder.calls('build')).toHaveLength(2 * NAMES.length)
    expect(resultsOf(results)).toEqual(['deployed', 'unchanged'])
    const log = await config.log()
    expect(log).toHaveLength(2)
    for (const name of NAMES) {
      const digest = await digestOf(scene, name)
      for (const { outputs } of results) expect(imagesOf(outputs)[name]?.digest).toBe(digest)
      expect(log[0]?.message).toContain(`Image-Digest: ${digest}`)
      expect(await config.file(fileOf(name))).toContain(`newTag: "${facts.head}"`)
    }
    // An immutable tag refused one push of each image, and the line under its name says what was done about it.
    const told = results.map(({ stdout }) => stdout).join('\n')
    for (const name of NAMES) {
      expect(told).toMatch(new RegExp(`\\n\\[${name}\\] The engine reported a failure, but the registry has`))
    }
  })

  test('that both create the repositories: each is made once, and nobody fails', async () => {
    await using scene = await createMonorepo({
      repositories: [],
      builder: together(...NAMES.map((name) => `make ${name}`)),
    })
    // Neither answers the question for the repositories before the other has asked it.
    scene.ecr.fail({ delayMs: 500 }, { on: 'CreateRepository', times: 3 })
    const results = await goTwice(scene, { 'create-repository': 'true' })
    for (const { exitCode, stdout } of results) expect(exitCode, stdout).toBe(0)
    expect(resultsOf(results)).toEqual(['deployed', 'unchanged'])
    expect(scene.requests().ecr.filter((action) => action === 'CreateRepository')).toHaveLength(6)
    const created = await scene.catalog.repositories(scene.facts)
    expect(created.map(({ name }) => name).toSorted()).toEqual(NAMES.map(repositoryOf).toSorted())
    for (const name of NAMES) {
      const digest = await digestOf(scene, name)
      for (const { outputs } of results) expect(imagesOf(outputs)[name]?.digest).toBe(digest)
    }
  })
})

describe('two runs of one release at once', () => {
  test('put the version on each image once, and both go on with it', async () => {
    await using scene = await createMonorepo()
    for (const name of NAMES) await scene.putImage(repositoryOf(name), scene.facts.head)
    // Both have found that the version is not there before either has put it.
    scene.ecr.fail({ delayMs: 1000 }, { on: 'PutImage', times: NAMES.length })
    const tagged = Object.fromEntries(NAMES.map((name) => [name, { tag: 'v1.2.3' }]))
    const results = await goTwice(scene, { images: imagesInput(tagged) }, 'refs/tags/v1.2.3')
    for (const { exitCode, stdout } of results) expect(exitCode, stdout).toBe(0)
    expect(resultsOf(results)).toEqual(['deployed', 'unchanged'])
    expect(scene.requests().ecr.filter((action) => action === 'PutImage')).toHaveLength(2 * NAMES.length)
    for (const name of NAMES) {
      const digest = await digestOf(scene, name)
      expect(await digestOf(scene, name, 'v1.2.3')).toBe(digest)
      for (const { outputs } of results)
        expect(imagesOf(outputs)[name]).toMatchObject({ digest, reused: true })
    }
    expect(await scene.builder.calls()).toEqual([])
  })
})

describe('a repository with mutable tags', () => {
  const warningsOf = ({ annotations }: Awaited<ReturnType<Scene['go']>>) =>
    annotations.filter(({ level }) => level === 'warning').map(({ message }) => message)

  test('is warned of once, however many images go there', async () => {
    const shared = repositoryOf('api')
    await using scene = await createMonorepo({
      repositories: [
        newRepository(shared, { mutability: 'MUTABLE' }),
        newRepository(repositoryOf('jobs'), { mutability: 'MUTABLE' }),
      ],
    })
    const images = NAMES.map((name) => ({
      name,
      repository: name === 'jobs' ? repositoryOf('jobs') : shared,
      tag: `${name}-${scene.facts.head}`,
      context: `services/${name}`,
    }))
    const result = await scene.go({ images: JSON.stringify(images), 'config-repository': '' })
    expect(result, result.stdout).toMatchObject({ exitCode: 0, outputs: { result: 'built' } })
    const warnings = warningsOf(result).filter((message) => message.includes('has mutable tags'))
    expect(warnings).toHaveLength(2)
    for (const repository of [shared, repositoryOf('jobs')]) {
      expect(warnings.filter((message) => message.includes(`ECR repository ${repository} `))).toHaveLength(1)
    }
    expect(scene.requests().ecr.filter((action) => action === 'DescribeRepositories')).toHaveLength(2)
  })
})
