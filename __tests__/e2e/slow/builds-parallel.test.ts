import { describe, expect, test } from 'vitest'
import { type BuilderEvent, mostAtOnce } from '../builder-journal.ts'
import { createMonorepo, digestOf, imagesOf, NAMES, repositoryOf } from '../monorepo.ts'
import type { Scene } from '../scene.ts'

/** Images of one folder, so that one step of its Dockerfile is a step of all. */
const workers = ({ facts }: Scene, count: number): string =>
  JSON.stringify(
    Array.from({ length: count }, (_, index) => ({
      name: `worker-${index}`,
      repository: repositoryOf('api'),
      tag: `worker-${index}-${facts.head}`,
      context: 'services/api',
    })),
  )

const argumentsOf = (events: readonly BuilderEvent[], command: string) =>
  events.filter((event) => event.command === command && event.what === 'begin').map(({ subject }) => subject)

describe('max-parallel', () => {
  // The builds wait for each other, so a limit that is lower than said would show as well as one that is higher.
  test.each([1, 2, 6])('%i builds at once, and no more', async (limit) => {
    await using scene = await createMonorepo({
      builder: { steps: { 'make api': { meets: limit, takesMs: 100 } } },
    })
    const count = limit + 2
    const result = await scene.go({
      images: workers(scene, count),
      'config-repository': '',
      'config-token': '',
      'max-parallel': String(limit),
    })
    expect(result, result.stdout).toMatchObject({ exitCode: 0, outputs: { result: 'built' } })
    expect(result.stdout).toContain(
      `::group::Build and push ${count} images with buildah, ${limit} at once\n`,
    )
    const events = scene.builder.journal()
    expect(argumentsOf(events, 'build')).toHaveLength(count)
    expect(argumentsOf(events, 'push')).toHaveLength(count)
    expect(mostAtOnce(events)).toBe(limit)
  })

  test('that is no number from 1 is refused before anything starts', async () => {
    await using scene = await createMonorepo()
    const result = await scene.go({ 'max-parallel': '0' })
    expect(result.annotations).toMatchObject([{ properties: { title: 'INPUT_INVALID' } }])
    expect(result.annotations[0]?.message).toContain('max-parallel')
    expect(scene.requests().oidc).toEqual([])
  })
})

describe('a registry that stumbles over one push of three', () => {
  test('gets that image once more, which is not built again', async () => {
    await using scene = await createMonorepo()
    scene.registry.fail({ status: 503 }, { on: 'PutManifest' })
    const result = await scene.go()
    expect(result, result.stdout).toMatchObject({ exitCode: 0, outputs: { result: 'deployed' } })
    const events = scene.builder.journal()
    expect(argumentsOf(events, 'build')).toHaveLength(NAMES.length)
    const pushes = argumentsOf(events, 'push')
    expect(pushes).toHaveLength(NAMES.length + 1)
    const again = pushes.find((reference, index) => pushes.indexOf(reference) !== index) ?? ''
    const name = NAMES.find((one) => again.includes(repositoryOf(one)))
    const lines = result.stdout.split('\n')
    const retries = lines.filter((line) => line.includes('trying again'))
    expect(retries).toEqual([expect.stringContaining('(attempt 1 of 3)')])
    expect(retries[0]).toMatch(new RegExp(`^\\[${name}\\] `))
    expect(lines.filter((line) => line.includes('status: 503'))).toEqual([
      expect.stringMatching(new RegExp(`^\\[${name}\\] .*503`)),
    ])
    for (const one of NAMES) expect(imagesOf(result.outputs)[one]?.digest).toBe(await digestOf(scene, one))
  })

  test('for ever is red for that image, and says so of no other', async () => {
    await using scene = await createMonorepo({
      builder: { steps: { 'make web': { waits: true } } },
    })
    await using step = scene.start()
    const pushed = () => scene.builder.journal().filter((one) => one.what === 'end' && one.command === 'push')
    await step.until(() => pushed().length === 2)
    scene.registry.fail({ status: 503 }, { on: 'PutManifest', times: Number.POSITIVE_INFINITY })
    await scene.builder.release()
    const result = await step.end
    expect(result.exitCode).toBe(1)
    expect(result.annotations).toMatchObject([{ properties: { title: 'REGISTRY_UNAVAILABLE' } }])
    expect(result.annotations[0]?.message).toContain(`${repositoryOf('web')}:${scene.facts.head}`)
    expect(imagesOf(result.outputs)).toMatchObject({
      api: { digest: await digestOf(scene, 'api') },
      web: { digest: null },
      jobs: { digest: await digestOf(scene, 'jobs') },
    })
    expect(await scene.config.log()).toHaveLength(1)
    scene.registry.heal()
    const before = argumentsOf(scene.builder.journal(), 'build').length
    expect((await scene.go()).outputs.result).toBe('deployed')
    expect(argumentsOf(scene.builder.journal(), 'build').slice(before)).toEqual(['services/web'])
  })
})
