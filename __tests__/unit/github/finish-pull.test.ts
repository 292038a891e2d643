import { expect, test } from 'vitest'
import { finishPull } from '../../../src/github/finish-pull.ts'
import { SHA } from '../builders.ts'
import { scriptedGithub } from './scripted-github.ts'

const PULL = { number: 7, url: 'https://github.com/acme/config/pull/7', head: SHA, created: true }
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
  const ports = { github, onWarning: () => {}, signal: new AbortController().signal, pauseMs: 0 }
  const options = { repository: 'acme/config', dress, autoMerge: method }
  expect(await finishPull(PULL, options, ports)).toBe(commit)
  expect(asked.routes()).toEqual(routes)
})
