import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { ByGit } from '../../../../src/config-repository/api/by-git.ts'
import { termsWithin } from '../../../../src/config-repository/api/terms.ts'
import type { ConfigRepository } from '../../../../src/config-repository/repository.ts'
import { must, SHA } from '../../builders.ts'

const change = { files: new Map([['a', 'b']]), message: 'm', author: { name: 'a', email: 'a@example.com' } }

/** A repository over git at this tip, whose read takes a moment, and the time that it was given for each part. */
async function commitAt(tip: string, withinMs?: number) {
  const given: (number | undefined)[] = []
  const git = {
    read: async (_: readonly string[], readMs?: number) => {
      given.push(readMs)
      await sleep(20)
      return { tip, nodes: new Map() }
    },
    commit: async (_: string, __: object, commitMs?: number) => {
      given.push(commitMs)
      return { landed: true, commit: SHA } as const
    },
  } as unknown as ConfigRepository
  const byGit = new ByGit({ log: { info: () => {}, notice: () => {} }, git: () => git }, 'acme/config')
  const outcome = await byGit.commit(SHA, change, { reason: 'a test', left: termsWithin(withinMs) })
  return { outcome, given }
}

test('a commit by git has the time that reading has left of it', async () => {
  const { outcome, given } = await commitAt(SHA, 60_000)
  const [read = 0, commit = 0] = given.map(must)
  expect(outcome).toEqual({ landed: true, commit: SHA })
  expect([read <= 60_000, commit > 0, commit <= read - 15]).toEqual([true, true, true])
})

test('a commit by git without a limit sets none', async () => {
  expect((await commitAt(SHA)).given).toEqual([undefined, undefined])
})

test('a branch that has moved takes none', async () => {
  const { outcome, given } = await commitAt('b'.repeat(40), 1_000)
  expect(outcome).toMatchObject({ landed: false, unsent: true })
  expect(given).toHaveLength(1)
})
