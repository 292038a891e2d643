import { describe, expect, test } from 'vitest'
import type { MainResult } from '../../support/runner.ts'
import { hangs } from '../hanging-program.ts'
import { createMonorepo, digestOf, imagesOf, NAMES, repositoryOf } from '../monorepo.ts'
import type { Scene } from '../scene.ts'

const FOREVER = { times: Number.POSITIVE_INFINITY }
const hanging = (...names: readonly string[]) => ({
  steps: Object.fromEntries(names.map((name) => [`make ${name}`, { hangs: true, prints: ['making'] }])),
})

const eventsOf = ({ builder }: Scene, what: string, command = 'build') =>
  builder.journal().filter((event) => event.what === what && event.command === command)

/** All that a cancelled run must leave behind, whatever it was about to do. */
async function expectCancelled(scene: Scene, result: MainResult): Promise<void> {
  expect(result).toMatchObject({ exitCode: 1, killedBy: null, stderr: '', outputs: { result: 'failed' } })
  const errors = result.annotations.filter(({ level }) => level === 'error')
  expect(errors.map(({ properties }) => properties.title)).toEqual(['CANCELLED'])
  // A build that was stopped has not failed: its log is not reported once more.
  expect(result.stdout).not.toContain('which failed')
  expect(await scene.config.log()).toHaveLength(1)
  expect(await scene.leftovers()).toEqual([])
}

/** The next run makes what is missing, and one commit. */
async function expectCompleted(scene: Scene, builds: number): Promise<void> {
  const before = eventsOf(scene, 'begin').length
  const again = await scene.go({}, { runAttempt: '2' })
  expect(again, again.stdout).toMatchObject({ exitCode: 0, outputs: { result: 'deployed' } })
  expect(eventsOf(scene, 'begin').length - before).toBe(builds)
  for (const name of NAMES) expect(imagesOf(again.outputs)[name]?.digest).toBe(await digestOf(scene, name))
  expect(await scene.config.log()).toHaveLength(2)
}

describe('a cancel', () => {
  test('while three builds run interrupts every one of them', async () => {
    await using scene = await createMonorepo({ builder: hanging(...NAMES) })
    await using step = scene.start()
    await step.until(async () => (await scene.builder.hanging()).length === NAMES.length)
    const sent = performance.now()
    const result = await step.kill('SIGTERM')
    expect(performance.now() - sent).toBeLessThan(7_500)
    await expectCancelled(scene, result)
    expect(eventsOf(scene, 'interrupted')).toHaveLength(NAMES.length)
    expect(await step.survivors()).toEqual([])
    for (const name of NAMES)
      expect(await scene.catalog.images({ ...scene.facts, repository: repositoryOf(name) })).toEqual([])
    await scene.builder.rewrite({})
    await expectCompleted(scene, NAMES.length)
  })

  test('keeps what is pushed, and the next run builds the rest', async () => {
    await using scene = await createMonorepo({ builder: hanging('web', 'jobs') })
    await using step = scene.start()
    await step.until(async () => (await scene.builder.hanging()).length === 2 && (await hasImage(scene)))
    const result = await step.kill('SIGTERM')
    await expectCancelled(scene, result)
    const api = await digestOf(scene, 'api')
    for (const name of ['web', 'jobs']) expect(await digestOf(scene, name)).toBeUndefined()
    await scene.builder.rewrite({})
    await expectCompleted(scene, 2)
    expect(await digestOf(scene, 'api')).toBe(api)
  })

  test('while three pushes wait for the registry leaves layers, and no tag', async () => {
    await using scene = await createMonorepo()
    scene.registry.fail('hang', { on: 'PutManifest', ...FOREVER })
    await using step = scene.start()
    const waiting = () => scene.registry.requests.filter(({ action }) => action === 'PutManifest').length
    await step.until(() => waiting() === NAMES.length)
    const result = await step.kill('SIGTERM')
    await expectCancelled(scene, result)
    expect(await step.survivors()).toEqual([])
    for (const name of NAMES) expect(await digestOf(scene, name)).toBeUndefined()
    scene.registry.heal()
    await expectCompleted(scene, NAMES.length)
  })

  test.each([
    ['an engine is looked for', 'docker', ''],
    ['git tells what is checked out', 'git', 'status'],
    ['git tells when the commit was made', 'git', 'show'],
  ])('while %s, and does not answer, ends in time', async (_, program, command) => {
    await using scene = await createMonorepo()
    const { asked } = await hangs(scene, program, command)
    await using step = scene.start()
    await step.until(asked)
    const sent = performance.now()
    const result = await step.kill('SIGINT')
    expect(performance.now() - sent).toBeLessThan(7_500)
    await expectCancelled(scene, result)
    expect(await scene.builder.calls()).toEqual([])
    expect(await step.survivors()).toEqual([])
  })

  test('of builds that push nothing stops them as well', async () => {
    await using scene = await createMonorepo({ builder: hanging(...NAMES) })
    await using step = scene.start({ push: 'false', 'max-parallel': '2' })
    await step.until(async () => (await scene.builder.hanging()).length === 2)
    const result = await step.kill('SIGINT')
    await expectCancelled(scene, result)
    expect(eventsOf(scene, 'begin')).toHaveLength(2)
    expect(eventsOf(scene, 'interrupted')).toHaveLength(2)
    expect(await step.survivors()).toEqual([])
    expect(scene.requests()).toMatchObject({ oidc: [], ecr: [], registry: [] })
    expect(scene.requests().git).not.toContain('receive-pack')
  })

  test('starts none of the builds that wait for their turn', async () => {
    await using scene = await createMonorepo({ builder: hanging(...NAMES) })
    await using step = scene.start({ 'max-parallel': '1' })
    await step.until(() => scene.builder.isHanging())
    const result = await step.kill('SIGTERM')
    await expectCancelled(scene, result)
    expect(eventsOf(scene, 'begin')).toHaveLength(1)
    for (const name of ['web', 'jobs']) expect(result.stdout).not.toMatch(new RegExp(`^\\[${name}\\]`, 'm'))
    await scene.builder.rewrite({})
    await expectCompleted(scene, NAMES.length)
  })
})

/** The push of the one image that is built at once. */
async function hasImage(scene: Scene): Promise<boolean> {
  return (await digestOf(scene, 'api')) !== undefined && eventsOf(scene, 'end', 'push').length === 1
}
