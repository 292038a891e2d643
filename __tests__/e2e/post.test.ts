import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createScene, type Scene } from './scene.ts'

const NAME = 'ecr-gitops-deploy-0123456789abcdef'

const deploys = async ({ config }: Scene): Promise<number> => (await config.log()).length - 1

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGKILL'] as const
const EARLY = SIGNALS.flatMap((name) => [25, 60, 100].map((afterMs) => ({ name, afterMs })))

describe('a main step that ends before it has saved its state', () => {
  test.concurrent.for(EARLY)(
    'by $name after $afterMs ms: post asks nobody, and deploys nothing',
    async (signal) => {
      await using scene = await createScene()
      await scene.haveImage()
      const ended = await scene.go({}, { signal })
      const [before, commits] = [scene.requests(), await deploys(scene)]
      expect(await ended.post()).toMatchObject({ exitCode: 0, stdout: '', stderr: '', outputs: {} })
      expect(scene.requests()).toEqual(before)
      expect(await deploys(scene)).toBe(commits)
      expect(await scene.leftovers()).toEqual([])
    },
  )

  test.each([
    ['on a full disk', '/dev/full', 'no space left on device'],
    ['where it is gone', '/nothing/here', 'Missing file at path: /nothing/here'],
  ])(
    'because its state cannot be written %s: a reason, and neither step does anything',
    async (_, path, why) => {
      await using scene = await createScene()
      await scene.haveImage()
      const failed = await scene.go({}, { env: { ...scene.env, GITHUB_STATE: path } })
      expect(failed).toMatchObject({ exitCode: 1, stderr: '', state: {}, outputs: { result: 'failed' } })
      expect(failed.annotations).toMatchObject([
        { level: 'error', message: expect.stringContaining(why), properties: { title: 'RUNNER_DISK' } },
      ])
      expect(await failed.post()).toMatchObject({ exitCode: 0, stdout: '', stderr: '' })
      expect(Object.values(scene.requests()).flat()).toEqual([])
      expect(await scene.leftovers()).toEqual([])
    },
  )
})

describe('a state that somebody else has written', () => {
  /** Runs post with this state after a main step that has saved none. */
  async function postWith(scene: Scene, env: Record<string, string>) {
    const failed = await scene.go({}, { env: { ...scene.env, GITHUB_STATE: '/dev/full' } })
    return failed.post({ env })
  }

  test.each([
    ['beside RUNNER_TEMP', ({ home }: Scene) => join(home, NAME)],
    ['below a folder of RUNNER_TEMP', ({ temp }: Scene) => join(temp, 'other', NAME)],
    ['by another name', ({ temp }: Scene) => join(temp, 'ecr-gitops-deploy-mine')],
    ['by a way around', ({ temp, home }: Scene) => `${temp}/../${home.split('/').at(-1)}/${NAME}`],
  ])('removes nothing %s', async (_, place) => {
    await using scene = await createScene()
    const path = place(scene)
    await mkdir(path, { recursive: true })
    await writeFile(join(path, 'kept'), 'kept')
    const post = await postWith(scene, { STATE_workspace: path })
    expect(post).toMatchObject({ exitCode: 0, stderr: '' })
    expect(post.annotations).toMatchObject([
      { level: 'warning', message: expect.stringContaining('left alone') },
    ])
    expect(await readFile(join(path, 'kept'), 'utf8')).toBe('kept')
  })

  test('removes a link, and nothing of what it leads to', async () => {
    await using scene = await createScene()
    await writeFile(join(scene.home, 'kept'), 'kept')
    await mkdir(scene.temp, { recursive: true })
    await symlink(scene.home, join(scene.temp, NAME))
    const post = await postWith(scene, { STATE_workspace: join(scene.temp, NAME) })
    expect(post).toMatchObject({ exitCode: 0, stdout: '', stderr: '' })
    expect(await scene.leftovers()).toEqual([])
    expect(await readFile(join(scene.home, 'kept'), 'utf8')).toBe('kept')
  })

  test('is reported as one warning, whatever it holds', async () => {
    await using scene = await createScene()
    const temp = join(scene.root, 'a%0A\r\n::error::b')
    await writeFile(temp, 'no folder')
    const post = await postWith(scene, { RUNNER_TEMP: temp, STATE_workspace: join(temp, NAME) })
    expect(post).toMatchObject({ exitCode: 0, stderr: '' })
    expect(post.stdout.trimEnd().split(/\r|\n/)).toHaveLength(1)
    expect(post.annotations).toMatchObject([{ level: 'warning', message: expect.stringContaining(NAME) }])
  })
})
