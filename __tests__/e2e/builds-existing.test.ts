import { describe, expect, test } from 'vitest'
import {
  createMonorepo,
  digestOf,
  errorsOf,
  expectUntouched,
  imagesInput,
  imagesOf,
  NAMES,
  repositoryOf,
} from './monorepo.ts'
import { createScene, FILE } from './scene.ts'

const REVISION = 'org.opencontainers.image.revision'

describe('an image that has the tag already', () => {
  test('and says that it is of another commit is not deployed', async () => {
    await using scene = await createScene()
    const { facts } = scene
    const [other = ''] = facts.commits
    await scene.putImage(facts.ecrRepository, facts.head, { annotations: { [REVISION]: other } })
    const result = await scene.go()
    expect(result.exitCode).toBe(1)
    expect(errorsOf(result)).toMatchObject([{ properties: { title: 'IMAGE_OTHER_COMMIT' } }])
    const [error] = errorsOf(result)
    expect(error?.message).toContain(`was built from ${other}, not from ${facts.head}`)
    expect(error?.message).toContain(`\${{ github.sha }}-r\${{ github.run_id }}`)
    await expectUntouched(scene)
  })

  test.each([
    ['says that it is of this one', true],
    ['says nothing of a commit', false],
  ])('and %s is deployed as it is', async (_what, told) => {
    await using scene = await createScene()
    const { facts } = scene
    const digest = await scene.putImage(facts.ecrRepository, facts.head, {
      annotations: told ? { [REVISION]: facts.head } : { 'org.example.team': 'core' },
    })
    const result = await scene.go()
    expect(result, result.stdout).toMatchObject({ exitCode: 0, outputs: { result: 'deployed', digest } })
    expect(await scene.builder.calls()).toEqual([])
  })

  test('for fewer platforms than are wanted is not deployed, and what it has is said', async () => {
    await using scene = await createScene()
    const { facts } = scene
    await scene.putImage(facts.ecrRepository, facts.head, { platforms: ['linux/amd64'] })
    const result = await scene.go({ platforms: 'linux/amd64,linux/arm64' })
    expect(result.exitCode).toBe(1)
    expect(errorsOf(result)).toMatchObject([{ properties: { title: 'IMAGE_PLATFORM_MISSING' } }])
    const [error] = errorsOf(result)
    expect(error?.message).toContain('exists, but without linux/arm64: it has linux/amd64')
    expect(error?.message).toContain(`set the input tag to \${{ github.sha }}-amd64-arm64`)
    await expectUntouched(scene)
  })

  test('is made again under a tag with the run, as the hint says', async () => {
    await using scene = await createScene()
    const { facts } = scene
    const [other = ''] = facts.commits
    const old = await scene.putImage(facts.ecrRepository, facts.head, { annotations: { [REVISION]: other } })
    const tag = `${facts.head}-r7654321`
    const result = await scene.go({ tag })
    expect(result, result.stdout).toMatchObject({ exitCode: 0, outputs: { result: 'deployed', tag } })
    expect(result.outputs.digest).not.toBe(old)
    const place = { ...facts, repository: facts.ecrRepository }
    expect((await scene.catalog.image(place, tag))?.digest).toBe(result.outputs.digest)
    expect((await scene.catalog.image(place, facts.head))?.digest).toBe(old)
    expect(await scene.config.file(FILE)).toContain(`newTag: "${tag}"`)
  })

  test('of one repository among several stops all of them', async () => {
    await using scene = await createMonorepo()
    const { facts } = scene
    const [other = ''] = facts.commits
    await scene.putImage(repositoryOf('web'), facts.head, { annotations: { [REVISION]: other } })
    const result = await scene.go()
    expect(errorsOf(result).map(({ properties }) => properties.title)).toEqual(['IMAGE_OTHER_COMMIT'])
    expect(errorsOf(result)[0]?.message).toContain(`${facts.host}/${repositoryOf('web')}:${facts.head}`)
    await expectUntouched(scene)
  })
})

describe('build: never', () => {
  test('rolls several images back to an older commit, when on-stale says so', async () => {
    await using scene = await createMonorepo()
    const [older = ''] = scene.facts.commits
    for (const name of NAMES) await scene.putImage(repositoryOf(name), older)
    expect((await scene.go()).outputs.result).toBe('deployed')
    const builds = (await scene.builder.calls()).length
    const back = imagesInput(Object.fromEntries(NAMES.map((name) => [name, { tag: older }])))
    const late = await scene.go({ images: back, build: 'never' })
    expect(late).toMatchObject({ exitCode: 0, outputs: { result: 'superseded' } })
    const result = await scene.go({ images: back, build: 'never', 'on-stale': 'write' })
    expect(result, result.stdout).toMatchObject({ exitCode: 0, outputs: { result: 'deployed' } })
    expect((await scene.builder.calls()).length).toBe(builds)
    for (const name of NAMES) {
      expect(imagesOf(result.outputs)[name]).toMatchObject({
        tag: older,
        digest: await digestOf(scene, name, older),
      })
    }
    const [commit] = await scene.config.log()
    expect(commit?.message).toContain(`${scene.facts.head.slice(0, 7)} -> ${older.slice(0, 7)}`)
  })
})
