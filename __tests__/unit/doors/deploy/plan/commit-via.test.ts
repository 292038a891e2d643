import { describe, expect, test } from 'vitest'
import type { ApiPlan } from '../../../../../src/plan/config.ts'
import type { Source } from '../../../../../src/source/source.ts'
import { KEY, must, problemsOf } from '../../../builders.ts'
import { plan, pushPlan } from './planned.ts'

const LONG = `ghs_123456_${'a'.repeat(100)}.${'b'.repeat(300)}.${'c'.repeat(86)}`
const GHES = { serverUrl: 'https://ghe.example', apiUrl: 'https://ghe.example/api/v3' }
const via = (given: Record<string, string>, source: Partial<Source> = {}) =>
  pushPlan(given, source).config?.via

describe('commit-via: auto', () => {
  test.each<[string, Record<string, string>, Partial<Source>]>([
    ['a short token of an installation', { 'config-token': 'ghs_abc' }, {}],
    ['a long one', { 'config-token': LONG }, {}],
    [
      'a URL of the GitHub of the run',
      { 'config-token': LONG, 'config-repository': 'https://github.com/a/b.git' },
      {},
    ],
    ['a server of its own', { 'config-token': LONG }, GHES],
    [
      'a tenant',
      { 'config-token': LONG },
      { serverUrl: 'https://a.ghe.com', apiUrl: 'https://api.a.ghe.com' },
    ],
  ])('takes the API for %s', (_, given, source) => {
    expect(via(given, source)).toMatchObject({ kind: 'api', required: false })
  })

  test('asks for the repository at the API of the run', () => {
    expect(via({ 'config-token': LONG }, GHES)).toMatchObject({
      repository: 'acme/platform-config',
      serverUrl: 'https://ghe.example',
      apiUrl: 'https://ghe.example/api/v3',
    })
  })

  test.each<[string, Record<string, string>, Partial<Source>, RegExp]>([
    ['a token of a person', { 'config-token': 'ghp_abc' }, {}, /a person's/],
    ['a fine-grained one', { 'config-token': 'github_pat_abc' }, {}, /a person's/],
    ['one that an App got for a person', { 'config-token': 'ghu_abc' }, {}, /a person's/],
    ['any other token', { 'config-token': 'glpat-abc' }, {}, /has not the form/],
    [
      'an author of their own',
      { 'config-token': LONG, 'commit-author': 'A <a@b.c>' },
      {},
      /commit-author is set/,
    ],
    ['a key', { 'config-token': '', 'config-ssh-key': KEY }, {}, /takes a token/],
    [
      'another host',
      { 'config-token': LONG, 'config-repository': 'https://gitlab.com/a/b' },
      {},
      /no other host/,
    ],
    [
      'a host that ends alike',
      { 'config-token': LONG, 'config-repository': 'https://evilgithub.com/a/b' },
      {},
      /no other host/,
    ],
    [
      'another port',
      { 'config-token': LONG, 'config-repository': 'https://github.com:8443/a/b' },
      {},
      /no other host/,
    ],
    [
      'an API of another host',
      { 'config-token': LONG },
      { apiUrl: 'https://api.github.com.evil.example' },
      /GITHUB_API_URL/,
    ],
    ['an API in the clear', { 'config-token': LONG }, { apiUrl: 'http://api.github.com' }, /GITHUB_API_URL/],
    [
      'Gitea',
      { 'config-token': LONG },
      { serverUrl: 'https://g.example', apiUrl: 'https://g.example/api/v1' },
      /GITHUB_API_URL/,
    ],
  ])('takes git for %s, and says why', (_, given, source, reason) => {
    expect(via(given, source)).toMatchObject({ kind: 'git', reason: expect.stringMatching(reason) })
  })
})

describe('commit-via: api', () => {
  test("takes a person's token as well", () => {
    expect(via({ 'config-token': 'ghp_abc', 'commit-via': 'api' })).toMatchObject({
      kind: 'api',
      required: true,
    })
  })

  test.each<[string, string, true | undefined]>([
    ['ghp_abc', 'pull-request', true],
    ['ghp_abc', 'push', undefined],
    [LONG, 'pull-request', undefined],
  ])('with %s and delivery: %s has commits without a signature: %s', (token, delivery, unsigned) => {
    const given = { 'config-token': token, 'commit-via': 'api', delivery }
    const { kind, unsigned: found } = must(via(given)) as ApiPlan
    expect([kind, found]).toEqual(['api', unsigned])
  })

  test.each<[Record<string, string>, string]>([
    [{ 'config-token': '', 'config-ssh-key': KEY }, 'config-token'],
    [{ 'config-token': LONG, 'commit-author': 'A <a@b.c>' }, 'commit-author'],
    [{ 'config-token': LONG, 'config-repository': 'https://gitlab.com/a/b' }, 'config-repository'],
  ])('that cannot be is refused in the plan: %j', async (given, input) => {
    expect(await problemsOf(() => plan({ ...given, 'commit-via': 'api' }))).toMatchObject([
      { code: 'INPUT_INVALID', inputs: expect.arrayContaining(['commit-via', input]) },
    ])
  })

  test('says of a missing credential that it is missing, and no more', async () => {
    expect(await problemsOf(() => plan({ 'config-token': '', 'commit-via': 'api' }))).toHaveLength(1)
  })
})

test('commit-via: git is git, whatever the token', () => {
  expect(via({ 'config-token': LONG, 'commit-via': 'git' })).toMatchObject({ kind: 'git' })
})
