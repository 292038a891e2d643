import { describe, expect, test } from 'vitest'
import { git } from '../../support/git.ts'
import { overlay } from '../../support/world-files.ts'
import { createScene, FILE, NAME, PRODUCTION, type Scene, STAGING } from '../scene.ts'

const edit = async (scene: Scene, path: string, change: (text: string) => string) => {
  const text = (await scene.config.file(path)) ?? ''
  return scene.config.commit({ files: { [path]: change(text) }, message: 'By another writer' })
}

describe('a tip that moves between read and push', () => {
  test('by a change of another file: both changes are there, one after the other', async () => {
    await using scene = await createScene()
    await scene.haveImage()
    scene.git.beforePush(async () => {
      await scene.config.commit({ files: { 'other.txt': 'other\n' }, message: 'By another writer' })
    })
    const result = await scene.go()
    expect(result).toMatchObject({ exitCode: 0, stderr: '' })
    expect(result.outputs.result).toBe('deployed')
    const [ours, theirs, ...older] = await scene.config.log()
    expect([ours?.sha, theirs?.message, older.length]).toEqual([
      result.outputs['config-commit'],
      'By another writer',
      1,
    ])
    expect(ours?.parents).toEqual([theirs?.sha])
    expect(await scene.config.file('other.txt')).toBe('other\n')
    expect(await scene.config.file(FILE)).toContain(scene.facts.head)
    // The rejected attempt and the one that landed; the order was known already.
    expect(scene.requests().git.filter((action) => action === 'receive-pack')).toHaveLength(2)
    expect(scene.requests().github).toHaveLength(1)
    expect(scene.requests().oidc).toHaveLength(1)
  })

  test('by a change of the same file, near the same lines: it is kept byte for byte', async () => {
    await using scene = await createScene()
    await scene.haveImage()
    scene.git.beforePush(async () => {
      await edit(scene, FILE, (text) =>
        text.replace('images:\n', 'images:\n  - { name: sidecar, newTag: "7" } # theirs\n'),
      )
    })
    const result = await scene.go()
    expect(result.outputs.result).toBe('deployed')
    const text = await scene.config.file(FILE)
    expect(text).toContain('  - { name: sidecar, newTag: "7" } # theirs\n')
    expect(text).toContain(scene.facts.head)
  })

  test('three times in a row: every one of them is kept', async () => {
    await using scene = await createScene()
    await scene.haveImage()
    let round = 0
    scene.git.beforePush(async () => {
      round += 1
      await scene.config.commit({ files: { [`file-${round}`]: 'x\n' }, message: `Round ${round}` })
    }, 3)
    const result = await scene.go()
    expect(result.outputs.result).toBe('deployed')
    expect((await scene.config.log()).map(({ message }) => message.split('\n')[0]?.slice(0, 7))).toEqual([
      'deploy(',
      'Round 3',
      'Round 2',
      'Round 1',
      'Initial',
    ])
  })

  test('by somebody who deploys the same: nothing is left to commit', async () => {
    await using scene = await createScene()
    const { facts } = scene
    await scene.haveImage()
    scene.git.beforePush(async () => {
      await edit(scene, FILE, (text) => text.replace(facts.commits[0] ?? '', facts.head))
    })
    const result = await scene.go()
    expect(result).toMatchObject({ exitCode: 0 })
    expect(result.outputs).toMatchObject({ result: 'unchanged', 'config-commit': '', 'changed-files': '' })
    expect(await scene.config.log()).toHaveLength(2)
  })

  test('by somebody who takes the entry away: refused, and nothing is written', async () => {
    await using scene = await createScene()
    await scene.haveImage()
    scene.git.beforePush(async () => {
      await edit(scene, FILE, (text) => text.slice(0, text.indexOf('images:')))
    })
    const result = await scene.go()
    const errors = result.annotations.filter(({ level }) => level === 'error')
    expect(errors.map(({ properties }) => properties.title)).toEqual(['ENTRY_MISSING'])
    expect(result.outputs).toMatchObject({ result: 'failed', 'config-commit': '' })
    expect(await scene.config.log()).toHaveLength(2)
    expect(await scene.leftovers()).toEqual([])
  })

  test('by somebody who moves it back: the older state is not brought forward again', async () => {
    await using scene = await createScene()
    const { config } = scene
    const first = await config.tip()
    await config.commit({ files: { 'withdrawn.txt': 'x\n' }, message: 'Withdrawn' })
    await scene.haveImage()
    scene.git.beforePush(async () => {
      await git(['update-ref', 'refs/heads/main', first], { cwd: config.directory })
    })
    const result = await scene.go()
    expect(result.outputs.result).toBe('deployed')
    const log = await config.log()
    expect(log).toHaveLength(2)
    expect(log[0]?.parents).toEqual([first])
    expect(await config.file('withdrawn.txt')).toBeUndefined()
  })

  test('by somebody who deletes the branch: told as such', async () => {
    await using scene = await createScene()
    await git(['branch', 'env', 'main'], { cwd: scene.config.directory })
    await scene.haveImage()
    scene.git.beforePush(async () => {
      await git(['update-ref', '-d', 'refs/heads/env'], { cwd: scene.config.directory })
    })
    const result = await scene.go({ 'config-branch': 'env' })
    const errors = result.annotations.filter(({ level }) => level === 'error')
    expect(errors.map(({ properties }) => properties.title)).toEqual(['CONFIG_BRANCH_MISSING'])
  })
})

describe('ten writers at once on one repository', () => {
  const SHARED = 'apps/shared/overlays/production'
  const names = Array.from({ length: 10 }, (_, index) => `service-${index}`)
  const overlayOf = (index: number): string => (index < 5 ? SHARED : `apps/${names[index]}`)

  test('all land exactly once, half of them in one file', { timeout: 180_000 }, async () => {
    await using scene = await createScene({
      repositories: names.map((name) => `team/${name}`),
      configFiles: ({ tag, image }) => {
        const host = image.slice(0, image.indexOf('/'))
        const entry = (name: string) =>
          `  - name: ${name}\n    newName: ${host}/team/${name}\n    newTag: "${tag}" # of ${name}\n`
        const head = overlay('production', { name: 'x', image: 'x', tag: 'x' }).split('images:\n')[0]
        const file = (of: string[]) => `${head}images:\n${of.map(entry).join('')}`
        const alone = names.slice(5).map((name) => [`apps/${name}/kustomization.yaml`, file([name])])
        return { [`${SHARED}/kustomization.yaml`]: file(names.slice(0, 5)), ...Object.fromEntries(alone) }
      },
    })
    const { facts, config } = scene
    await Promise.all(names.map((name) => scene.putImage(`team/${name}`, facts.head)))
    const before = await config.file(`${SHARED}/kustomization.yaml`)

    const results = await Promise.all(
      names.map((name, index) =>
        scene.go(
          { repository: `team/${name}`, overlays: overlayOf(index) },
          { runId: `${index}`, timeoutMs: 150_000 },
        ),
      ),
    )

    expect(results.map(({ outputs }) => outputs.result)).toEqual(names.map(() => 'deployed'))
    const log = await config.log()
    expect(log).toHaveLength(11)
    for (const { sha, parents } of log.slice(0, -1))
      expect({ sha, parents: parents.length }).toEqual({ sha, parents: 1 })
    const landed = log.map(({ sha }) => sha)
    for (const { outputs } of results) expect(landed).toContain(outputs['config-commit'])
    for (const name of names) {
      expect(log.filter(({ message }) => message.startsWith(`deploy(${name}):`))).toHaveLength(1)
    }
    // Every commit changes one line, and the end state is all of them.
    for (const sha of landed.slice(0, -1)) {
      const stat = await git(['show', '--numstat', '--format=', sha], { cwd: config.directory })
      expect(stat).toMatch(/^1\t1\t\S+$/)
    }
    const after = await config.file(`${SHARED}/kustomization.yaml`)
    expect(after).toBe(before?.replaceAll(facts.commits[0] ?? '', facts.head))
    for (const name of names.slice(5)) {
      expect(await config.file(`apps/${name}/kustomization.yaml`)).toContain(facts.head)
    }
    expect(await scene.leftovers()).toEqual([])
    expect(await scene.leaks(...results)).toEqual([])
  })
})

describe('a push whose answer is lost', () => {
  test.each([
    ['502', { status: 502, after: true }],
    ['a reset connection', 'reset-after'],
    ['half an answer', 'truncate'],
  ] as const)('after it was accepted (%s) counts as landed, once', async (_what, fault) => {
    await using scene = await createScene()
    await scene.haveImage()
    scene.git.fail(fault, { on: 'receive-pack' })
    const result = await scene.go()
    expect(result).toMatchObject({ exitCode: 0 })
    expect(result.outputs.result).toBe('deployed')
    const log = await scene.config.log()
    expect(log).toHaveLength(2)
    expect(result.outputs['config-commit']).toBe(log[0]?.sha)
    expect(await scene.leaks(result)).toEqual([])
  })

  test.each([
    ['502', { status: 502 }],
    ['a reset connection', 'reset'],
  ] as const)('before it was accepted (%s) is tried again', async (_what, fault) => {
    await using scene = await createScene()
    await scene.haveImage()
    scene.git.fail(fault, { on: 'receive-pack' })
    const result = await scene.go()
    expect(result.outputs.result).toBe('deployed')
    expect(await scene.config.log()).toHaveLength(2)
  })

  test('and another writer came in between: both are there', async () => {
    await using scene = await createScene()
    await scene.haveImage()
    scene.git.fail({ status: 502, after: true }, { on: 'receive-pack' })
    scene.git.beforePush(() => undefined)
    const pushed = scene.go()
    // The fetch that settles the push sees a commit on top of ours.
    const above = (async () => {
      while ((await scene.config.log()).length < 2) await new Promise((done) => setTimeout(done, 2))
      await scene.config.commit({ files: { 'later.txt': 'x\n' }, message: 'On top' })
    })()
    const [result] = await Promise.all([pushed, above])
    expect(result.exitCode).toBe(0)
    const log = await scene.config.log()
    expect(log.filter(({ message }) => message.startsWith('deploy('))).toHaveLength(1)
    expect(log).toHaveLength(3)
    // Landed is landed, whatever came after it.
    expect(result.outputs).toMatchObject({ result: expect.stringMatching(/^(?:deployed|unchanged)$/) })
  })

  test.each([
    ['502', { status: 502 }],
    ['a reset connection', 'reset'],
  ] as const)('and the read of a tip that fails once (%s) is tried again', async (_what, fault) => {
    await using scene = await createScene()
    await scene.haveImage()
    scene.git.fail(fault, { on: 'refs:upload-pack' })
    expect((await scene.go()).outputs.result).toBe('deployed')
  })
})

describe('the log of a build', () => {
  const LINES = [
    '::set-output name=result::hacked',
    '::add-mask::identity',
    '  ::error file=x::not ours',
    '##[error]not ours',
    'text ##[add-mask]deployed',
    '::stop-commands::token',
    'before\r::warning::after a carriage return',
    '::save-state name=workspace::/etc',
    '::group::not ours',
    '%0A::notice::escaped',
  ]

  test.each([0, 3])('is inert, whatever is printed there (exit code %i)', async (exitCode) => {
    await using scene = await createScene({
      serviceCommits: [{ Dockerfile: 'FROM scratch\nRUN make\n' }, { 'app.txt': 'two\n' }],
      builder: { steps: { make: { prints: LINES, complains: LINES, exitCode } } },
    })
    const result = await scene.go()
    expect(result.outputs.result).toBe(exitCode === 0 ? 'deployed' : 'failed')
    const levels = result.annotations.map(({ level, properties }) => `${level} ${properties.title}`)
    expect(levels).toEqual(exitCode === 0 ? [] : ['error BUILD_FAILED'])
    expect(result.masks).not.toContain('identity')
    expect(result.state.workspace).toContain(scene.temp)
    const commands = result.stdout
      .split(/\r\n|\r|\n/)
      .filter((line) => /^\s*::|##\[/.test(line) && !/^::(?:add-mask|group|endgroup|error title)/.test(line))
    expect(commands).toEqual([])
    expect(result.stdout.match(/^::group::/gm)).toHaveLength(1)
    // Still to be read by people.
    expect(result.stdout).toContain('set-output name=result')
  })

  test('keeps its order, long lines and characters of several bytes', async () => {
    const long = 'x'.repeat(200_000)
    await using scene = await createScene({
      serviceCommits: [{ Dockerfile: 'FROM scratch\nRUN make\n' }],
      builder: { steps: { make: { prints: ['first ✓ 日本語', long, 'last'] } } },
    })
    const result = await scene.go({ overlays: PRODUCTION })
    const lines = result.stdout.split('\n')
    const at = lines.indexOf('first ✓ 日本語')
    expect(lines.slice(at, at + 3).map((line) => line.length)).toEqual([11, 200_000, 4])
  })
})

test('two services in one run of writers: staging and production of one file each', async () => {
  await using scene = await createScene()
  await scene.haveImage()
  const [one, two] = await Promise.all([
    scene.go({ overlays: STAGING }, { runId: '1' }),
    scene.go({ overlays: PRODUCTION }, { runId: '2' }),
  ])
  expect([one.outputs.result, two.outputs.result]).toEqual(['deployed', 'deployed'])
  const log = await scene.config.log()
  expect(log).toHaveLength(3)
  expect(log.filter(({ message }) => message.startsWith(`deploy(${NAME})`))).toHaveLength(2)
})
