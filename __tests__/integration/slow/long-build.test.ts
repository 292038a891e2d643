import { describe, expect, test } from 'vitest'
import { asStepError } from '../../../src/errors/unforeseen.ts'
import { burstFiles, burstTasks, judgeBurst } from '../../support/burst.ts'
import { type ConfigRoom, openConfigRoom } from '../../support/config-room.ts'
import { type Delivery, deliveredBy, FILE, openDelivery } from '../../support/delivery.ts'
import { git } from '../../support/git.ts'
import { digestFor, openWriter, type WriterTask, write } from '../../support/writers.ts'

const LOOK = ['refs:upload-pack', 'upload-pack', 'upload-pack']
const LOST = ['refs:receive-pack']
const PUSH = ['refs:receive-pack', 'receive-pack']

/** A run that has built for so long that what it read before is old; and what the server was asked for after that. */
async function afterBuild(room: ConfigRoom, task: WriterTask, meanwhile: () => unknown = () => {}) {
  const { bump, workspace } = openWriter(room.over('http'), { ...task, newForMs: 0 })
  try {
    await bump.preflight()
    await meanwhile()
    const before = room.git.requests.length
    const digests = new Map(task.images.map(({ name }) => [name, digestFor(name, task.commit)]))
    const delivered = await bump.commit(digests).catch(asStepError)
    const asked = room.git.requests.slice(before).map(({ action }) => action)
    if ('problems' in delivered) return { asked, error: delivered.message }
    const { commit, attempts, proposal } = delivered
    return { asked, commit, attempts, outcomes: proposal.verdicts.map(({ outcome }) => outcome) }
  } finally {
    await workspace.remove()
  }
}

const edit = async ({ config }: ConfigRoom, change: (text: string) => string, message = 'Theirs') =>
  config.commit({ files: { [FILE]: change((await config.file(FILE)) ?? '') }, message })

const THREE = ['api', 'web', 'worker'].map((name) => ({ name, overlays: ['apps/shared'] }))
const entryOf = (name: string, tag: string) => new RegExp(`  - name: ${name}\n.*\n.*newTag: "${tag}".*\n`)
const hold = (text: string) => text.replace('  - name: api\n', '  # ecr-gitops: hold audit\n  - name: api\n')

describe('a commit after a long build', () => {
  test('asks the server for nothing but the push where nobody wrote', async () => {
    await using room = await openDelivery()
    const { asked, commit, attempts } = await afterBuild(room, room.second)
    expect([asked, attempts]).toEqual([PUSH, 1])
    expect(await deliveredBy(room, room.second)).toEqual({ tag: room.second.commit, commits: [commit] })
  })

  test('costs one push that is lost, and one look, where somebody wrote', async () => {
    await using room = await openDelivery()
    const theirs = () => room.config.commit({ files: { 'other.txt': 'x\n' }, message: 'Theirs' })
    const { asked, commit, attempts } = await afterBuild(room, room.second, theirs)
    expect([asked, attempts]).toEqual([[...LOST, ...LOOK, ...PUSH], 2])
    expect(await deliveredBy(room, room.second)).toEqual({ tag: room.second.commit, commits: [commit] })
    expect(await room.config.file('other.txt')).toBe('x\n')
    expect((await room.config.log()).map(({ message }) => message.split('\n')[0])).toEqual([
      expect.stringMatching(/^deploy\(api\)/),
      'Theirs',
      'Initial commit',
    ])
  })

  test('keeps byte for byte what somebody wrote beside its entry', async () => {
    await using room = await openDelivery()
    const theirs = (text: string) =>
      text.replace('images:\n', 'images:\n  - { name: sidecar, newTag: "7" } # x\n')
    await afterBuild(room, room.second, () => edit(room, theirs))
    const [base = ''] = room.commits
    const before = theirs(burstFiles([{ ...room.second, images: THREE }], base)[FILE] ?? '')
    const api = `newTag: "${base}" # of api`
    expect(await room.config.file(FILE)).toBe(before.replace(api, api.replace(base, room.second.commit)))
  })

  test.each<[string, (room: Delivery) => unknown]>([
    ['unchanged', (room) => write(room.over('file'), { ...room.second, id: '99' })],
    ['superseded', (room) => write(room.over('file'), room.third)],
    ['held', (room) => edit(room, hold)],
  ])('is not made where somebody wrote what makes it %s', async (outcome, meanwhile) => {
    await using room = await openDelivery()
    const result = await afterBuild(room, room.second, () => meanwhile(room))
    expect(result).toMatchObject({ asked: [...LOST, ...LOOK], commit: undefined, outcomes: [outcome] })
    expect(await room.config.log()).toHaveLength(2)
  })

  test('is refused where somebody took the entry away', async () => {
    await using room = await openDelivery()
    const theirs = (text: string) => text.replace(entryOf('api', '.*'), '')
    const { asked, error } = await afterBuild(room, room.second, () => edit(room, theirs))
    expect([asked, error]).toEqual([[...LOST, ...LOOK], expect.stringMatching(/^ENTRY_MISSING: .*api/)])
    expect(await room.config.log()).toHaveLength(2)
  })

  test.each<[string, (room: Delivery) => unknown]>([
    ['there already', (room) => write(room.over('file'), { ...room.second, id: '99' })],
    ['superseded', (room) => write(room.over('file'), room.third)],
    ['held', (room) => edit(room, hold)],
  ])('that was %s is made where somebody took that back', async (_outcome, first) => {
    await using room = await openDelivery()
    const before = (await room.config.file(FILE)) ?? ''
    await first(room)
    const result = await afterBuild(room, room.second, () => edit(room, () => before, 'Taken back'))
    expect(result).toMatchObject({ asked: [...LOOK, ...PUSH], attempts: 1, outcomes: ['write'] })
    expect(await deliveredBy(room, room.second)).toMatchObject({ tag: room.second.commit })
  })

  test('that changes nothing looks once, and says so of the branch as it is', async () => {
    await using room = await openDelivery()
    await write(room.over('file'), { ...room.second, id: '99' })
    const result = await afterBuild(room, room.second)
    expect(result).toMatchObject({ asked: LOOK, commit: undefined, outcomes: ['unchanged'] })
  })

  test('goes into an overlay that came meanwhile, where a pattern means it', async () => {
    await using room = await openDelivery()
    const images = [{ name: 'api', overlays: ['apps/*'] }]
    const theirs = async () => {
      const files = { 'apps/new/kustomization.yaml': (await room.config.file(FILE)) ?? '' }
      await room.config.commit({ files, message: 'Theirs' })
    }
    const result = await afterBuild(room, { ...room.second, images }, theirs)
    expect(result.outcomes).toEqual(['write', 'write'])
    expect(await room.config.file('apps/new/kustomization.yaml')).toMatch(entryOf('api', room.second.commit))
  })
})

describe('a branch that does not only grow during a long build', () => {
  const reset = (room: ConfigRoom, to: string) =>
    git(['update-ref', 'refs/heads/main', to], { cwd: room.config.directory })

  test('is not brought forward again when somebody moved it back', async () => {
    await using room = await openDelivery()
    const first = await room.config.tip()
    await room.config.commit({ files: { 'withdrawn.txt': 'x\n' }, message: 'Withdrawn' })
    const { asked, commit } = await afterBuild(room, room.second, () => reset(room, first))
    expect(asked).toEqual([...LOST, ...LOOK, ...PUSH])
    expect((await room.config.log()).map(({ sha }) => sha)).toEqual([commit, first])
    expect(await room.config.file('withdrawn.txt')).toBeUndefined()
  })

  test('keeps its new history when somebody wrote it anew', async () => {
    await using room = await openDelivery()
    const cwd = room.config.directory
    const anew = async () => {
      const orphan = await git(['commit-tree', 'main^{tree}', '-m', 'Anew'], { cwd })
      await reset(room, orphan)
    }
    const { commit, attempts } = await afterBuild(room, room.second, anew)
    expect(attempts).toBe(2)
    expect((await room.config.log()).map(({ sha, message }) => [sha, message.split('\n')[0]])).toEqual([
      [commit, expect.stringMatching(/^deploy\(api\)/)],
      [expect.any(String), 'Anew'],
    ])
  })

  test('that went away and came back is the one that was read', async () => {
    await using room = await openDelivery()
    const first = await room.config.tip()
    const { asked } = await afterBuild(room, room.second, async () => {
      await room.config.commit({ files: { 'other.txt': 'x\n' }, message: 'For a moment' })
      await reset(room, first)
    })
    expect(asked).toEqual(PUSH)
    expect((await room.config.log()).at(-1)?.sha).toBe(first)
  })

  test('is missed when somebody deleted it', async () => {
    await using room = await openDelivery()
    const cwd = room.config.directory
    await git(['branch', 'env', 'main'], { cwd })
    const task = { ...room.second, policies: { branch: 'env' } }
    const { asked, error } = await afterBuild(room, task, () =>
      git(['update-ref', '-d', 'refs/heads/env'], { cwd }),
    )
    expect(error).toMatch(/^CONFIG_BRANCH_MISSING: /)
    expect(asked.filter((action) => action === 'receive-pack')).toEqual([])
  })
})

describe('a server that is in trouble after a long build', () => {
  test('and does not answer the push is asked whether the commit is there', async () => {
    await using room = await openDelivery()
    const { asked, commit, attempts } = await afterBuild(room, room.second, () =>
      room.git.fail({ status: 502, after: true }, { on: 'receive-pack' }),
    )
    expect([asked, attempts]).toEqual([[...PUSH, ...LOOK], 1])
    expect(await deliveredBy(room, room.second)).toEqual({ tag: room.second.commit, commits: [commit] })
  })

  test('and cannot be reached for a moment gets the push later', async () => {
    await using room = await openDelivery()
    const { commit } = await afterBuild(room, room.second, () => room.git.fail({ status: 502 }, { times: 3 }))
    expect(await deliveredBy(room, room.second)).toEqual({ tag: room.second.commit, commits: [commit] })
  })

  test('and refuses the push by a rule is not asked again', async () => {
    await using room = await openDelivery()
    const { asked, error } = await afterBuild(room, room.second, () => room.config.refuse(['Frozen.']))
    expect([asked, error]).toEqual([PUSH, expect.stringMatching(/^CONFIG_REFUSED: .*Frozen\./)])
  })
})

test('writers whose long builds end in the same moment all land, each exactly once', async () => {
  const writers = 10
  const tasksAt = (commit: string) => burstTasks(writers, commit)
  await using room = await openConfigRoom({ config: ([old = '']) => burstFiles(tasksAt(old), old) })
  const [old = '', fresh = ''] = room.commits
  const tasks = tasksAt(fresh)
  const opened = tasks.map((task) => ({ task, ...openWriter(room.over('http'), { ...task, newForMs: 0 }) }))
  await Promise.all(opened.map(({ bump }) => bump.preflight()))
  const before = room.git.requests.length
  const delivered = await Promise.all(
    opened.map(({ bump, task }) =>
      bump.commit(new Map(task.images.map(({ name }) => [name, digestFor(name, fresh)]))),
    ),
  )
  expect(await judgeBurst(room.config.directory, tasks, old)).toEqual({ landed: writers, faults: [] })
  // The first of them read nothing.
  expect(delivered.filter(({ attempts }) => attempts === 1)).toHaveLength(1)
  const looks = room.git.requests.slice(before).filter(({ action }) => action === 'refs:upload-pack')
  const attempts = delivered.map((one) => one.attempts)
  expect(looks).toHaveLength(attempts.reduce((sum, one) => sum + one, 0) - writers)
  await Promise.all(opened.map(({ workspace }) => workspace.remove()))
})
