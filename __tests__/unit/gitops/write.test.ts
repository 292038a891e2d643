import { describe, expect, test } from 'vitest'
import type {
  CommitOutcome,
  ConfigWriter,
  SentCommit,
  Snapshot,
} from '../../../src/config-repository/repository.ts'
import { hasStandIn } from '../../../src/gitops/proposal.ts'
import {
  type Attempt,
  type WriteOptions,
  type WritePorts,
  writeUntilLanded,
} from '../../../src/gitops/write.ts'
import { aProposal, aVerdict, digestOf, must, OLD_SHA, problemOf, SHA } from '../builders.ts'
import { bumpOf, FILE, MemoryRepository, text } from './memory-repository.ts'

const digests = new Map([['identity-service', digestOf('d')]])

describe('Bump', () => {
  test('reads once when nobody else writes: the try-out of preflight is what is committed', async () => {
    const repository = new MemoryRepository(text(OLD_SHA))
    const bump = bumpOf(repository)
    await bump.tryOut(new Map())
    const { commit, attempts } = await bump.commit(digests)
    expect([commit, attempts, repository.reads]).toEqual(['commit-2', 1, 1])
    expect(repository.content).toBe(text(SHA))
    expect(repository.commits[0]?.message).toContain('deploy(identity-service): a1b2c3d -> 4f2b8c1')
    expect(repository.commits[0]?.author).toEqual({ name: 'deploy-bot', email: 'deploy-bot@example.com' })
  })

  test('applies the edit again to what others wrote, and loses nothing of theirs', async () => {
    const repository = new MemoryRepository(text(OLD_SHA))
    let races = 2
    repository.others = (one) => {
      if (races-- <= 0) return
      one.tip += 1
      one.content = `# by another ${one.tip}\n${one.content}`
    }
    const { attempts } = await bumpOf(repository).commit(digests)
    expect(attempts).toBe(3)
    expect(repository.content).toBe(text(SHA, '# by another 3\n# by another 2\n'))
    expect(repository.commits).toHaveLength(1)
  })

  test('commits nothing when another writer has already put the values there', async () => {
    const repository = new MemoryRepository(text(OLD_SHA))
    repository.others = (one) => {
      one.tip += 1
      one.content = text(SHA)
    }
    const { commit, proposal } = await bumpOf(repository).commit(digests)
    expect(commit).toBeUndefined()
    expect(proposal.verdicts.map(({ outcome }) => outcome)).toEqual(['unchanged'])
    expect(repository.commits).toEqual([])
  })

  test('decides the order on the freshly read value: a newer deploy that came first wins', async () => {
    const repository = new MemoryRepository(text('latest'))
    repository.others = (one) => {
      one.tip += 1
      one.content = text(OLD_SHA)
      one.others = () => {}
    }
    const { commit, proposal } = await bumpOf(repository, { relation: 'behind' }).commit(digests)
    expect(commit).toBeUndefined()
    expect(proposal.verdicts.map(({ outcome }) => outcome)).toEqual(['superseded'])
    expect(repository.content).toBe(text(OLD_SHA))
  })

  test('tries with a stand-in for a digest that is not known yet, and never commits it', async () => {
    const withDigest = `${text(OLD_SHA)}  digest: ${digestOf('e')}\n`
    const repository = new MemoryRepository(withDigest)
    const bump = bumpOf(repository)
    const tried = await bump.tryOut(new Map())
    expect(tried.files.get(FILE)).toContain(`sha256:${'0'.repeat(64)}`)
    const { proposal } = await bump.commit(digests)
    expect([tried, proposal].map(hasStandIn)).toEqual([true, false])
    expect(repository.content).toBe(`${text(SHA)}  digest: ${digestOf('d')}\n`)
  })

  test('needs no stand-in for an entry that is not written, or has no digest', async () => {
    const newer = `${text(OLD_SHA)}  digest: ${digestOf('e')}\n`
    const stays = await bumpOf(new MemoryRepository(newer), { relation: 'behind' }).tryOut(new Map())
    const plain = await bumpOf(new MemoryRepository(text(OLD_SHA))).tryOut(new Map())
    expect([stays, plain].map(hasStandIn)).toEqual([false, false])
  })

  test('links to blob and line at the commit that was read', async () => {
    const repository = new MemoryRepository(
      'images:\n- name: x\n- name: identity-service\n  newName: ghcr.io/x\n',
    )
    const { configPlace } = await problemOf(() => bumpOf(repository).tryOut(new Map()))
    expect(configPlace).toEqual({
      file: FILE,
      line: 4,
      url: 'https://github.com/acme/platform-config/blob/1/prod.yaml#L4',
    })
  })
})

describe('writeUntilLanded', () => {
  type Steps = WritePorts<Snapshot> & WriteOptions
  const changing = aProposal([aVerdict()], { [FILE]: ['a', 'b'] })
  const first: Snapshot = { tip: '0', nodes: new Map() }
  const lost = {
    landed: false,
    commit: 'lost',
    reason: 'cannot lock ref',
    unanswered: false,
    unsent: false,
  } as const
  /** The branch has this commit. */
  const holding = (id: string) => async (attempts: readonly Attempt[]) =>
    attempts.flatMap((one) => (one.id === id ? { ...one, id } : []))[0]
  function steps(changes: Partial<Steps> = {}): Steps {
    return {
      read: async () => first,
      propose: async () => changing,
      commit: async () => lost,
      landed: async () => undefined,
      signal: new AbortController().signal,
      ...changes,
    }
  }

  test('ends when the time is up, and says that nothing was lost', async () => {
    const started = performance.now()
    const reasons: string[] = []
    let pushes = 0
    const commit = async () => {
      pushes += 1
      return lost
    }
    const onLost = (reason: string) => reasons.push(reason)
    const problem = await problemOf(() => writeUntilLanded(first, steps({ budgetMs: 1500, commit, onLost })))
    expect(problem).toMatchObject({
      code: 'CONFIG_CONTENTION',
      message: expect.stringContaining('cannot lock ref'),
      hint: expect.stringContaining('re-running'),
    })
    expect(performance.now() - started).toBeLessThan(15_000)
    expect(reasons.length).toBeGreaterThanOrEqual(1)
    expect(problem.message).toContain(`did not land in ${pushes} attempts`)
    // After the last attempt nobody starts again, or has no time left to push.
    expect([pushes, pushes - 1]).toContain(reasons.length)
  })

  test('gives the server no more time than is left, and pushes nothing when there is none', async () => {
    const given: number[] = []
    const slow = async <T>(answer: T, withinMs = 0): Promise<T> => {
      given.push(withinMs)
      await new Promise((done) => setTimeout(done, 50))
      return answer
    }
    let pushes = 0
    const work = writeUntilLanded(
      first,
      steps({
        budgetMs: 2_000,
        read: (withinMs) => slow(first, withinMs),
        propose: async () => {
          // The second one takes all that is left.
          if (pushes === 1) await new Promise((done) => setTimeout(done, 2_100))
          return changing
        },
        commit: (_, withinMs) => {
          pushes += 1
          return slow(lost, withinMs)
        },
      }),
    )
    expect((await problemOf(() => work)).message).toContain('did not land in 1 attempts')
    expect(given).toHaveLength(2)
    expect(given[0]).toBeLessThanOrEqual(2_000)
    expect(given[1]).toBeLessThan((given[0] ?? 0) - 40)
  })

  test.each([
    [false, 'CONFIG_REFUSED'],
    [true, 'CONFIG_UNREACHABLE'],
  ])(
    'ends when nobody moves the branch (unanswered: %s), and begins to count when somebody does',
    async (unanswered, code) => {
      const tips = ['moved', 'moved', 'moved', 'moved']
      let pushes = 0
      const commit = async (): Promise<CommitOutcome> => {
        pushes += 1
        return { ...lost, unanswered }
      }
      const read = async () => ({ ...first, tip: must(tips.shift()) })
      const propose = async ({ tip }: Snapshot) => ({ ...changing, tip })
      const problem = await problemOf(() =>
        writeUntilLanded(first, steps({ commit, read, propose, mostAtOneTip: 3 })),
      )
      expect(problem).toMatchObject({
        code,
        message: expect.stringMatching(/3 times in a row.*cannot lock ref/),
        hint: expect.stringContaining('Nothing was lost'),
      })
      // One before it moved, and three since.
      expect(pushes).toBe(4)
    },
  )

  test('counts time, not attempts: lost races alone are no reason to stop', async () => {
    let left = 3
    const commit = async (): Promise<CommitOutcome> => (left-- > 0 ? lost : { landed: true, commit: 'c' })
    const result = await writeUntilLanded(first, steps({ commit }))
    expect(result).toMatchObject({ commit: 'c', attempts: 4 })
  })

  test('a push without an answer that is found to be there was ours, though others wrote on top of it', async () => {
    const nothing = aProposal([aVerdict({ outcome: 'unchanged' })], {})
    const proposals = [changing, nothing]
    const result = await writeUntilLanded(
      first,
      steps({
        propose: async () => must(proposals.shift()),
        commit: async () => ({ ...lost, commit: 'ours', reason: '502' }),
        landed: holding('ours'),
      }),
    )
    expect(result).toMatchObject({ commit: 'ours', proposal: changing })
  })

  test('a push without an answer is not claimed when the branch does not hold it', async () => {
    const superseded = aProposal([aVerdict({ outcome: 'superseded' })], {})
    const proposals = [changing, superseded]
    const asked: (string | undefined)[][] = []
    const result = await writeUntilLanded(
      first,
      steps({
        propose: async () => must(proposals.shift()),
        commit: async () => ({ ...lost, commit: 'ours', reason: '502' }),
        landed: async (attempts) => {
          asked.push(attempts.map(({ id }) => id))
          return undefined
        },
      }),
    )
    expect(result).toMatchObject({ commit: undefined, proposal: superseded })
    expect(asked).toEqual([['ours']])
  })

  test('a push without an answer is looked for before anything is written on top of what came after it', async () => {
    let commits = 0
    const result = await writeUntilLanded(
      first,
      steps({
        read: async () => ({ ...first, tip: 'reverted' }),
        commit: async () => {
          commits += 1
          return { ...lost, commit: 'ours', unanswered: true }
        },
        landed: holding('ours'),
      }),
    )
    expect([result.commit, commits]).toEqual(['ours', 1])
  })

  test('a push without an answer is remembered: it may land while the next one is on its way', async () => {
    const outcomes: CommitOutcome[] = [
      { ...lost, commit: 'first', unanswered: true },
      { ...lost, commit: 'second' },
    ]
    const tips = [changing.tip, 'reverted']
    const result = await writeUntilLanded(
      first,
      steps({
        commit: async () => must(outcomes.shift()),
        read: async () => ({ ...first, tip: must(tips.shift()) }),
        landed: holding('first'),
      }),
    )
    expect([result.commit, outcomes]).toEqual(['first', []])
  })

  test('a push of whose commit nothing was heard is known again by its message', async () => {
    const repository = new MemoryRepository(text(OLD_SHA))
    const sent: SentCommit[] = []
    const unheard: ConfigWriter = {
      commit: async (tip, change) => {
        await repository.commit(tip, change)
        return { landed: false, commit: undefined, reason: '502', unanswered: true, unsent: false }
      },
      landed: async (commits) => {
        sent.push(...commits)
        const own = commits.find(({ message }) => message === repository.commits[0]?.message)
        return own && { ...own, id: 'found' }
      },
    }
    const { commit, proposal, attempts } = await bumpOf(repository, { writer: unheard }).commit(digests)
    expect([commit, attempts]).toEqual(['found', 1])
    expect(proposal.verdicts.map(({ outcome }) => outcome)).toEqual(['write'])
    expect(sent).toMatchObject([
      { id: undefined, message: expect.stringContaining('Correlation-Id: gh-9001-2') },
    ])
  })

  test('the branch is asked once more when the time ends on a push without an answer', async () => {
    const commit = async (): Promise<CommitOutcome> => ({ ...lost, commit: 'ours', unanswered: true })
    const landed = holding('ours')
    const result = await writeUntilLanded(first, steps({ commit, landed, budgetMs: 0 }))
    expect(result.commit).toBe('ours')
    const problem = await problemOf(() => writeUntilLanded(first, steps({ commit, budgetMs: 0 })))
    expect(problem).toMatchObject({
      code: 'CONFIG_CONTENTION',
      hint: expect.stringContaining('status of the git host'),
    })
  })

  test('a branch that did not move is not asked: what was pushed is not there', async () => {
    const landed = () => {
      throw new Error('nothing moved')
    }
    const outcomes: CommitOutcome[] = [
      { ...lost, unanswered: true },
      { landed: true, commit: 'second' },
    ]
    const commit = async () => must(outcomes.shift())
    const read = async () => ({ ...first, tip: changing.tip })
    expect((await writeUntilLanded(first, steps({ commit, landed, read }))).commit).toBe('second')
  })

  test('the branch is not asked where nothing was pushed', async () => {
    const landed = () => {
      throw new Error('nobody pushed')
    }
    const propose = async () => aProposal([aVerdict({ outcome: 'unchanged' })], {})
    expect(await writeUntilLanded(first, steps({ propose, landed }))).toMatchObject({ commit: undefined })
  })

  test('a lost race whose values another run wrote is not ours', async () => {
    const nothing = aProposal([aVerdict({ outcome: 'unchanged' })], {})
    const proposals = [changing, nothing]
    const result = await writeUntilLanded(first, steps({ propose: async () => must(proposals.shift()) }))
    expect(result.commit).toBeUndefined()
  })

  test('a lost push whose commit is the new tip was sent twice by the transport: it landed', async () => {
    let commits = 0
    const commit = async (): Promise<CommitOutcome> => {
      commits += 1
      return { ...lost, commit: 'ours' }
    }
    const result = await writeUntilLanded(
      first,
      steps({ commit, read: async () => ({ ...first, tip: 'ours' }) }),
    )
    expect([result.commit, commits]).toEqual(['ours', 1])
  })

  test('stops waiting when the run is cancelled', async () => {
    const cancel = new AbortController()
    const running = writeUntilLanded(first, steps({ signal: cancel.signal, onLost: () => cancel.abort() }))
    await expect(running).rejects.toThrow(/abort/i)
  })

  test('does not try again after a refusal', async () => {
    let commits = 0
    const commit = async (): Promise<CommitOutcome> => {
      commits += 1
      throw new Error('protected branch')
    }
    await expect(writeUntilLanded(first, steps({ commit }))).rejects.toThrow('protected branch')
    expect(commits).toBe(1)
  })
})
