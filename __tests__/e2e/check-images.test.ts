import { describe, expect, test } from 'vitest'
import { createMonorepo, imagesOf, NAMES, productionOf, repositoryOf } from './monorepo.ts'
import type { Scene, SceneOptions } from './scene.ts'

const PULL_REQUEST = {
  event: {
    name: 'pull_request',
    payload: {
      number: 7,
      pull_request: { head: { repo: { full_name: 'acme/identity-service' } }, base: { ref: 'main' } },
    },
  },
  ref: 'refs/pull/7/merge',
}
const builds = { builder: { steps: { 'make web': { prints: ['web.c:1: error'], exitCode: 2 } } } }

const check = (scene: Scene, inputs: Record<string, string> = {}) => scene.go(inputs, PULL_REQUEST)
const open = (options?: SceneOptions) => createMonorepo(options)

async function expectNothingLeft(scene: Scene): Promise<void> {
  const { git, ...asked } = scene.requests()
  expect(asked).toEqual({ oidc: [], sts: [], ecr: [], registry: [], github: [] })
  // The overlays are looked at, and not written to.
  expect(git).not.toContain('receive-pack')
  expect(await scene.builder.calls('push')).toEqual([])
  expect(await scene.leftovers()).toEqual([])
}

describe('a pull request of a monorepo', () => {
  test('builds every image at once, and pushes none', async () => {
    await using scene = await open({
      builder: { steps: Object.fromEntries(NAMES.map((name) => [`make ${name}`, { prints: ['made'] }])) },
    })
    const result = await check(scene)
    expect(result, result.stdout).toMatchObject({ exitCode: 0, stderr: '', outputs: { result: 'checked' } })
    expect(result.stdout).toContain('::group::Build 3 images with buildah, 3 at once\n')
    for (const name of NAMES) expect(result.stdout).toContain(`\n[${name}] made\n`)
    const calls = await scene.builder.calls('build')
    expect(calls.map(({ argv }) => argv.at(-1)).toSorted()).toEqual(
      NAMES.map((name) => `services/${name}`).toSorted(),
    )
    for (const { argv } of calls) expect(argv.filter((word) => word.startsWith('--tag'))).toEqual([])
    await expectNothingLeft(scene)
  })

  test('says which overlays a merge concerns, image by image', async () => {
    await using scene = await open()
    const result = await check(scene)
    const summary = result.summary.replaceAll(/\\|<wbr>/g, '')
    for (const name of NAMES) {
      expect(imagesOf(result.outputs)[name]?.overlays).toEqual({ [productionOf(name)]: 'checked' })
      expect(summary).toMatch(
        new RegExp(`\\| <code>${productionOf(name)}</code> \\| <code>${name}</code> .*\\| checked \\|`),
      )
      expect(summary).toMatch(new RegExp(`\\| <code>${name}</code> .*\\| checked \\| \\d`))
      expect(summary).toMatch(new RegExp(`^- <code>${repositoryOf(name)}:`, 'm'))
    }
  })

  test('is red at the line of the one that does not build, after all of them were built', async () => {
    await using scene = await open(builds)
    const result = await check(scene)
    expect(result).toMatchObject({ exitCode: 1, outputs: { result: 'failed' } })
    expect(result.annotations.filter(({ level }) => level === 'error')).toMatchObject([
      {
        properties: { title: 'BUILD_FAILED', file: 'services/web/Dockerfile', line: '3' },
        message: expect.stringContaining('web.c:1: error'),
      },
    ])
    expect(await scene.builder.calls('build')).toHaveLength(NAMES.length)
    for (const name of ['api', 'jobs'])
      expect(result.stdout).toMatch(new RegExp(`\\n\\[${name}\\] done in \\d+\\.\\d s\\n`))
    await expectNothingLeft(scene)
  })

  test('waits for its turn under max-parallel', async () => {
    await using scene = await open()
    const result = await check(scene, { 'max-parallel': '1' })
    expect(result.exitCode, result.stdout).toBe(0)
    const order = scene.builder.journal().map(({ what }) => what)
    expect(order).toEqual(NAMES.flatMap(() => ['begin', 'end']))
  })

  test('with build: never builds nothing', async () => {
    await using scene = await open()
    const result = await check(scene, { build: 'never' })
    expect(result, result.stdout).toMatchObject({ exitCode: 0, outputs: { result: 'checked' } })
    expect(await scene.builder.calls()).toEqual([])
  })
})
