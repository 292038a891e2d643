// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { describe, expect, test } from 'vitest'
import { type Github, openGithub } from '../../../src/github/client.ts'
import { type AutoMergeOptions, autoMerge } from '../../../src/github/merge/auto-merge.ts'
import { git } from '../../support/git.ts'
import type { BranchRules } from '../../support/github/protection.ts'
import { CONFIG, type GitHubRoom, openGitHubRoom } from '../github/github-room.ts'

const { signal } = new AbortController()
const CHECKED: BranchRules = { pullRequest: true, checks: ['test'] }

interface Case {
  rules?: BranchRules
  method?: AutoMergeOptions['method']
  /** What happens after so many answers. */
  between?: readonly [answers: number, happens: (room: Room) => Promise<unknown>]
  before?: (room: Room) => Promise<unknown>
  token?: Parameters<GitHubRoom['github']['addToken']>[0]
}

interface Room extends GitHubRoom {
  head: string
}

/** A pull request, whose base has these rules. */
async function openRoom(rules: BranchRules = {}): Promise<Room> {
  const it = await openGitHubRoom()
  const { repository } = it
  const base = await repository.tip('main')
  await git(['update-ref', 'refs/heads/side', base], { cwd: repository.directory })
  const head = await repository.commit({ branch: 'side', files: { 'a.txt': 'a\n' }, message: 'Deploy' })
  await it.rest(`POST /repos/${CONFIG}/pulls`, { title: 'Deploy', head: 'side', base: 'main' })
  await it.github.ruleset(CONFIG, { branches: ['main'], ...rules })
  return Object.assign(it, { head })
}

const pass = async ({ github, head }: Room) => (await github.repository(CONFIG)).passed.add(`${head} test`)
const commit = (branch: string, path: string) => (room: Room) =>
  room.repository.commit({ branch, files: { [path]: 'other\n' }, message: 'Theirs' })

async function run(it: Room, { method = 'squash', between, token }: Case = {}) {
  const opened = openGithub({ apiUrl: it.github.url, token: it.github.addToken(token), signal })
  let answers = 0
  const github: Github = {
    ...opened,
    ask: async (call, terms) => {
      try {
        return await opened.ask(call, terms)
      } finally {
        answers += 1
        if (answers === between?.[0]) await between[1](it)
      }
    },
  }
  const warnings: string[] = []
  const onWarning = (warning: string) => warnings.push(warning)
  const pull = { repository: CONFIG, number: 1, url: `https://github.com/${CONFIG}/pull/1`, head: it.head }
  const result = await autoMerge(pull, { method }, { github, onWarning, signal, pauseMs: 0 })
  return { result, warnings, sent: sentIn(it) }
}

/** What was asked for besides looks. */
const sentIn = ({ github }: Room) =>
  github.requests.map(({ action }) => action).filter((action) => !['graphql', 'create-pull'].includes(action))

async function merges(given: Case) {
  await using it = await openRoom(given.rules)
  await given.before?.(it)
  const found = await run(it, given)
  const [pull] = await it.github.pulls(CONFIG)
  const tip = await it.repository.tip('main')
  return { ...found, pull, tip }
}

describe('a pull request that nothing holds back is merged at once', () => {
  test.each(['merge', 'squash', 'rebase', 'default'] as const)('by %s', async (method) => {
    const { result, warnings, sent, pull, tip } = await merges({ method })
    expect([result, warnings, sent]).toEqual([{ kind: 'merged', commit: tip }, [], ['merge-pull']])
    expect(pull?.merged?.oid).toBe(tip)
  })

  test('although a check that nobody requires has not passed', async () => {
    const before = async (it: Room) => (await it.github.repository(CONFIG)).pending.add(it.head)
    const { result, tip } = await merges({ before })
    expect(result).toEqual({ kind: 'merged', commit: tip })
  })

  test('in the way that the repository offers first', async () => {
    const before = async (it: Room) => {
      ;(await it.github.repository(CONFIG)).options.methods = ['rebase']
    }
    const { result, pull } = await merges({ method: 'default', before })
    expect([result.kind, pull?.state]).toEqual(['merged', 'closed'])
  })
})

test.each([
  ['a check', CHECKED, pass],
  ['a review', { pullRequest: true, approvals: 1 }, ({ github }: Room) => github.review(CONFIG, 1)],
  ['its place in the merge queue', { mergeQueue: true }, async () => undefined],
] as const)('what waits for %s lands as soon as that is there', async (_, rules, happens) => {
  await using it = await openRoom(rules)
  expect(await run(it)).toEqual({ result: { kind: 'waiting' }, warnings: [], sent: [] })
  // A further run of the same commit changes nothing.
  expect(await run(it)).toEqual({ result: { kind: 'waiting' }, warnings: [], sent: [] })
  await happens(it)
  expect(await it.github.settle(CONFIG)).toEqual([1])
  const tip = await it.repository.tip('main')
  expect((await run(it)).result).toEqual({ kind: 'merged', commit: tip })
})

test('one behind its base waits, and says who brings it up to date', async () => {
  const { result, warnings, pull } = await merges({
    rules: { upToDate: true },
    before: commit('main', 'b.txt'),
  })
  expect([result.kind, pull?.autoMerge?.method]).toEqual(['waiting', 'squash'])
  expect(warnings).toEqual([expect.stringMatching(/behind.*Update branch.*merge queue/)])
})

describe('what changes between a look and the request after it', () => {
  test('a check that passes: enabling is refused, and it is merged', async () => {
    const { result, warnings, sent, tip } = await merges({ rules: CHECKED, between: [1, pass] })
    expect([result, warnings, sent]).toEqual([{ kind: 'merged', commit: tip }, [], ['merge-pull']])
  })

  test.each([
    ['a check that is required from now on', CHECKED],
    ['a review that is required from now on', { approvals: 1 }],
    ['a merge queue from now on', { mergeQueue: true }],
  ])('%s: the merge is refused, and GitHub merges later', async (_, rules) => {
    const happens = (it: Room) => it.github.ruleset(CONFIG, { branches: ['main'], ...rules })
    const { result, sent, pull } = await merges({ between: [1, happens] })
    expect([result, sent]).toEqual([{ kind: 'waiting' }, ['merge-pull']])
    expect(pull?.autoMerge?.method).toBe('squash')
  })

  test('a commit on the base that it must have: GitHub merges later', async () => {
    const { result, sent } = await merges({
      rules: { upToDate: true },
      between: [1, commit('main', 'b.txt')],
    })
    expect([result, sent]).toEqual([{ kind: 'waiting' }, ['merge-pull']])
  })

  test('a commit on the base that conflicts: a person is asked', async () => {
    const { result, warnings } = await merges({ between: [1, commit('main', 'a.txt')] })
    expect([result.kind, warnings]).toEqual(['left', [expect.stringContaining('it has conflicts')]])
  })

  test('a commit on its branch: what this run did not propose is not merged', async () => {
    const { result, warnings, pull, sent } = await merges({ between: [1, commit('side', 'b.txt')] })
    expect([result.kind, warnings, sent]).toEqual([
      'left',
      [expect.stringContaining('has another commit than the one of this run')],
      ['merge-pull'],
    ])
    expect([pull?.state, pull?.autoMerge]).toEqual(['open', undefined])
  })

  test('a person who merges it: that merge is the result', async () => {
    const happens = ({ github }: Room) => github.mergePull(CONFIG, 1)
    const { result, warnings, tip } = await merges({ between: [1, happens] })
    expect([result, warnings]).toEqual([{ kind: 'merged', commit: tip }, []])
  })

  test('a person who closes it: it stays closed', async () => {
    const happens = ({ github }: Room) => github.closePull(CONFIG, 1)
    const { result, warnings } = await merges({ between: [1, happens] })
    expect([result.kind, warnings]).toEqual(['left', [expect.stringContaining('it is closed')]])
  })

  test.each([
    ['a merge', 'merge-pull', {}, 'merged'],
    ['enabling it', 'graphql', CHECKED, 'waiting'],
  ] as const)('a lost answer to %s: the next look finds it', async (_, on, rules, kind) => {
    const lose = async ({ github }: Room) => github.fail({ status: 502, after: true }, { on })
    const { result, warnings, sent } = await merges({ rules, between: [1, lose] })
    expect([result.kind, warnings]).toEqual([kind, []])
    expect(sent).toHaveLength(on === 'graphql' ? 0 : 1)
  })
})

describe('what only a person can change is a warning with the way to it', () => {
  const allow = (changes: object) => async (it: Room) =>
    Object.assign((await it.github.repository(CONFIG)).options, changes)
  const draft = async (it: Room) => {
    const [pull] = await it.github.pulls(CONFIG)
    if (pull) pull.draft = true
  }
  test.each<[string, Case, RegExp]>([
    ['conflicts', { before: commit('main', 'a.txt') }, /conflicts/],
    ['a draft', { before: draft }, /draft/],
    [
      'auto-merge that is off',
      { rules: CHECKED, before: allow({ autoMerge: false }) },
      /"Allow auto-merge" \(https:\/\/github\.com\/acme\/platform-config\/settings\)/,
    ],
    [
      'a way that is off',
      { method: 'rebase', before: allow({ methods: ['merge', 'squash'] }) },
      /does not allow the method rebase.*pull-request\.auto-merge/,
    ],
    [
      'a way that is off, for later',
      { rules: CHECKED, before: allow({ methods: ['merge'] }) },
      /does not allow the method squash/,
    ],
    [
      'a token that may not write contents',
      { token: { permissions: { pull_requests: 'write', contents: 'read' } } },
      /contents: write and pull_requests: write/,
    ],
    [
      'a token that may not write contents, for later',
      { rules: CHECKED, token: { permissions: { pull_requests: 'write', contents: 'read' } } },
      /contents: write and pull_requests: write/,
    ],
  ])('%s', async (_, given, words) => {
    const { result, warnings, pull } = await merges(given)
    expect([result, warnings]).toEqual([{ kind: 'left' }, [expect.stringMatching(words)]])
    expect(warnings[0]).toContain(`Merge it by hand: https://github.com/${CONFIG}/pull/1`)
    expect([pull?.state, pull?.autoMerge]).toEqual(['open', undefined])
  })
})
