import { describe, expect, test } from 'vitest'
import { Bump } from '../../../src/gitops/bump.ts'
import { Order } from '../../../src/gitops/order.ts'
import type { Change, CommitOutcome, ConfigRepository, Snapshot } from '../../../src/gitops/repository.ts'
import { type WriteSteps, writeUntilLanded } from '../../../src/gitops/write.ts'
import {
  aConfig,
  anImage,
  aProposal,
  aSource,
  aTarget,
  digestOf,
  HOST,
  must,
  OLD_SHA,
  problemOf,
  REPOSITORY,
  SHA,
} from '../builders.ts'

const NAME = `${HOST}/${REPOSITORY}`
const FILE = 'prod.yaml'
const text = (tag: string, note = '') =>
  `${note}images:\n- name: identity-service\n  newName: ${NAME}\n  newTag: ${tag}\n`

/** A repository in memory whose branch other writers move. */
class MemoryRepository implements ConfigRepository {
  readonly commits: Change[] = []
  reads = 0
  tip = 1
  content: string
  /** Called before each commit: what others do in the meantime. */
  others: (repository: MemoryRepository) => void = () => {}

  constructor(content: string) {
    this.content = content
  }

  async read(): Promise<Snapshot> {
    this.reads += 1
    return { tip: String(this.tip), nodes: new Map([[FILE, { kind: 'file', text: this.content }]]) }
  }

  async commit(tip: string, change: Change): Promise<CommitOutcome> {
    this.others(this)
    if (tip !== String(this.tip)) return { landed: false, reason: 'fetch first' }
    this.commits.push(change)
    this.content = must(change.files.get(FILE))
    this.tip += 1
    return { landed: true, commit: `commit-${this.tip}` }
  }

  materialise(): Promise<string> {
    throw new Error('nothing is rendered here')
  }
}

function bumpOf(repository: ConfigRepository, relation: 'ahead' | 'behind' = 'ahead') {
  const config = aConfig()
  const order = new Order({ compare: async () => relation }, config, 'main')
  const signal = new AbortController().signal
  return new Bump([anImage({ overlays: [FILE] })], {
    config,
    source: aSource(),
    repository,
    order,
    signal,
    onLost: () => {},
  })
}
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
    expect(proposal.targets.map(({ outcome }) => outcome)).toEqual(['unchanged'])
    expect(repository.commits).toEqual([])
  })

  test('decides the order on the freshly read value: a newer deploy that came first wins', async () => {
    const repository = new MemoryRepository(text('latest'))
    repository.others = (one) => {
      one.tip += 1
      one.content = text(OLD_SHA)
      one.others = () => {}
    }
    const { commit, proposal } = await bumpOf(repository, 'behind').commit(digests)
    expect(commit).toBeUndefined()
    expect(proposal.targets.map(({ outcome }) => outcome)).toEqual(['superseded'])
    expect(repository.content).toBe(text(OLD_SHA))
  })

  test('tries with a stand-in for a digest that is not known yet, and never commits it', async () => {
    const withDigest = `${text(OLD_SHA)}  digest: ${digestOf('e')}\n`
    const repository = new MemoryRepository(withDigest)
    const bump = bumpOf(repository)
    const { files } = await bump.tryOut(new Map())
    expect(files.get(FILE)).toContain(`sha256:${'0'.repeat(64)}`)
    await bump.commit(digests)
    expect(repository.content).toBe(`${text(SHA)}  digest: ${digestOf('d')}\n`)
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
  const changing = aProposal([aTarget()], { [FILE]: ['a', 'b'] })
  const first: Snapshot = { tip: '0', nodes: new Map() }
  function steps(changes: Partial<WriteSteps> = {}): WriteSteps {
    return {
      repository: new MemoryRepository(''),
      paths: [FILE],
      propose: async () => changing,
      commit: async () => ({ landed: false, reason: 'cannot lock ref' }),
      signal: new AbortController().signal,
      ...changes,
    }
  }

  test('ends when the time is up, and says that nothing was lost', async () => {
    const started = performance.now()
    const lost: string[] = []
    const problem = await problemOf(() =>
      writeUntilLanded(first, steps({ budgetMs: 1500, onLost: (reason) => lost.push(reason) })),
    )
    expect(problem).toMatchObject({
      code: 'CONFIG_CONTENTION',
      message: expect.stringContaining('cannot lock ref'),
      hint: expect.stringContaining('re-running'),
    })
    expect(performance.now() - started).toBeLessThan(1600)
    expect(lost.length).toBeGreaterThanOrEqual(1)
    expect(problem.message).toContain(`did not land in ${lost.length} attempts`)
  })

  test('counts time, not attempts: lost races alone are no reason to stop', async () => {
    let left = 3
    const commit = async (): Promise<CommitOutcome> =>
      left-- > 0 ? { landed: false, reason: 'fetch first' } : { landed: true, commit: 'c' }
    const result = await writeUntilLanded(first, steps({ commit }))
    expect(result).toMatchObject({ commit: 'c', attempts: 4 })
  })

  test('a push without an answer that is found to be there was ours, though others wrote on top of it', async () => {
    const nothing = aProposal([aTarget({ outcome: 'unchanged' })], {})
    const proposals = [changing, nothing]
    const result = await writeUntilLanded(
      first,
      steps({
        propose: async () => must(proposals.shift()),
        commit: async () => ({ landed: false, reason: '502', unanswered: 'ours' }),
      }),
    )
    expect(result).toMatchObject({ commit: 'ours', proposal: changing })
  })

  test('a lost race whose values another run wrote is not ours', async () => {
    const nothing = aProposal([aTarget({ outcome: 'unchanged' })], {})
    const proposals = [changing, nothing]
    const result = await writeUntilLanded(first, steps({ propose: async () => must(proposals.shift()) }))
    expect(result.commit).toBeUndefined()
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
