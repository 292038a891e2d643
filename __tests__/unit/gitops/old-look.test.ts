import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Snapshot } from '../../../src/config-repository/repository.ts'
import { fail } from '../../../src/errors/errors.ts'
import type { Proposal } from '../../../src/gitops/proposal.ts'
import {
  type Attempt,
  type WriteOptions,
  type WritePorts,
  writeUntilLanded,
} from '../../../src/gitops/write.ts'
import type { Lost } from '../../../src/gitops/write-failures.ts'
import type { Relation } from '../../../src/source/history/history.ts'
import { aProposal, aVerdict, digestOf, must, OLD_SHA, problemOf, SHA } from '../builders.ts'
import { bumpOf, FILE, MemoryRepository, text } from './memory-repository.ts'

const NEWER = '9'.repeat(40)
const relation = (deployed: string): Relation => (deployed === NEWER ? 'behind' : 'ahead')
const held = (tag: string) => text(tag, '# ecr-gitops: hold frozen\n')
const without = 'images:\n- name: another\n  newTag: "1"\nkind: Kustomization\n'
const digests = new Map([['identity-service', digestOf('d')]])

type Changes = Parameters<typeof bumpOf>[1]

/** What preflight saw, what stands there when the build is over, and what became of it. */
async function afterBuild([before, after]: readonly [string, string], changes: Changes = {}) {
  const repository = new MemoryRepository(before)
  const bump = bumpOf(repository, { relation, newForMs: 0, ...changes })
  await bump.preflight()
  if (after !== before) repository.move(after)
  const delivering = bump.commit(digests)
  const outcome = async () => {
    const { proposal, attempts } = await delivering
    return { outcome: must(proposal.verdicts[0]).outcome, attempts, tip: proposal.tip }
  }
  return { repository, delivering, outcome }
}

describe('a commit after a long build', () => {
  test('is proposed on what preflight read: where nobody wrote, nothing is read again', async () => {
    const { repository, outcome } = await afterBuild([text(OLD_SHA), text(OLD_SHA)])
    expect(await outcome()).toEqual({ outcome: 'write', attempts: 1, tip: '1' })
    expect([repository.reads, repository.content]).toEqual([1, text(SHA)])
  })

  test('is lost once where somebody wrote, read once, and loses nothing of theirs', async () => {
    const { repository, outcome } = await afterBuild([text(OLD_SHA), text(OLD_SHA, '# theirs\n')])
    expect(await outcome()).toEqual({ outcome: 'write', attempts: 2, tip: '2' })
    expect([repository.reads, repository.content]).toEqual([2, text(SHA, '# theirs\n')])
  })

  test.each([
    ['unchanged', text(SHA)],
    ['superseded', text(NEWER)],
    ['held', held(OLD_SHA)],
  ])('is not made where somebody wrote what makes it %s', async (verdict, after) => {
    const { repository, outcome } = await afterBuild([text(OLD_SHA), after])
    expect(await outcome()).toEqual({ outcome: verdict, attempts: 2, tip: '2' })
    expect([repository.reads, repository.content, repository.commits]).toEqual([2, after, []])
  })

  test('is refused where somebody took the entry away', async () => {
    const { repository, delivering } = await afterBuild([text(OLD_SHA), without])
    expect(await problemOf(() => delivering)).toMatchObject({ code: 'ENTRY_MISSING' })
    expect([repository.content, repository.commits]).toEqual([without, []])
  })

  test.each([
    ['unchanged', text(SHA)],
    ['superseded', text(NEWER)],
    ['held', held(OLD_SHA)],
  ])('is made where it was %s, and somebody wrote what needs it', async (_verdict, before) => {
    const { repository, outcome } = await afterBuild([before, text(OLD_SHA)])
    expect(await outcome()).toEqual({ outcome: 'write', attempts: 1, tip: '2' })
    expect([repository.reads, repository.content]).toEqual([2, text(SHA)])
  })

  test.each([
    ['unchanged', text(SHA)],
    ['superseded', text(NEWER)],
    ['held', held(OLD_SHA)],
  ])('is not made where it still is %s, which is true of the branch as it is', async (verdict, before) => {
    const { repository, outcome } = await afterBuild([before, before])
    expect(await outcome()).toEqual({ outcome: verdict, attempts: 1, tip: '1' })
    expect([repository.reads, repository.commits]).toEqual([2, []])
  })

  test('soon after the look is not looked for again where nothing is to do', async () => {
    const newForMs = Number.POSITIVE_INFINITY
    const { repository, outcome } = await afterBuild([text(SHA), text(SHA)], { newForMs })
    expect(await outcome()).toEqual({ outcome: 'unchanged', attempts: 1, tip: '1' })
    expect(repository.reads).toBe(1)
  })

  const refused = (tip: string): never =>
    fail({ code: 'IMAGE_NOT_RENDERED', message: `refused at ${tip}`, hint: 'none' })

  /** Refuses what preflight let through, as long as it is asked about these tips. */
  function refusing(...tips: readonly string[]) {
    let asked = 0
    return async ({ tip }: Proposal) => {
      asked += 1
      return asked > 1 && tips.includes(tip) ? refused(tip) : []
    }
  }

  test('is made where only the tip that is gone is refused', async () => {
    const moves = [text(OLD_SHA), text(OLD_SHA, '# theirs\n')] as const
    const { repository, outcome } = await afterBuild(moves, { render: refusing('1') })
    expect(await outcome()).toEqual({ outcome: 'write', attempts: 1, tip: '2' })
    expect(repository.reads).toBe(2)
  })

  test('is refused where the tip as it is is refused, in the words for that one', async () => {
    const moves = [text(OLD_SHA), text(OLD_SHA, '# theirs\n')] as const
    const { repository, delivering } = await afterBuild(moves, { render: refusing('1', '2') })
    expect(await problemOf(() => delivering)).toMatchObject({ message: 'refused at 2' })
    expect(repository.commits).toEqual([])
  })

  test('is refused where only the new tip is refused', async () => {
    const moves = [text(OLD_SHA), text(OLD_SHA, '# theirs\n')] as const
    const { repository, delivering } = await afterBuild(moves, { render: refusing('2') })
    expect(await problemOf(() => delivering)).toMatchObject({ message: 'refused at 2' })
    expect(repository.commits).toEqual([])
  })

  test('that is only tried speaks of the tip as it is', async () => {
    const repository = new MemoryRepository(text(OLD_SHA))
    const bump = bumpOf(repository, { newForMs: 0 })
    await bump.preflight()
    repository.move(text(OLD_SHA, '# theirs\n'))
    const tried = await bump.tryOut(new Map())
    expect([tried.tip, tried.before.get(FILE)]).toEqual(['2', text(OLD_SHA, '# theirs\n')])
  })
})

describe('an old snapshot', () => {
  type Steps = WritePorts<Snapshot> & WriteOptions
  const first: Snapshot = { tip: 'old', nodes: new Map() }
  const changing = aProposal([aVerdict()], { [FILE]: ['a', 'b'] })
  const lost = {
    landed: false,
    commit: 'lost',
    reason: 'stale info',
    unanswered: false,
    unsent: true,
  } as const

  function steps(changes: Partial<Steps> = {}): Steps {
    return {
      firstIsOld: true,
      read: async () => ({ ...first, tip: 'new' }),
      propose: async ({ tip }) => ({ ...changing, tip }),
      commit: async ({ tip }) => (tip === 'new' ? { landed: true, commit: 'c' } : lost),
      landed: async () => undefined,
      signal: new AbortController().signal,
      ...changes,
    }
  }

  afterEach(() => {
    vi.restoreAllMocks()
  })

  /** No budget has time for a wait any more, so that whoever waits gives up. */
  const noTimeToWait = () => vi.spyOn(Math, 'random').mockReturnValue(1e9)

  test('whose push is lost is no sign of a crowd: the branch is read at once', async () => {
    noTimeToWait()
    const reasons: string[] = []
    const delivered = await writeUntilLanded(first, steps({ onLost: (reason) => reasons.push(reason) }))
    expect(delivered).toMatchObject({ commit: 'c', attempts: 2 })
    expect(reasons).toEqual(['stale info'])
  })

  const answering = (changes: Partial<Lost>) => ({ commit: async () => ({ ...lost, ...changes }) })

  test.each<[string, Partial<Steps>, number]>([
    ['of a new snapshot is lost', { firstIsOld: false }, 1],
    ['is lost a second time', { commit: async () => lost }, 2],
    ['is lost to another one on its way', answering({ unsent: false }), 1],
    ['is not answered', answering({ unsent: false, unanswered: true }), 1],
  ])('where the push %s: one waits, as ever', async (_what, changes, attempts) => {
    noTimeToWait()
    expect(await problemOf(() => writeUntilLanded(first, steps(changes)))).toMatchObject({
      code: 'CONFIG_CONTENTION',
      message: expect.stringContaining(`in ${attempts} attempts`),
    })
  })

  test.each([
    [true, []],
    [false, ['lost']],
  ])('whose push was not sent (%s) is not looked for on the branch', async (unsent, lookedFor) => {
    const asked: (string | undefined)[] = []
    const propose = async ({ tip }: Snapshot) =>
      tip === 'old' ? changing : aProposal([aVerdict({ outcome: 'unchanged' })])
    const landed = async (attempts: readonly Attempt[]) => {
      asked.push(...attempts.map(({ id }) => id))
      return undefined
    }
    const commit = async () => ({ ...lost, unsent })
    const delivered = await writeUntilLanded(first, steps({ propose, landed, commit }))
    expect([delivered.kind, asked]).toEqual(['nothing-to-do', lookedFor])
  })

  test('that nobody can judge because of a defect is reported as that', async () => {
    const propose = async () => {
      throw new TypeError('a defect')
    }
    const read = () => {
      throw new Error('nobody reads')
    }
    await expect(writeUntilLanded(first, steps({ propose, read }))).rejects.toThrow('a defect')
  })

  test('is not followed by a read when the run was cancelled', async () => {
    const cancel = new AbortController()
    let reads = 0
    const work = writeUntilLanded(
      first,
      steps({
        signal: cancel.signal,
        propose: async () => {
          cancel.abort()
          return aProposal([aVerdict({ outcome: 'unchanged' })])
        },
        read: async () => {
          reads += 1
          return first
        },
      }),
    )
    await expect(work).rejects.toThrow(/abort/i)
    expect(reads).toBe(0)
  })

  test('gives the server the time of the budget for the read that follows', async () => {
    const given: number[] = []
    await writeUntilLanded(
      first,
      steps({
        budgetMs: 5_000,
        propose: async ({ tip }) => (tip === 'old' ? aProposal([aVerdict({ outcome: 'held' })]) : changing),
        read: async (withinMs) => {
          given.push(withinMs)
          return { ...first, tip: 'new' }
        },
        commit: async () => ({ landed: true, commit: 'c' }),
      }),
    )
    expect(given).toHaveLength(1)
    expect(must(given[0])).toBeLessThanOrEqual(5_000)
  })
})
