import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { hangs } from '../hanging-program.ts'
import { createMonorepo, errorsOf, imagesInput, NAMES } from '../monorepo.ts'
import { createScene, type Scene } from '../scene.ts'

const hangEngine = (scene: Scene) => hangs(scene, 'buildah', '--version')
/** An engine that is asked and does not answer is given up after 30 s. */
const PATIENCE_MS = 30_000

/** The clone of the config repository waits until the test lets it go. */
async function holdClone(scene: Scene): Promise<() => Promise<void>> {
  const { PATH = '' } = scene.env
  const [folder, real] = [join(scene.root, 'holding'), join(PATH.split(':')[0] ?? '', 'git')]
  const hold = join(folder, 'hold')
  const wait = `case " $* " in *' clone '*) while [ -e '${hold}' ]; do /bin/sleep 0.05; done ;; esac`
  await mkdir(folder)
  await writeFile(hold, '')
  await writeFile(join(folder, 'git'), `#!/bin/sh\n${wait}\nexec '${real}' "$@"\n`, { mode: 0o755 })
  scene.env.PATH = `${folder}:${PATH}`
  return () => rm(hold)
}

describe('the engine is asked', () => {
  test('when the registry lacks the image, before the config repository is there', async () => {
    await using scene = await createScene()
    const release = await holdClone(scene)
    await using step = scene.start()
    await step.until(async () => (await scene.builder.asked()) > 0)
    expect(scene.requests().git).toEqual([])
    await release()
    const result = await step.end
    expect(result.outputs.result, result.stdout).toBe('deployed')
    expect(await scene.builder.asked()).toBe(1)
  })

  test('at once where nothing is pushed', async () => {
    await using scene = await createScene()
    expect((await scene.go({ push: 'false' })).outputs.result).toBe('checked')
    expect(await scene.builder.asked()).toBe(1)
  })

  test.each<[string, Record<string, string>, boolean, string]>([
    ['whose image is there', {}, true, 'deployed'],
    ['of which none may be built', { build: 'never' }, true, 'deployed'],
    ['that is refused for it', { build: 'never' }, false, 'failed'],
    ['that only looks whether it could', { 'dry-run': 'true' }, true, 'dry-run'],
  ])('never in a run %s', async (_, inputs, hasImage, outcome) => {
    await using scene = await createScene()
    if (hasImage) await scene.haveImage()
    const result = await scene.go(inputs)
    expect(result.outputs.result, result.stdout).toBe(outcome)
    expect(await scene.builder.asked()).toBe(0)
  })
})

describe('an engine that does not answer', () => {
  test('holds no run that fails for something else, and is not spoken of', async () => {
    await using scene = await createScene()
    const { asked } = await hangEngine(scene)
    const release = await holdClone(scene)
    await using step = scene.start({ overlays: 'apps/nowhere' })
    await step.until(asked)
    await release()
    const result = await step.end
    expect(errorsOf(result).map(({ properties }) => properties.title)).toEqual(['OVERLAY_MISSING'])
    expect(result.durationMs).toBeLessThan(PATIENCE_MS)
    expect(await step.survivors()).toEqual([])
    expect(await scene.leftovers()).toEqual([])
  })

  test('holds no run that builds nothing after all', async () => {
    await using scene = await createMonorepo()
    await hangEngine(scene)
    const images = imagesInput(Object.fromEntries(NAMES.map((name) => [name, { paths: ['docs/**'] }])))
    await using step = scene.start({ images })
    const result = await step.end
    expect(result, result.stdout).toMatchObject({ exitCode: 0, outputs: { result: 'unchanged' } })
    expect(result.annotations.filter(({ level }) => level === 'error')).toEqual([])
    expect(result.durationMs).toBeLessThan(PATIENCE_MS)
    expect(await step.survivors()).toEqual([])
    expect(await scene.leftovers()).toEqual([])
  })

  test('is ended by a cancel, while the config repository is read', async () => {
    await using scene = await createScene()
    const { asked } = await hangEngine(scene)
    await holdClone(scene)
    await using step = scene.start()
    await step.until(asked)
    const sent = performance.now()
    const result = await step.kill('SIGTERM')
    expect(performance.now() - sent).toBeLessThan(7_500)
    expect(errorsOf(result).map(({ properties }) => properties.title)).toEqual(['CANCELLED'])
    expect(await step.survivors()).toEqual([])
    expect(await scene.leftovers()).toEqual([])
    expect(await scene.leaks(result)).toEqual([])
  })
})
