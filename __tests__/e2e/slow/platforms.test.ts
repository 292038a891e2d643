import { describe, expect, test } from 'vitest'
import { newRepository } from '../../support/image-store.ts'
import type { MainResult } from '../../support/runner.ts'
import { imagesOf } from '../monorepo.ts'
import { createScene, FILE, NAME, type Scene } from '../scene.ts'

const ARM = { platforms: 'linux/arm64' }
const READING = ['GetDownloadUrlForLayer']
const readings = ({ ecr }: Scene) => ecr.requests.filter(({ action }) => READING.includes(action)).length
const warningsOf = ({ annotations }: MainResult) =>
  annotations.filter(({ level }) => level === 'warning').map(({ message }) => message)
const put = ({ putImage, facts }: Scene, platform: string, tag = facts.head) =>
  putImage(facts.ecrRepository, tag, { platform })

/** Refused for the platform alone, and nothing was built or deployed. */
async function expectRefusal(scene: Scene, result: MainResult, what: string): Promise<void> {
  expect(result.exitCode, result.stdout).toBe(1)
  expect(result.annotations).toMatchObject([
    { level: 'error', properties: { title: 'IMAGE_PLATFORM_MISSING' } },
  ])
  expect(result.annotations[0]?.message).toContain(what)
  expect(await scene.config.log()).toHaveLength(1)
}

describe('an image of another platform than asked for', () => {
  test.each([{}, { 'dry-run': 'true' }, { build: 'never' }])('is not deployed: %j', async (inputs) => {
    await using scene = await createScene()
    await put(scene, 'linux/amd64')
    const result = await scene.go({ ...ARM, ...inputs })
    await expectRefusal(scene, result, 'without linux/arm64: it has linux/amd64')
    expect(await scene.builder.calls()).toEqual([])
    if ('build' in inputs) return
    expect(result.annotations[0]?.message).toContain(`\${{ github.sha }}-arm64`)
    expect(imagesOf(result.outputs)[NAME]?.digest).toBeNull()
  })

  test('gets no version', async () => {
    await using scene = await createScene()
    await put(scene, 'linux/amd64')
    const result = await scene.go({ ...ARM, tag: 'v1.2.3' }, { ref: 'refs/tags/v1.2.3' })
    await expectRefusal(scene, result, 'which v1.2.3 is to be put on')
    expect(scene.requests().ecr).not.toContain('PutImage')
  })

  test('is not deployed either where the engine has made it of its base image', async () => {
    await using scene = await createScene({ builder: { builds: 'linux/amd64' } })
    await expectRefusal(scene, await scene.go(ARM), 'was built and pushed, but without linux/arm64')
  })

  test.each(['IMMUTABLE', 'MUTABLE'] as const)(
    'is not deployed after a race of two jobs under one %s tag',
    async (mutability) => {
      await using scene = await createScene({
        repositories: [newRepository('kubeadm_ec2_cluster/identity-service', { mutability })],
        serviceCommits: [
          { Dockerfile: 'FROM scratch\nCOPY app.txt /app.txt\nRUN make\n', 'app.txt': 'one\n' },
          { 'app.txt': 'two\n' },
        ],
        builder: { steps: { make: { meets: 2 } } },
      })
      const platforms = ['linux/amd64', 'linux/arm64']
      const results = await Promise.all(
        platforms.map((platform, at) => scene.go({ platforms: platform }, { runId: `${at}` })),
      )
      for (const [at, result] of results.entries()) {
        const [error] = result.annotations.filter(({ level }) => level === 'error')
        const deployed = result.exitCode === 0 ? imagesOf(result.outputs)[NAME]?.platforms : undefined
        expect([deployed, error?.properties.title], result.stdout).toEqual(
          result.exitCode === 0 ? [[platforms[at]], undefined] : [undefined, 'IMAGE_PLATFORM_MISSING'],
        )
      }
      // In a mutable repository the first may have been confirmed before the second pushed over it.
      if (mutability === 'IMMUTABLE')
        expect(results.map(({ exitCode }) => exitCode).toSorted()).toEqual([0, 1])
    },
  )
})

describe('an image of the platform that is asked for', () => {
  test('is deployed, and its platform is an output', async () => {
    await using scene = await createScene()
    await put(scene, 'linux/arm64/v8')
    const result = await scene.go(ARM)
    expect(result, result.stdout).toMatchObject({ exitCode: 0, outputs: { result: 'deployed' } })
    expect(imagesOf(result.outputs)[NAME]).toMatchObject({ reused: true, platforms: ['linux/arm64/v8'] })
    expect(readings(scene)).toBe(1)
    expect(await scene.leaks(result)).toEqual([])
  })

  test('says so as well when this run has built it', async () => {
    await using scene = await createScene()
    const result = await scene.go(ARM)
    expect(result, result.stdout).toMatchObject({ exitCode: 0, outputs: { result: 'deployed' } })
    expect(imagesOf(result.outputs)[NAME]).toMatchObject({ reused: false, platforms: ['linux/arm64'] })
    expect(warningsOf(result)).toEqual([])
  })

  test('gets the version, and is read once', async () => {
    await using scene = await createScene()
    await put(scene, 'linux/arm64')
    const result = await scene.go({ ...ARM, tag: 'v1.2.3' }, { ref: 'refs/tags/v1.2.3' })
    expect(result, result.stdout).toMatchObject({ exitCode: 0, outputs: { tag: 'v1.2.3' } })
    expect(imagesOf(result.outputs)[NAME]).toMatchObject({ reused: true, platforms: ['linux/arm64'] })
    expect(readings(scene)).toBe(1)
  })
})

test('a run that asks for no platform makes no request for it', async () => {
  await using scene = await createScene()
  await put(scene, 'linux/amd64')
  expect((await scene.go()).exitCode).toBe(0)
  expect(readings(scene)).toBe(0)
  expect(scene.ecr.layers.requests).toEqual([])
})

test.each([{}, { tag: 'v1.2.3' }])(
  'where the platform cannot be read, a warning says so and what to change: %j',
  async (inputs) => {
    await using scene = await createScene()
    await put(scene, 'linux/amd64')
    scene.ecr.settings.denied = ['ecr:GetDownloadUrlForLayer']
    const result = await scene.go({ ...ARM, ...inputs }, { ref: 'refs/tags/v1.2.3' })
    expect(result, result.stdout).toMatchObject({ exitCode: 0, outputs: { result: 'deployed' } })
    expect(warningsOf(result)).toEqual([
      expect.stringMatching(/is for linux\/arm64 is not known: .* Allow ecr:GetDownloadUrlForLayer on arn:/),
    ])
    expect(imagesOf(result.outputs)[NAME]).toMatchObject({ platforms: [] })
    expect(await scene.config.file(FILE)).toContain(inputs.tag ?? scene.facts.head)
  },
)
