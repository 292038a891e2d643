import { describe, expect, test } from 'vitest'
import { autoMerge } from '../../../../src/github/merge/auto-merge.ts'
import { SHA } from '../../builders.ts'
import { type Answers, refusal, refusedQuery, scriptedGithub, unanswered } from '../scripted-github.ts'

const URL = 'https://github.com/acme/platform-config/pull/7'
const PULL = { repository: 'acme/platform-config', number: 7, url: URL, head: SHA }
const MERGE = 'PUT /repos/acme/platform-config/pulls/7/merge'
const ENABLE = 'enablePullRequestAutoMerge'
const COMMIT = 'c'.repeat(40)

const state = (status: string, pull: object = {}, repository: object = {}) => ({
  repository: {
    autoMergeAllowed: true,
    mergeCommitAllowed: true,
    squashMergeAllowed: true,
    rebaseMergeAllowed: false,
    viewerDefaultMergeMethod: 'SQUASH',
    ...repository,
    pullRequest: {
      id: 'PR_1',
      state: 'OPEN',
      isDraft: false,
      headRefOid: SHA,
      mergeStateStatus: status,
      isInMergeQueue: false,
      isMergeQueueEnabled: false,
      autoMergeRequest: null,
      mergeCommit: null,
      ...pull,
    },
  },
})

const MERGED = state('UNKNOWN', { state: 'MERGED', mergeCommit: { oid: COMMIT } })
const ANSWERED = { [MERGE]: [{ sha: COMMIT, merged: true }], [ENABLE]: [{}] }

async function run(answers: Answers, method: 'squash' | 'rebase' | 'default' = 'squash') {
  const scripted = scriptedGithub({ ...ANSWERED, ...answers })
  const warnings: string[] = []
  const { signal } = new AbortController()
  const onWarning = (warning: string) => warnings.push(warning)
  const result = await autoMerge(PULL, { method }, { github: scripted.github, onWarning, signal, pauseMs: 0 })
  const sent = scripted.asked.filter(({ route }) => route !== 'query')
  return { result, warnings, sent, looks: scripted.asked.length - sent.length }
}

describe('autoMerge', () => {
  test.each(['CLEAN', 'UNSTABLE', 'HAS_HOOKS'])(
    'merges at once what is %s, at the head of this run',
    async (status) => {
      expect(await run({ query: [state(status)] })).toEqual({
        result: { kind: 'merged', commit: COMMIT },
        warnings: [],
        sent: [{ route: MERGE, sent: { sha: SHA, merge_method: 'squash' }, once: true }],
        looks: 1,
      })
    },
  )

  test.each(['BLOCKED', 'BEHIND'])('has GitHub merge later what is %s', async (status) => {
    expect(await run({ query: [state(status)] })).toEqual({
      result: { kind: 'waiting' },
      warnings: status === 'BEHIND' ? [expect.stringContaining('is behind')] : [],
      sent: [{ route: ENABLE, sent: { id: 'PR_1', head: SHA, way: 'SQUASH' }, once: true }],
      looks: 1,
    })
  })

  test('warns of no branch that is behind where a merge queue brings it up to date', async () => {
    const { result, warnings } = await run({ query: [state('BEHIND', { isMergeQueueEnabled: true })] })
    expect([result.kind, warnings]).toEqual(['waiting', []])
  })

  test('waits until GitHub knows', async () => {
    const { result, looks } = await run({ query: [state('UNKNOWN'), state('UNKNOWN'), state('CLEAN')] })
    expect([result.kind, looks]).toEqual(['merged', 3])
  })

  test('waits until GitHub sees the head', async () => {
    const { result, looks } = await run({
      query: [state('CLEAN', { headRefOid: 'a'.repeat(40) }), state('CLEAN')],
    })
    expect([result.kind, looks]).toEqual(['merged', 2])
  })

  test.each(['Pull request is in clean status', 'Pull request is in unstable status'])(
    'merges where enabling came too late: %s',
    async (text) => {
      const { result, warnings } = await run({
        query: [state('BLOCKED'), state('CLEAN')],
        [ENABLE]: [refusedQuery('UNPROCESSABLE', `["${text}"]`)],
      })
      expect([result.kind, warnings]).toEqual(['merged', []])
    },
  )

  test('looks again where the base moved under a merge, and enables where something is pending by now', async () => {
    const moved = refusal(405, 'Base branch was modified. Review and try the merge again.')
    const { result, sent } = await run({
      query: [state('CLEAN'), state('CLEAN'), state('BLOCKED')],
      [MERGE]: [moved],
    })
    expect([result.kind, sent.map(({ route }) => route)]).toEqual(['waiting', [MERGE, MERGE, ENABLE]])
  })

  test.each([unanswered(), refusal(409, 'Head branch was modified.'), refusal(409)])(
    'finds its merge after %s',
    async (failure) => {
      const { result, sent } = await run({ query: [state('CLEAN'), MERGED], [MERGE]: [failure] })
      expect([result, sent.length]).toEqual([{ kind: 'merged', commit: COMMIT }, 1])
    },
  )

  test.each(['', `${COMMIT}\n::error::`, `](https://example.com)`, 7])(
    'takes %j for no commit, and looks again',
    async (sha) => {
      const unreadable = state('UNKNOWN', { state: 'MERGED', mergeCommit: { oid: sha } })
      const { result, sent } = await run({
        query: [state('CLEAN'), unreadable, MERGED],
        [MERGE]: [{ sha, merged: true }],
      })
      expect([result, sent.length]).toEqual([{ kind: 'merged', commit: COMMIT }, 1])
    },
  )

  test.each([
    ['was merged before', MERGED, { kind: 'merged', commit: COMMIT }],
    ['waits already', state('BLOCKED', { autoMergeRequest: { enabledAt: 'x' } }), { kind: 'waiting' }],
    ['is in the merge queue', state('CLEAN', { isInMergeQueue: true }), { kind: 'waiting' }],
  ])('leaves alone what %s', async (_, found, result) => {
    expect(await run({ query: [found] })).toMatchObject({ result, warnings: [], sent: [] })
  })

  test.each(['CLEAN', 'BLOCKED'])(
    'gets into a merge queue by enabling, though %s and by no method',
    async (status) => {
      const queue = state(
        status,
        { isMergeQueueEnabled: true },
        { autoMergeAllowed: false, squashMergeAllowed: false },
      )
      const { result, sent } = await run({ query: [queue] })
      expect([result.kind, sent.map(({ route }) => route)]).toEqual(['waiting', [ENABLE]])
    },
  )

  test('takes the method that GitHub offers first', async () => {
    const { sent } = await run({ query: [state('CLEAN')] }, 'default')
    expect(sent[0]?.sent).toEqual({ sha: SHA, merge_method: 'squash' })
  })

  test.each([
    ['DIRTY', {}, {}, /it has conflicts/],
    ['CLEAN', { isDraft: true }, {}, /it is a draft/],
    ['CLEAN', { state: 'CLOSED' }, {}, /it is closed/],
    ['CLEAN', { headRefOid: 'a'.repeat(40) }, {}, /another commit than the one of this run/],
    ['UNKNOWN', {}, {}, /has not found out in time/],
    [
      'CLEAN',
      {},
      { squashMergeAllowed: false },
      /does not allow the method squash \(https:\/\/github\.com\/acme\/platform-config\/settings\); name an allowed one/,
    ],
    [
      'BLOCKED',
      {},
      { autoMergeAllowed: false },
      /check "Allow auto-merge" \(https:\/\/github\.com\/acme\/platform-config\/settings\)/,
    ],
  ])('says of %s %j %j what a person must do', async (status, pull, repository, words) => {
    const { result, warnings, sent } = await run({ query: [state(status, pull, repository)] })
    expect([result, sent]).toEqual([{ kind: 'left' }, []])
    expect(warnings).toEqual([expect.stringMatching(words)])
    expect(warnings[0]).toMatch(
      /^The pull request is not merged automatically: .*\. Merge it by hand: https:/,
    )
    expect(warnings[0]).toContain(URL)
  })

  test.each([
    [{ query: [refusal(404, 'Not Found')] }, /answered 404, and says "Not Found"/],
    [
      { query: [state('CLEAN')], [MERGE]: [refusal(403, 'Resource not accessible by integration')] },
      /pull_requests: write/,
    ],
    [
      {
        query: [state('CLEAN')],
        [MERGE]: [refusal(405, 'Squash merges are not allowed on this repository.')],
      },
      /Squash merges are not allowed/,
    ],
    [
      {
        query: [state('BLOCKED')],
        [ENABLE]: [refusedQuery('FORBIDDEN', 'Resource not accessible by integration')],
      },
      /pull_requests: write/,
    ],
    [
      {
        query: [state('BLOCKED')],
        [ENABLE]: [refusedQuery('UNPROCESSABLE', 'Auto merge is not allowed for this repository')],
      },
      /Auto merge is not allowed/,
    ],
  ])('is a warning where GitHub refuses', async (answers, words) => {
    const { result, warnings } = await run(answers)
    expect([result.kind, warnings]).toEqual(['left', [expect.stringMatching(words)]])
  })

  test('ends, whatever GitHub says', async () => {
    const { result, looks, warnings } = await run({ query: [state('CLEAN')], [MERGE]: [unanswered()] })
    expect([result.kind, warnings.length]).toEqual(['left', 1])
    expect(looks).toBeLessThan(20)
  })

  test('is over when the run is cancelled', async () => {
    const { github } = scriptedGithub({ query: [state('UNKNOWN')] })
    const cancel = new AbortController()
    const work = autoMerge(
      PULL,
      { method: 'merge' },
      { github, onWarning: () => cancel.abort(), signal: cancel.signal, pauseMs: 60_000 },
    )
    cancel.abort()
    await expect(work).rejects.toThrow('aborted')
  })
})
