import { describe, expect, test } from 'vitest'
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

const tagIn = async ({ config }: Scene, name: string): Promise<string | undefined> =>
  /newTag: "?([^"\n]+)/.exec((await config.file(fileOf(name))) ?? '')?.[1]

describe('several images', () => {
  test('may have names that no file could have', async () => {
    await using scene = await createMonorepo()
    const names = ['x'.repeat(300), '../../etc', '\ud800']
    const images = names.map((name, index) => ({
      name,
      repository: repositoryOf(NAMES[index] ?? ''),
      context: 'services/api',
    }))
    const inputs = { images: JSON.stringify(images), 'config-repository': '' }
    const result = await scene.go(inputs)
    expect(result, result.stdout).toMatchObject({ exitCode: 0, outputs: { result: 'built' } })
    expect(Object.keys(imagesOf(result.outputs))).toHaveLength(3)
    expect(await scene.leftovers()).toEqual([])
  })

  test('are built at once, and deployed by one commit', async () => {
    await using scene = await createMonorepo()
    const { facts, config } = scene
    const result = await scene.go()
    expect(result).toMatchObject({ exitCode: 0, stderr: '' })
    expect(result.outputs.result).toBe('deployed')
    const digests = await Promise.all(NAMES.map((name) => digestOf(scene, name)))
    expect(imagesOf(result.outputs)).toEqual(
      Object.fromEntries(
        NAMES.map((name, index) => [
          name,
          {
            repository: repositoryOf(name),
            repositoryUrl: `${facts.host}/${repositoryOf(name)}`,
            tag: facts.head,
            digest: digests[index],
            reused: false,
            platforms: [],
            overlays: { [productionOf(name)]: 'deployed' },
          },
        ]),
      ),
    )
    const [commit, ...older] = await config.log()
    expect(older).toHaveLength(1)
    expect(commit?.message).toMatch(/^deploy\(api, web, jobs\): /)
    for (const name of NAMES) expect(await tagIn(scene, name)).toBe(facts.head)
    expect(scene.requests().sts).toHaveLength(1)
    expect(scene.requests().ecr.filter((action) => action === 'GetAuthorizationToken')).toHaveLength(1)
  })

  test('are reported in one group, each line by the name of its image', async () => {
    await using scene = await createMonorepo({
      builder: { steps: { 'make api': { prints: ['compiling'] } } },
    })
    const { stdout } = await scene.go()
    expect(stdout).toContain('::group::Build and push 3 images with buildah, 3 at once')
    expect(stdout).toContain('\n[api] compiling\n')
    expect(stdout).toMatch(/\n\[web\] done in \d+\.\d s\n/)
  })

  test('of a commit that is deployed already cost one look-up for each repository, and nothing more', async () => {
    await using scene = await createMonorepo()
    expect((await scene.go()).exitCode).toBe(0)
    const before = scene.requests()
    const tip = await scene.config.tip()
    const builds = (await scene.builder.calls()).length
    const result = await scene.go()
    expect(result).toMatchObject({ exitCode: 0, outputs: { result: 'unchanged' } })
    const since = (part: keyof typeof before) => scene.requests()[part].slice(before[part].length)
    expect(since('oidc')).toHaveLength(1)
    expect(since('sts')).toHaveLength(1)
    expect(since('ecr').toSorted()).toEqual([...NAMES.map(() => 'BatchGetImage'), 'GetAuthorizationToken'])
    expect(since('registry')).toEqual([])
    expect(since('github').length).toBeLessThanOrEqual(1)
    expect(since('git').filter((action) => action.includes('receive-pack'))).toEqual([])
    expect((await scene.builder.calls()).length).toBe(builds)
    expect(await scene.config.tip()).toBe(tip)
  })

  test('in one repository are looked up together', async () => {
    await using scene = await createMonorepo()
    const { head } = scene.facts
    const images = JSON.stringify(
      NAMES.map((name) => ({
        name,
        repository: repositoryOf('api'),
        tag: `${name}-${head}`,
        context: `services/${name}`,
        overlays: productionOf(name),
      })),
    )
    const result = await scene.go({ images, retarget: 'true' })
    expect(result.exitCode, result.stdout).toBe(0)
    const lookUps = scene.ecr.requests.filter(({ action }) => action === 'BatchGetImage')
    // One for all of them, and one for each push that is confirmed.
    expect(lookUps).toHaveLength(1 + NAMES.length)
    for (const name of NAMES) expect(await tagIn(scene, name)).toBe(`${name}-${head}`)
  })
})

describe('a build that fails among several', () => {
  const BROKEN = { steps: { 'make web': { prints: ['web.c:1: error'], exitCode: 2 } } }

  test('ends no other, commits nothing, and is reported once more in one piece', async () => {
    await using scene = await createMonorepo({ builder: BROKEN })
    const tip = await scene.config.tip()
    const result = await scene.go()
    expect(result.exitCode).toBe(1)
    expect(result.annotations).toMatchObject([
      {
        level: 'error',
        properties: { title: 'BUILD_FAILED', file: 'services/web/Dockerfile', line: '3' },
        message: expect.stringContaining('web.c:1: error'),
      },
    ])
    expect(result.stdout).toContain('::group::Log of web, which failed')
    expect(await scene.config.tip()).toBe(tip)
    expect(await digestOf(scene, 'web')).toBeUndefined()
    for (const name of ['api', 'jobs']) expect(await digestOf(scene, name)).toBeDefined()
    expect(imagesOf(result.outputs)).toMatchObject({
      api: { digest: await digestOf(scene, 'api'), overlays: { [productionOf('api')]: 'failed' } },
      web: { digest: null },
    })
  })

  test('leaves what was pushed to the next run, which builds the rest', async () => {
    await using scene = await createMonorepo({ builder: BROKEN })
    expect((await scene.go()).exitCode).toBe(1)
    const pushed = await digestOf(scene, 'api')
    const builds = async () => (await scene.builder.calls('build')).length
    const before = await builds()
    const result = await scene.go({ images: imagesInput({ web: { context: 'services/jobs' } }) })
    expect(result).toMatchObject({ exitCode: 0, outputs: { result: 'deployed' } })
    expect((await builds()) - before).toBe(1)
    expect(imagesOf(result.outputs)).toMatchObject({
      api: { reused: true, digest: pushed },
      web: { reused: false },
    })
    expect(await scene.config.log()).toHaveLength(2)
  })
})

describe('fan-in', () => {
  test('of a matrix makes one commit of what its jobs have built', async () => {
    await using scene = await createMonorepo()
    const tip = await scene.config.tip()
    const alone = (name: string) => ({
      images: '',
      repository: repositoryOf(name),
      context: `services/${name}`,
      'config-repository': '',
      'config-token': '',
    })
    for (const name of NAMES) expect((await scene.go(alone(name))).outputs.result).toBe('built')
    expect(await scene.config.tip()).toBe(tip)
    const builds = (await scene.builder.calls()).length
    const result = await scene.go({ build: 'never' })
    expect(result).toMatchObject({ exitCode: 0, outputs: { result: 'deployed' } })
    expect((await scene.builder.calls()).length).toBe(builds)
    expect(await scene.config.log()).toHaveLength(2)
    for (const name of NAMES) expect(await tagIn(scene, name)).toBe(scene.facts.head)
  })

  test('names every image that is not there yet', async () => {
    await using scene = await createMonorepo()
    await scene.putImage(repositoryOf('api'), scene.facts.head)
    const result = await scene.go({ build: 'never' })
    expect(
      result.annotations.map(({ properties: { title }, message }) => [title, message.split(' is not')[0]]),
    ).toEqual(
      ['web', 'jobs'].map((name) => [
        'IMAGE_MISSING',
        `${scene.facts.host}/${repositoryOf(name)}:${scene.facts.head}`,
      ]),
    )
    expect(await scene.config.log()).toHaveLength(1)
  })
})
