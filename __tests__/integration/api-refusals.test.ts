// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { describe, expect, test } from 'vitest'
import type { BranchRules } from '../support/github/protection.ts'
import { problemOf } from '../unit/builders.ts'
import { APP, change, NAME, openApiRoom } from './api-room.ts'

const NEXT = change({ [APP]: 'images: []\n' })

/** The commit of a token of an installation on a branch with these rules. */
async function committed(rules: BranchRules, way: 'protect' | 'ruleset') {
  const room = await openApiRoom()
  if (way === 'protect') await room.github.protect(NAME, 'main', rules)
  else await room.github.ruleset(NAME, { ...rules, branches: ['main'], name: 'production' })
  const repository = room.repository({ grant: { kind: 'installation', login: 'acme-deploy[bot]', appId: 7 } })
  const { tip } = await repository.read([APP])
  return { room, tip, commit: () => repository.commit(tip, NEXT) }
}

const BOTH = ['protect', 'ruleset'] as const
const REFUSED: readonly (readonly [string, BranchRules, RegExp, RegExp])[] = [
  [
    'wants pull requests',
    { pullRequest: true },
    /through a pull request/,
    /^Set delivery: pull-request, .*bypass list/,
  ],
  ['is locked', { locked: true }, /locked branch/, /^Take "Lock branch" out of the protection of main/],
  [
    'wants checks',
    { checks: ['build'] },
    /Required status check "build" is expected/,
    /^Set delivery: pull-request with auto-merge/,
  ],
  [
    'has a merge queue',
    { mergeQueue: true },
    /through the merge queue/,
    /^Set delivery: pull-request, which that rule asks for/,
  ],
]

describe.each(BOTH)('a branch with rules (%s)', (way) => {
  test.each(REFUSED)('that %s refuses the commit, with the way out', async (_, rules, message, hint) => {
    const { room, tip, commit } = await committed(rules, way)
    await using it = room
    const problem = await problemOf(commit)
    expect(problem).toMatchObject({ code: 'CONFIG_REFUSED', message: expect.stringMatching(message) })
    expect(problem.hint).toMatch(hint)
    expect(await it.config.tip('main')).toBe(tip)
    if (way === 'ruleset') {
      expect(problem.message).toMatch(/\. The ruleset "production" \(https:\/\/github\.com\/.*\) demands /)
    }
  })

  test('that wants signatures takes what the API makes, and not what git does', async () => {
    const { room, commit } = await committed({ signatures: true }, way)
    await using it = room
    expect(await commit()).toMatchObject({ landed: true })
    const byGit = it.repositoryByGit()
    const { tip } = await byGit.read([APP])
    const problem = await problemOf(() => byGit.commit(tip, change({ [APP]: 'images: [] # again\n' })))
    expect(problem).toMatchObject({
      code: 'CONFIG_REFUSED',
      hint: expect.stringMatching(/^Set commit-via: api, with config-app-id/),
    })
    expect(await it.config.tip('main')).toBe(tip)
  })

  test.each([['acme-deploy[bot]'], [7]])('is passed by who may bypass them: %s', async (actor) => {
    const { room, commit } = await committed({ pullRequest: true, checks: ['build'], bypass: [actor] }, way)
    await using _ = room
    expect(await commit()).toMatchObject({ landed: true })
  })
})

test.each([
  ['write', 'demands pull_request, non_fast_forward, deletion, and may be bypassed by Integration 9'],
  ['read', 'demands pull_request, non_fast_forward, deletion'],
] as const)(
  'who may bypass a ruleset is said where GitHub shows it: administration %s',
  async (level, said) => {
    await using room = await openApiRoom()
    await room.github.ruleset(NAME, { branches: ['main'], pullRequest: true, bypass: [9] })
    const repository = room.repository({
      grant: { permissions: { contents: 'write', administration: level } },
    })
    const { tip } = await repository.read([APP])
    const { message } = await problemOf(() => repository.commit(tip, NEXT))
    expect(message.slice(-said.length)).toBe(said)
  },
)

describe('an App that is refused', () => {
  const app = {
    kind: 'app',
    id: '7',
    key: { kind: 'pem', pem: '' },
    repository: { owner: 'acme', name: 'platform-config' },
    permissions: { contents: 'write' },
    isAuthor: false,
    wished: {},
  } as const

  test.each([
    [
      { permissions: { contents: 'read' } } as const,
      'CONFIG_DENIED',
      /^Give the App of config-app-id the perm/,
    ],
    [{ repositories: [] }, 'CONFIG_NOT_FOUND', /App of config-app-id may not see it: install it on that/],
  ])('is named, and not config-token: %j', async (grant, code, hint) => {
    await using room = await openApiRoom()
    const token = room.github.addToken({ kind: 'installation', ...grant })
    const repository = room.repository({ config: { credential: app }, token })
    const problem = await problemOf(async () => repository.commit((await repository.read([APP])).tip, NEXT))
    expect(problem).toMatchObject({ code, hint: expect.stringMatching(hint) })
    expect(problem.hint).not.toContain('config-token')
  })
})
