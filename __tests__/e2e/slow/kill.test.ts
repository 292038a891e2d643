import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { MainResult } from '../../support/runner.ts'
import { hangs } from '../hanging-program.ts'
import { listProcesses } from '../process-watch.ts'
import { createScene, FILE, type Scene, type SceneOptions } from '../scene.ts'

const FOREVER = { times: Number.POSITIVE_INFINITY }
const DOCKERFILE = 'FROM scratch\nCOPY app.txt /app.txt\nRUN make\n'
const SERVICE = [{ Dockerfile: DOCKERFILE, 'app.txt': 'one\n' }, { 'app.txt': 'two\n' }]

/** A place on the way of a step. What stops it there is taken away before the second run. */
interface KillPoint {
  what: string
  options?: SceneOptions
  inputs?: (scene: Scene) => Record<string, string>
  stop: (scene: Scene) => unknown
  arrived: (scene: Scene) => boolean | Promise<boolean>
  go?: (scene: Scene) => unknown
  /** Commits that are there when the step is dead. */
  landed?: true
  /** The image is in the registry when the step is dead. */
  pushed?: true
}

const seen =
  (part: 'oidc' | 'sts' | 'ecr' | 'registry' | 'git' | 'github', action?: string, count = 1) =>
  (scene: Scene): boolean =>
    scene[part].requests.filter((request) => (action ?? request.action) === request.action).length >= count

/** The part stops answering one kind of request, before or after it takes effect. */
const silence = (
  part: 'oidc' | 'sts' | 'ecr' | 'registry' | 'git' | 'github',
  { on, after }: { on?: string; after?: true } = {},
): Pick<KillPoint, 'stop' | 'arrived' | 'go'> => ({
  stop: (scene) => scene[part].fail(after ? 'hang-after' : 'hang', { ...(on ? { on } : {}), ...FOREVER }),
  arrived: seen(part, on),
  go: (scene) => scene[part].heal(),
})

const holdFile = (scene: Scene): string => join(scene.root, 'hold', 'armed')
const heldFile = (scene: Scene): string => join(scene.root, 'hold', 'held')
const exists = (path: string): Promise<boolean> =>
  readFile(path).then(
    () => true,
    () => false,
  )

/** The step's own git waits before or after one of its commands, for as long as the hold is armed. */
const holdGit = (command: string, when: 'before' | 'after'): Pick<KillPoint, 'stop' | 'arrived' | 'go'> => ({
  stop: async (scene) => {
    const folder = join(scene.root, 'hold')
    const { PATH = '' } = scene.env
    const git = join(PATH.split(':')[0] ?? '', 'git')
    const wait = `case " $* " in *' ${command} '*) [ ! -e '${holdFile(scene)}' ] || : >'${heldFile(scene)}'
  while [ -e '${holdFile(scene)}' ]; do /bin/sleep 0.05; done ;; esac`
    const run =
      when === 'before' ? `${wait}\nexec '${git}' "$@"` : `'${git}' "$@"\ncode=$?\n${wait}\nexit $code`
    await mkdir(folder)
    await writeFile(holdFile(scene), '')
    await writeFile(join(folder, 'git'), `#!/bin/sh\n${run}\n`)
    await chmod(join(folder, 'git'), 0o755)
    scene.env.PATH = `${folder}:${PATH}`
  },
  arrived: (scene) => exists(heldFile(scene)),
  go: (scene) => rm(holdFile(scene)),
})

function hangEngine(): Pick<KillPoint, 'stop' | 'arrived' | 'go'> {
  let engine: Awaited<ReturnType<typeof hangs>> | undefined
  return {
    stop: async (scene) => {
      engine = await hangs(scene, 'buildah', '--version')
    },
    arrived: () => engine?.asked() === true,
    go: () => engine?.heal(),
  }
}

const overFile = (scene: Scene): Record<string, string> => ({
  'config-repository': `file://${scene.config.directory}`,
  'config-token': '',
})

/** So long that the commit is made on a look at the branch that is old. */
const LONG: SceneOptions = { builder: { steps: { make: { takesMs: 3_100 } } } }

const points: KillPoint[] = [
  { what: 'at the OIDC request', ...silence('oidc') },
  { what: 'at the STS request', ...silence('sts') },
  { what: 'at the request of the ECR token', ...silence('ecr', { on: 'GetAuthorizationToken' }) },
  { what: 'at the look-up of the image', ...silence('ecr', { on: 'BatchGetImage' }) },
  { what: 'before the clone', ...holdGit('clone', 'before') },
  { what: 'at the refs of the clone', ...silence('git', { on: 'refs:upload-pack' }) },
  { what: 'at the objects of the clone', ...silence('git', { on: 'upload-pack' }) },
  { what: 'after the clone', ...holdGit('clone', 'after') },
  { what: 'at the compare request', ...silence('github') },
  { what: 'while the engine is asked', ...hangEngine() },
  {
    what: 'during the build',
    options: { builder: { steps: { make: { hangs: true } } } },
    stop: () => undefined,
    arrived: ({ builder }) => builder.isHanging(),
    go: (scene) => writeFile(join(scene.root, 'builder', 'script.json'), '{}'),
  },
  { what: 'at the upload of a layer', ...silence('registry', { on: 'FinishUpload' }) },
  { what: 'at the manifest, before the registry has it', ...silence('registry', { on: 'PutManifest' }) },
  {
    what: 'at the manifest, when the registry has it',
    ...silence('registry', { on: 'PutManifest', after: true }),
    pushed: true,
  },
  {
    what: 'at the confirmation of the image',
    stop: ({ ecr }) => {
      ecr.fail({ delayMs: 0 }, { on: 'BatchGetImage' })
      ecr.fail('hang', { on: 'BatchGetImage', ...FOREVER })
    },
    arrived: seen('ecr', 'BatchGetImage', 2),
    go: ({ ecr }) => ecr.heal(),
    pushed: true,
  },
  { what: 'before the commit is made', ...holdGit('fast-import', 'before'), pushed: true },
  { what: 'between commit and push', ...holdGit('fast-import', 'after'), pushed: true },
  { what: 'at the refs of the push', ...silence('git', { on: 'refs:receive-pack' }), pushed: true },
  { what: 'at the push, before the server has it', ...silence('git', { on: 'receive-pack' }), pushed: true },
  {
    what: 'at the push, when the server has it',
    ...silence('git', { on: 'receive-pack', after: true }),
    pushed: true,
    landed: true,
  },
  {
    what: 'after a long build, at the refs of the push',
    options: LONG,
    ...silence('git', { on: 'refs:receive-pack' }),
    pushed: true,
  },
  {
    what: 'after a long build, at the push, when the server has it',
    options: LONG,
    ...silence('git', { on: 'receive-pack', after: true }),
    pushed: true,
    landed: true,
  },
  {
    what: 'after the push, before its outputs are written',
    ...holdGit('push', 'after'),
    pushed: true,
    landed: true,
  },
  {
    what: 'after the push on file://, before its outputs are written',
    inputs: overFile,
    ...holdGit('push', 'after'),
    pushed: true,
    landed: true,
  },
  {
    what: 'in the post-receive hook of a file:// repository',
    inputs: overFile,
    stop: async (scene) => {
      await mkdir(join(scene.root, 'hold'))
      await writeFile(holdFile(scene), '')
      const hook = join(scene.config.directory, 'hooks', 'post-receive')
      const wait = `: >'${heldFile(scene)}'\nwhile [ -e '${holdFile(scene)}' ]; do /bin/sleep 0.05; done`
      await mkdir(join(hook, '..'), { recursive: true })
      await writeFile(hook, `#!/bin/sh\n${wait}\n`)
      await chmod(hook, 0o755)
    },
    arrived: (scene) => exists(heldFile(scene)),
    go: (scene) => rm(holdFile(scene)),
    pushed: true,
    landed: true,
  },
]

const open = ({ options }: Pick<KillPoint, 'options'> = {}): Promise<Scene> =>
  createScene({ serviceCommits: SERVICE, builder: { steps: { make: {} } }, ...options })

/** The step and everything that it started, at once: a runner that is gone. */
async function killAll(scene: Scene): Promise<void> {
  for (const [pid] of await listProcesses()) {
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')
    if (!environment.split('\0').includes(`RUNNER_TEMP=${scene.temp}`)) continue
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It has ended meanwhile.
    }
  }
}

const imagesOf = ({ catalog, facts }: Scene) => catalog.images({ ...facts, repository: facts.ecrRepository })

/** The one image and the one commit that must be there in the end, whatever happened on the way. */
async function expectDeployedOnce(scene: Scene, last: MainResult): Promise<void> {
  const { facts, config } = scene
  expect(last).toMatchObject({ exitCode: 0, stderr: '' })
  const images = await imagesOf(scene)
  expect(images.map(({ tags }) => tags)).toEqual([[facts.head]])
  expect(last.outputs).toMatchObject({ tag: facts.head, digest: images[0]?.digest })
  expect(await config.file(FILE)).toContain(`newTag: "${facts.head}"`)
  const log = await config.log()
  expect(log).toHaveLength(2)
  expect(log[0]?.message).toContain(`Source-Commit: ${facts.head}\n`)
  expect(log[0]?.message).toContain(`Image-Digest: ${images[0]?.digest}\n`)
}

const deploys = async ({ config }: Scene): Promise<number> => (await config.log()).length - 1

async function killAt(scene: Scene, point: KillPoint): Promise<MainResult> {
  await point.stop(scene)
  await using step = scene.start(point.inputs?.(scene))
  await step.until(() => point.arrived(scene))
  // A request that takes effect before it hangs is seen a moment before it has.
  if (point.landed) while ((await deploys(scene)) === 0) await sleep(10)
  if (point.pushed) while ((await imagesOf(scene)).length === 0) await sleep(10)
  await killAll(scene)
  return await step.end
}

describe('a runner that dies', () => {
  const cases = points.map((point, index) => ({ ...point, sameTemp: index % 2 === 0 }))
  test.concurrent.for(cases)('$what: the next run ends at the same state', async (point) => {
    await using scene = await open(point)
    const killed = await killAt(scene, point)
    expect(killed).toMatchObject({ exitCode: null, killedBy: 'SIGKILL' })
    expect(killed.outputs.result).toBeUndefined()
    expect(await deploys(scene)).toBe(point.landed ? 1 : 0)

    const post = await killed.post()
    expect(post).toMatchObject({ exitCode: 0, stderr: '' })
    expect(await scene.leftovers()).toEqual([])

    await point.go?.(scene)
    const temp = point.sameTemp ? scene.temp : join(scene.root, 'next-runner')
    const builds = (await scene.builder.calls('build')).length
    const again = await scene.go(point.inputs?.(scene), { temp, runAttempt: '2' })
    await expectDeployedOnce(scene, again)
    expect(again.outputs.result).toBe(point.landed ? 'unchanged' : 'deployed')
    // An image that is in the registry is not built again.
    expect((await scene.builder.calls('build')).length - builds).toBe(point.pushed ? 0 : 1)
    expect(await scene.leaks(killed, post, again)).toEqual([])
  })
})

describe('a step that is killed while its git goes on by itself', () => {
  /** A run that is dead, and its push, which is still on its way to the repository. */
  async function orphanPush(scene: Scene) {
    await scene.haveImage()
    let letThrough = (): void => undefined
    const gate = new Promise<void>((resolve) => {
      letThrough = resolve
    })
    let arrived = false
    scene.git.beforePush(async () => {
      arrived = true
      await gate
    })
    await using step = scene.start()
    await step.until(() => arrived)
    expect((await step.kill('SIGKILL')).killedBy).toBe('SIGKILL')
    const [push] = scene.git.requests.filter(({ action }) => action === 'receive-pack')
    return {
      arrive: async () => {
        letThrough()
        while (push?.status === undefined) await sleep(10)
      },
    }
  }

  test('and lands before the next run: nothing is left to do', async () => {
    await using scene = await open()
    const orphan = await orphanPush(scene)
    await orphan.arrive()
    while ((await deploys(scene)) === 0) await sleep(10)
    const again = await scene.go({}, { runAttempt: '2' })
    await expectDeployedOnce(scene, again)
    expect(again.outputs.result).toBe('unchanged')
  })

  test('and arrives after the next run: it is refused', async () => {
    await using scene = await open()
    const orphan = await orphanPush(scene)
    const again = await scene.go({}, { runAttempt: '2' })
    await orphan.arrive()
    await sleep(300)
    await expectDeployedOnce(scene, again)
    expect(again.outputs.result).toBe('deployed')
    expect((await scene.config.log())[0]?.sha).toBe(again.outputs['config-commit'])
  })

  test('and arrives between read and push of the next run: that one finds it, and adds nothing', async () => {
    await using scene = await open()
    const orphan = await orphanPush(scene)
    scene.git.beforePush(async () => {
      await orphan.arrive()
      // The answer begins before the branch has moved.
      while ((await deploys(scene)) === 0) await sleep(10)
    })
    const again = await scene.go({}, { runAttempt: '2' })
    await expectDeployedOnce(scene, again)
    expect(again.outputs.result).toBe('unchanged')
  })
  test('and pushes only when the next run has landed: the tip it was made for is gone, and it writes nothing', async () => {
    await using scene = await open()
    await scene.haveImage()
    const { PATH = '' } = scene.env
    const hold = holdGit('push', 'before')
    await hold.stop(scene)
    await using step = scene.start()
    await step.until(() => hold.arrived(scene))
    expect((await step.kill('SIGKILL')).killedBy).toBe('SIGKILL')
    scene.env.PATH = PATH
    const temp = join(scene.root, 'next-runner')
    const again = await scene.go({}, { temp, runAttempt: '2' })
    // Something newer comes on top, so that going back would show.
    await scene.config.commit({ files: { 'later.txt': 'later\n' }, message: 'Later' })
    const tip = await scene.config.tip()
    await hold.go?.(scene)
    while ((await step.survivors()).length > 0) await sleep(50)
    expect(again.outputs.result).toBe('deployed')
    expect(await scene.config.tip()).toBe(tip)
    expect(await deploys(scene)).toBe(2)
  })
})
