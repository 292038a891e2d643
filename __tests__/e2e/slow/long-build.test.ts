import { describe, expect, test } from 'vitest'
import { createScene, FILE, NAME, type Scene } from '../scene.ts'

const SERVICE = [
  { Dockerfile: 'FROM scratch\nCOPY app.txt /app.txt\nRUN make\n', 'app.txt': 'one\n' },
  { 'app.txt': 'two\n' },
]
/** Longer than a look at the branch counts as new; however late it ends on a busy machine. */
const LONG = { steps: { make: { waits: true, takesMs: 3_100 } } }

const LOOK = ['refs:upload-pack', 'upload-pack', 'upload-pack']
const LOST = ['refs:receive-pack']
const PUSH = ['refs:receive-pack', 'receive-pack']

const write = async ({ config }: Scene, change: (text: string) => string) =>
  config.commit({ files: { [FILE]: change((await config.file(FILE)) ?? '') }, message: 'By another writer' })
const tagged =
  (from = '', to = '') =>
  (text: string) =>
    text.replace(from, to)

interface Meanwhile {
  what: string
  /** What stands there before the step begins. */
  before?: (scene: Scene) => unknown
  during: (scene: Scene) => unknown
  result: string
  asked: readonly string[]
}

const cases: Meanwhile[] = [
  {
    what: 'that nobody else wrote to is not read again',
    during: () => undefined,
    result: 'deployed',
    asked: [...LOOK, ...PUSH],
  },
  {
    what: 'that another writer changed is read once, and both changes are there',
    during: (scene) =>
      write(scene, tagged('images:\n', 'images:\n  - { name: sidecar, newTag: "7" } # theirs\n')),
    result: 'deployed',
    asked: [...LOOK, ...LOST, ...LOOK, ...PUSH],
  },
  {
    what: 'that another run has deployed to has what it needs',
    during: (scene) => write(scene, tagged(scene.facts.commits[0], scene.facts.head)),
    result: 'unchanged',
    asked: [...LOOK, ...LOST, ...LOOK],
  },
  {
    what: 'that a person put a hold on is held',
    during: (scene) =>
      write(scene, tagged(`  - name: ${NAME}`, `  # ecr-gitops: hold audit\n  - name: ${NAME}`)),
    result: 'held',
    asked: [...LOOK, ...LOST, ...LOOK],
  },
  {
    what: 'that had the tag before its image, and lost it again, gets it',
    before: (scene) => write(scene, tagged(scene.facts.commits[0], scene.facts.head)),
    during: (scene) => write(scene, tagged(scene.facts.head, scene.facts.commits[0])),
    result: 'deployed',
    asked: [...LOOK, ...LOOK, ...PUSH],
  },
  {
    what: 'that has the tag before its image is looked at again, and nothing is pushed',
    before: (scene) => write(scene, tagged(scene.facts.commits[0], scene.facts.head)),
    during: () => undefined,
    result: 'unchanged',
    asked: [...LOOK, ...LOOK],
  },
]

describe('a branch, during a long build,', () => {
  test.concurrent.for(cases)('$what', async ({ before, during, result, asked }) => {
    await using scene = await createScene({ serviceCommits: SERVICE, builder: LONG })
    await before?.(scene)
    await using step = scene.start()
    await step.until(async () => (await scene.builder.calls('build')).length > 0)
    await during(scene)
    const theirs = (await scene.config.file(FILE)) ?? ''
    await scene.builder.release()
    const ended = await step.end
    expect(ended, ended.stdout).toMatchObject({ exitCode: 0, stderr: '' })
    expect(ended.outputs.result).toBe(result)
    expect(scene.requests().git).toEqual(asked)
    const [commit] = await scene.config.log()
    const { head, commits } = scene.facts
    const isOurs = result === 'deployed'
    expect(ended.outputs['config-commit']).toBe(isOurs ? commit?.sha : '')
    const file = await scene.config.file(FILE)
    expect(file).toBe(isOurs ? theirs.replace(commits[0] ?? '', head) : theirs)
    expect(await scene.leftovers()).toEqual([])
    expect(await scene.leaks(ended)).toEqual([])
  })
})
