import { expect, test } from 'vitest'
import type { Github, Terms } from '../../../src/github/client.ts'
import { finishPull } from '../../../src/github/finish-pull.ts'
import { SHA } from '../builders.ts'
import { scriptedGithub } from './scripted-github.ts'

const PULL = {
  number: 7,
  url: 'https://github.com/acme/config/pull/7',
  head: SHA,
  created: true,
  isOurs: true,
}
const { signal } = new AbortController()
const NOTHING = { labels: [], reviewers: [], teams: [], assignees: [] }
const MERGED = {
  repository: { pullRequest: { state: 'MERGED', headRefOid: SHA, mergeCommit: { oid: 'c'.repeat(40) } } },
}

test.each([
  [{ ...NOTHING, labels: ['deploy'] }, 'merge', ['GET /repos/acme/config/pulls/7', 'query'], 'c'.repeat(40)],
  [{ ...NOTHING, labels: ['deploy'] }, undefined, ['GET /repos/acme/config/pulls/7'], undefined],
  [NOTHING, undefined, [], undefined],
] as const)('%j, merged by %s', async (dress, method, routes, commit) => {
  const { github, ...asked } = scriptedGithub({
    query: [MERGED],
    'GET /repos/acme/config/pulls/7': [{ labels: [{ name: 'deploy' }] }],
  })
  const ports = { github, onWarning: () => {}, signal, pauseMs: 0 }
  const options = { repository: 'acme/config', dress, autoMerge: method }
  expect(await finishPull(PULL, options, ports)).toBe(commit)
  expect(asked.routes()).toEqual(routes)
})

test('a secondary limit is waited for as long as GitHub asks, which is a minute', async () => {
  const waits: (number | undefined)[] = []
  const ask = async (_call: unknown, { budgetMs }: Terms = {}) => {
    waits.push(budgetMs)
    return { data: {}, ...MERGED }
  }
  const ports = { github: { ask } as Pick<Github, 'ask'>, onWarning: () => {}, signal, pauseMs: 0 }
  const dress = { labels: ['a'], reviewers: ['b'], teams: ['c'], assignees: ['d'] }
  await finishPull(PULL, { repository: 'acme/config', dress, autoMerge: 'merge' }, ports)
  expect(waits).toHaveLength(5)
  for (const wait of waits) expect(wait).toBeGreaterThanOrEqual(120_000)
})

test('what others have committed is left to people', async () => {
  const { github, ...asked } = scriptedGithub({})
  const warnings: string[] = []
  const onWarning = (warning: string) => warnings.push(warning)
  const ports = { github, onWarning, signal }
  const options = { repository: 'acme/config', dress: NOTHING, autoMerge: 'squash' } as const
  expect(await finishPull({ ...PULL, isOurs: false }, options, ports)).toBeUndefined()
  expect(asked.routes()).toEqual([])
  expect(warnings).toEqual([expect.stringMatching(/not all of its commits are of this step.*pull\/7$/)])
})
