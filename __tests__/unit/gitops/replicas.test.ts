import { describe, expect, test } from 'vitest'
import { fail } from '../../../src/errors/errors.ts'
import type { Expected } from '../../../src/gitops/arrival.ts'
import { digestOf, HOST, OLD_SHA, problemOf, SHA } from '../builders.ts'
import { bumpOf, MemoryRepository, text } from './memory-repository.ts'

const DUBLIN = '465002806239.dkr.ecr.eu-west-1.amazonaws.com'
const DIGESTS = new Map([['identity-service', digestOf('d')]])
const replicas = {
  patterns: [{ written: DUBLIN, account: undefined, region: 'eu-west-1' }],
  timeoutSeconds: 300,
}
const there = (tag: string) => text(tag).replace(HOST, DUBLIN)

/** What was waited for before each commit. */
function scene(content: string, arrive: (expected: readonly Expected[]) => Promise<void> = async () => {}) {
  const repository = new MemoryRepository(content)
  const waits: { host: string; digest: string; commits: number }[] = []
  const bump = bumpOf(repository, {
    config: { replicas },
    arrive: async (expected) => {
      for (const { image, replica } of expected) {
        waits.push({ host: replica.host, digest: image.digest, commits: repository.commits.length })
      }
      await arrive(expected)
    },
  })
  return { repository, waits, bump }
}

describe('an image in a replica', () => {
  test('is waited for when its digest is known, and before anything is committed', async () => {
    const { repository, waits, bump } = scene(there(OLD_SHA))
    await bump.preflight()
    await bump.tryOut(DIGESTS)
    expect(waits).toEqual([])
    expect((await bump.commit(DIGESTS)).kind).toBe('pushed')
    expect(repository.content).toBe(there(SHA))
    expect(new Set(waits)).toEqual(new Set(waits.map((one) => ({ ...one, host: DUBLIN, commits: 0 }))))
    expect(waits[0]).toEqual({ host: DUBLIN, digest: digestOf('d'), commits: 0 })
  })

  test('that does not come is committed nowhere', async () => {
    const { repository, bump } = scene(there(OLD_SHA), async () =>
      fail({ code: 'REPLICA_MISSING', message: 'm', hint: 'h' }),
    )
    await bump.preflight()
    expect(await problemOf(() => bump.commit(DIGESTS))).toMatchObject({ code: 'REPLICA_MISSING' })
    expect(repository.commits).toEqual([])
  })

  test('is waited for, too, when another writer brings the replica into an overlay', async () => {
    const { repository, waits, bump } = scene(text(OLD_SHA))
    await bump.preflight()
    repository.others = (one) => {
      one.others = () => {}
      one.move(there(OLD_SHA))
    }
    await bump.commit(DIGESTS)
    expect(waits).toEqual([{ host: DUBLIN, digest: digestOf('d'), commits: 0 }])
    expect(repository.content).toBe(there(SHA))
  })

  test.each([
    ['is deployed already', there(SHA)],
    ['is held', there(OLD_SHA).replace('images:', '# ecr-gitops: hold audit\nimages:')],
    ['is in the registry itself', text(OLD_SHA)],
  ])('is not waited for where it %s', async (_, content) => {
    const { waits, bump } = scene(content)
    await bump.preflight()
    await bump.commit(DIGESTS)
    expect(waits).toEqual([])
  })
})
