import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { GitRepository } from '../../src/config-repository/git/git-repository.ts'
import { StepError } from '../../src/errors/errors.ts'
import { writeUntilLanded } from '../../src/gitops/write.ts'
import { Workspace } from '../../src/runner/workspace.ts'
import { burstFiles } from '../support/burst.ts'
import type { ConfigRoom, Transport } from '../support/config-room.ts'
import { type Delivery, deliveredBy, FILE, OVERLAY, openDelivery, runOf } from '../support/delivery.ts'
import { git } from '../support/git.ts'
import { RULE_VIOLATION } from '../support/git-repositories.ts'
import { startWire } from '../support/wire.ts'
import { openWriter, type WriterGround, type WriterTask, type Written, write } from '../support/writers.ts'
import { aConfig, aRun } from '../unit/builders.ts'

const pushes = ({ git: { requests } }: ConfigRoom): number =>
  requests.filter(({ action }) => action === 'receive-pack').length

async function expectDeployed(room: Delivery, task: WriterTask, written: Written): Promise<void> {
  expect(written.error).toBeUndefined()
  expect(await deliveredBy(room, task)).toEqual({ tag: task.commit, commits: [written.commit] })
}

describe('a connection that breaks in the middle of an answer', () => {
  test.each([1, 200, 700, 1_200])('after %i bytes is made again: one commit', async (bytes) => {
    await using room = await openDelivery()
    await using wire = await startWire(room.git.url)
    const ground = { ...room.over('http'), remote: `${wire.url}/acme/config.git` }
    wire.breakAfter(bytes)
    const written = await write(ground, room.second)
    await expectDeployed(room, room.second, written)
    expect(await room.config.log()).toHaveLength(2)
  })

  test('of the push lands once, though the transport may send it a second time', async () => {
    await using room = await openDelivery()
    await using wire = await startWire(room.git.url)
    const ground = { ...room.over('http'), remote: `${wire.url}/acme/config.git` }
    // The first byte that comes back when the server has the commit.
    room.git.beforePush(() => wire.breakAfter(1))
    const written = await write(ground, room.second)
    await expectDeployed(room, room.second, written)
    expect(await room.config.log()).toHaveLength(2)
  })
})

describe('a push without an answer', () => {
  /** The push fails before the server has it, and something else happens in the same moment. */
  const breakPush = (room: ConfigRoom, meanwhile: () => Promise<unknown>): void =>
    room.git.beforePush(async () => {
      await meanwhile()
      throw new Error('the server breaks')
    })

  const inHistory = async (room: ConfigRoom, commit: string | undefined): Promise<boolean> =>
    commit === undefined || (await room.config.log()).some(({ sha }) => sha === commit)

  test('that did not land, while another run wrote the same: no commit is claimed that is not there', async () => {
    await using room = await openDelivery()
    const task = room.second
    const other = { ...task, id: '99' }
    breakPush(room, () => write(room.over('file'), other))
    const written = await write(room.over('http'), task)
    expect(written.error).toBeUndefined()
    expect(await inHistory(room, written.commit)).toBe(true)
    expect(await room.config.log()).toHaveLength(2)
  })

  test('that did not land, while a newer run was first: superseded, and nothing is claimed', async () => {
    await using room = await openDelivery()
    breakPush(room, () => write(room.over('file'), room.third))
    const written = await write(room.over('http'), room.second)
    expect(written.outcomes).toEqual({ [`api ${OVERLAY}`]: 'superseded' })
    expect(await inHistory(room, written.commit)).toBe(true)
    expect(await room.config.file(FILE)).toContain(`newTag: "${room.third.commit}" # of api`)
  })

  test('that landed, and a person reverted it: it is not written again', async () => {
    await using room = await openDelivery()
    const hooks = join(room.config.directory, 'hooks')
    await mkdir(hooks, { recursive: true })
    const revert = `#!/bin/sh
rm -f hooks/post-receive
git update-ref refs/heads/main $(git commit-tree 'main^^{tree}' -p main -m 'Revert by a person')
`
    await writeFile(join(hooks, 'post-receive'), revert, { mode: 0o755 })
    room.git.fail({ status: 502, after: true }, { on: 'receive-pack' })
    const written = await write(room.over('http'), room.second)
    expect(written.error).toBeUndefined()
    const log = await room.config.log()
    expect(log).toHaveLength(3)
    expect(log.map(({ sha }) => sha)).toContain(written.commit)
  })

  test('that landed, and a newer run came on top: it landed', async () => {
    await using room = await openDelivery()
    room.git.fail({ status: 502, after: true }, { on: 'receive-pack' })
    const running = write(room.over('http'), room.second)
    await vi.waitUntil(async () => (await room.config.log()).length === 2, { timeout: 20_000, interval: 5 })
    await write(room.over('file'), room.third)
    const written = await running
    expect(written.error).toBeUndefined()
    expect(await inHistory(room, written.commit)).toBe(true)
    expect(await room.config.log()).toHaveLength(3)
    expect(await room.config.file(FILE)).toContain(`newTag: "${room.third.commit}" # of api`)
  })
})

describe.each<Transport>(['file', 'http'])('a server that refuses (%s)', (transport) => {
  test.each([
    ['a rule of the host', RULE_VIOLATION, /GH013: Repository rule violations/],
    ['a hook of the company', ['Deploys are frozen until Monday.'], /Deploys are frozen until Monday/],
  ])('by %s: final at once, in its own words', async (_what, lines, words) => {
    await using room = await openDelivery()
    await room.config.refuse(lines)
    const tip = await room.config.tip()
    const written = await write(room.over(transport), room.second)
    expect(written.error).toMatch(/^CONFIG_REFUSED: /)
    expect(written.error).toMatch(words)
    expect(await room.config.tip()).toBe(tip)
    if (transport === 'http') expect(pushes(room)).toBe(1)
    // The rule goes, and the same run works.
    await room.config.refuse(undefined)
    await expectDeployed(room, room.second, await write(room.over(transport), room.second))
  })

  test('one branch by its update hook', async () => {
    await using room = await openDelivery()
    await room.config.refuse(['main is locked.'], 'update')
    expect((await write(room.over(transport), room.second)).error).toMatch(
      /^CONFIG_REFUSED: .*main is locked/,
    )
  })
})

describe('a credential that ends between read and push', () => {
  const answers = [
    ['unauthorized', 'CONFIG_DENIED'],
    ['forbidden', 'CONFIG_DENIED'],
    ['not-found', 'CONFIG_NOT_FOUND'],
  ] as const

  test.each(answers)(
    '(%s) fails at once: nothing is written, and no secret is reported',
    async (answer, code) => {
      await using room = await openDelivery()
      const tip = await room.config.tip()
      const { bump, workspace } = openWriter(room.over('http'), room.second)
      await bump.preflight()
      room.git.settings.decide = () => answer
      const task = room.second
      const failure = await bump
        .commit(new Map(task.images.map(({ name }) => [name, `sha256:${'a'.repeat(64)}` as never])))
        .then(() => undefined)
        .catch((error: unknown) => error)
      await workspace.remove()
      expect(failure).toBeInstanceOf(StepError)
      const { problems } = failure as StepError
      expect(problems.map((problem) => problem.code)).toEqual([code])
      expect(problems[0].hint).toContain('config-')
      expect(JSON.stringify(problems)).not.toContain(room.token)
      expect(await room.config.tip()).toBe(tip)
    },
  )
})

describe('a tip that moves at every attempt', () => {
  /** The loop of the action over its own git, with a budget that a test can wait for. */
  async function writeWithin(ground: WriterGround, room: ConfigRoom, budgetMs: number) {
    const signal = new AbortController().signal
    const workspace = new Workspace(ground.temp)
    const remote = { url: ground.remote, webUrl: undefined, label: 'acme/config' }
    const repository = new GitRepository(aConfig({ remote }), {
      ...aRun(),
      workspace,
      credential: async () => ground.credential,
      signal,
    })
    const read = () => repository.read([FILE])
    const message = 'deploy(api): ours\n'
    try {
      return await writeUntilLanded(await read(), {
        read,
        propose: async ({ tip, nodes }) => {
          const node = nodes.get(FILE)
          const text = node?.kind === 'file' ? node.text : ''
          const edited = text.replace(`newTag: "${room.commits[0]}" # of api`, 'newTag: "ours" # of api')
          return { tip, verdicts: [], before: new Map([[FILE, text]]), files: new Map([[FILE, edited]]) }
        },
        commit: ({ tip, files }) => {
          const author = { name: 'Bot', email: 'bot@example.com' }
          return repository.commit(tip, { files, message, author })
        },
        landed: (attempts) => repository.landed(attempts.map((one) => ({ ...one, message }))),
        signal,
        budgetMs,
      })
    } finally {
      await workspace.remove()
    }
  }

  test('ends with the budget, says how to go on, and loses nothing of anybody', async () => {
    await using room = await openDelivery()
    let moved = 0
    room.git.beforePush(async () => {
      moved += 1
      await room.config.commit({ files: { [`other-${moved}.txt`]: 'x\n' }, message: `Other ${moved}` })
    }, Number.POSITIVE_INFINITY)
    const started = performance.now()
    const failure = await writeWithin(room.over('http'), room, 4_000).catch((error: unknown) => error)
    expect(performance.now() - started).toBeLessThan(15_000)
    expect(failure).toBeInstanceOf(StepError)
    const [problem] = (failure as StepError).problems
    expect(problem.code).toBe('CONFIG_CONTENTION')
    expect(problem.message).toMatch(new RegExp(`did not land in ${moved} attempts within 4 s`))
    expect(problem.hint).toMatch(/Nothing was lost.*re-running the job/)
    expect(moved).toBeGreaterThan(1)
    const log = await room.config.log()
    expect(log.map(({ message }) => message)).toEqual([
      ...Array.from({ length: moved }, (_, index) => `Other ${moved - index}`),
      'Initial commit',
    ])
    expect(await room.config.file(FILE)).not.toContain('ours')
  })

  test('for a while only: it lands then, on top of all of them', async () => {
    await using room = await openDelivery()
    let moved = 0
    room.git.beforePush(async () => {
      moved += 1
      await room.config.commit({ files: { [`other-${moved}.txt`]: 'x\n' }, message: `Other ${moved}` })
    }, 4)
    const written = await write(room.over('http'), room.second)
    await expectDeployed(room, room.second, written)
    expect(written.attempts).toBe(5)
    expect(pushes(room)).toBe(5)
    expect((await room.config.log()).slice(1, -1).map(({ message }) => message)).toEqual([
      'Other 4',
      'Other 3',
      'Other 2',
      'Other 1',
    ])
  })
})

describe('a deploy that a person takes back', () => {
  /** As it is done by hand: a clone, git revert, a push. */
  async function revertHead(room: ConfigRoom): Promise<void> {
    const folder = join(room.root, `revert-${await room.config.tip()}`)
    await git(['clone', '-q', '--template=', room.config.directory, folder], { cwd: room.root })
    await git(['revert', '--no-edit', 'HEAD'], { cwd: folder })
    await git(['push', '-q'], { cwd: folder })
  }

  test('with git revert is as it was byte for byte, and the next run deploys again', async () => {
    await using room = await openDelivery()
    const before = await room.config.file(FILE)
    const ground = room.over('http')
    await write(ground, room.second)
    await revertHead(room)
    expect(await room.config.file(FILE)).toBe(before)
    const next = await write(ground, room.third)
    await expectDeployed(room, room.third, next)
    await revertHead(room)
    // The same commit once more, as a job that is run again.
    const again = await write(ground, { ...room.third, id: '80' })
    expect(again.outcomes).toEqual({ [`api ${OVERLAY}`]: 'write' })
    expect(await room.config.file(FILE)).toContain(`newTag: "${room.third.commit}" # of api`)
    expect(await room.config.log()).toHaveLength(6)
  })

  test('while others deployed on top: only that deploy goes', async () => {
    await using room = await openDelivery()
    const ground = room.over('file')
    const first = await write(ground, room.second)
    await write(ground, runOf(room.third.commit, '81', ['web']))
    const folder = join(room.root, 'revert')
    await git(['clone', '-q', '--template=', room.config.directory, folder], { cwd: room.root })
    await git(['revert', '--no-edit', first.commit ?? ''], { cwd: folder })
    await git(['push', '-q'], { cwd: folder })
    const text = await room.config.file(FILE)
    expect(text).toContain(`newTag: "${room.commits[0]}" # of api`)
    expect(text).toContain(`newTag: "${room.third.commit}" # of web`)
  })
})

describe('several services in one commit', () => {
  const names = ['api', 'web', 'worker']

  test('are there together, with a trailer of each, also after a lost race', async () => {
    await using room = await openDelivery()
    const task = runOf(room.second.commit, '90', names)
    room.git.beforePush(async () => {
      await room.config.commit({ files: { 'other.txt': 'x\n' }, message: 'Other' })
    })
    const written = await write(room.over('http'), task)
    expect(written).toMatchObject({
      attempts: 2,
      outcomes: Object.fromEntries(names.map((name) => [`${name} ${OVERLAY}`, 'write'])),
    })
    const log = await room.config.log()
    expect(log).toHaveLength(3)
    const [commit] = log
    for (const name of names) {
      expect(commit?.message).toMatch(new RegExp(`^Image: .*/team/${name}:${task.commit}$`, 'm'))
    }
    expect(await room.config.file(FILE)).toBe(burstFiles([runOf('', '0', names)], task.commit)[FILE])
  })

  test('are none of them there when one of them may not be written', async () => {
    await using room = await openDelivery()
    const tip = await room.config.tip()
    const task = runOf(room.second.commit, '91', ['api', 'nobody', 'web'])
    const written = await write(room.over('http'), task)
    expect(written.error).toMatch(/^ENTRY_MISSING: .*nobody/)
    expect(await room.config.tip()).toBe(tip)
    expect(pushes(room)).toBe(0)
  })

  test('of which another run has written one meanwhile: the rest lands', async () => {
    await using room = await openDelivery()
    const { commit } = room.second
    room.git.beforePush(() => write(room.over('file'), runOf(commit, '93', ['web'])).then(() => undefined))
    const written = await write(room.over('http'), runOf(commit, '92', names))
    expect(written.outcomes).toMatchObject({ [`web ${OVERLAY}`]: 'unchanged', [`api ${OVERLAY}`]: 'write' })
    const [own, other] = await room.config.log()
    expect(own?.message).not.toMatch(/^Image: .*\/web:/m)
    expect(other?.message).toContain('Correlation-Id: gh-93-1')
    expect(await room.config.file(FILE)).toBe(burstFiles([runOf('', '0', names)], commit)[FILE])
  })
})
