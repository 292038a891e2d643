import { execFileSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createScene, type Scene } from '../scene.ts'

const BUILDS = {
  serviceCommits: [{ Dockerfile: 'FROM scratch\nRUN make\n', 'app.txt': 'one\n' }, { 'app.txt': 'two\n' }],
  builder: { steps: { make: {} } },
}

/** How many files a Node holds open that does nothing. */
const IDLE = Number(
  execFileSync(process.execPath, ['-p', 'require("fs").readdirSync("/proc/self/fd").length'], {
    encoding: 'utf8',
  }),
)

const deploys = async ({ config }: Scene): Promise<number> => (await config.log()).length - 1

describe('a step that may open a few files only', () => {
  test('says so at once until there are enough of them: no stack, and nothing is left', async () => {
    await using scene = await createScene(BUILDS)
    // Some fewer as well: Node opens one more file with its first line of output, and keeps it.
    let [refused, limit] = [0, IDLE - 3]
    for (; limit < IDLE + 40 && (await deploys(scene)) === 0; limit += 1) {
      const under = ['/usr/bin/prlimit', `--nofile=${limit}`, '--']
      const result = await scene.go({}, { under })
      // Node itself needs some, before the first line of this step.
      if (result.stdout === '') continue
      const said = `${limit} files:\n${result.stdout}`
      expect(result.stderr, said).toBe('')
      expect(await scene.leftovers(), said).toEqual([])
      if (result.exitCode === 0) continue
      const errors = result.annotations.filter(({ level }) => level === 'error')
      expect(errors, said).toMatchObject([{ properties: { title: 'RUNNER_LIMIT' } }])
      refused += 1
    }
    expect(refused).toBeGreaterThan(3)
    expect(await deploys(scene)).toBe(1)
  })
})

describe('RUNNER_TEMP', () => {
  const places: [string, (scene: Scene) => string | Promise<string>][] = [
    ['of a system that takes no files', () => '/proc'],
    ['that is read-only', () => '/sys'],
    ['that is not there', ({ root }) => join(root, 'gone', 'away')],
    [
      'that is a file',
      async ({ root }) => {
        await writeFile(join(root, 'file'), '')
        return join(root, 'file')
      },
    ],
    ['that has too long a name', ({ root }) => join(root, 'x'.repeat(300))],
  ]
  test.each(places)('%s is reported as what it is, before anything is pushed', async (_, place) => {
    await using scene = await createScene(BUILDS)
    const temp = await place(scene)
    const failed = await scene.go({}, { env: { ...scene.env, RUNNER_TEMP: temp }, timeoutMs: 30_000 })
    expect(failed).toMatchObject({ exitCode: 1, stderr: '', timedOut: false })
    expect(failed.annotations).toMatchObject([
      {
        level: 'error',
        message: expect.stringContaining('Let RUNNER_TEMP name a folder that is there'),
        properties: { title: 'RUNNER_DISK' },
      },
    ])
    expect(scene.requests().registry).toEqual([])
    expect(await deploys(scene)).toBe(0)
    const post = await failed.post({ env: { RUNNER_TEMP: temp } })
    expect(post).toMatchObject({ exitCode: 0, stderr: '' })
  })
})
