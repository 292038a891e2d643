// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { git } from '../../support/git.ts'
import { type GitServerPart, startGitServer } from '../../support/git-server.ts'
import type { BranchRules } from '../../support/github/protection.ts'
import { CONFIG, type GitHubRoom, openGitHubRoom } from './github-room.ts'

const COMMIT =
  'mutation ($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input) { commit { oid } } }'

async function commitByApi(it: GitHubRoom, token?: string): Promise<string> {
  const input = {
    branch: { repositoryNameWithOwner: CONFIG, branchName: 'main' },
    expectedHeadOid: await it.repository.tip('main'),
    message: { headline: 'By the API' },
    fileChanges: { additions: [{ path: 'api.txt', contents: 'YQ==' }] },
  }
  const { body } = await it.query(COMMIT, { input }, token)
  return body.errors?.[0].message ?? 'landed'
}

/** What git says of a push of one commit that nobody has signed. */
async function push(it: GitHubRoom, server: GitServerPart, token: string): Promise<string> {
  server.settings.tokens.set(token, 'all')
  const work = join(it.root, `work-${Math.random()}`)
  const encoded = Buffer.from(`x-access-token:${token}`).toString('base64')
  const env = {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: `http.${server.url}/.extraheader`,
    GIT_CONFIG_VALUE_0: `Authorization: basic ${encoded}`,
  }
  await git(['clone', '-q', `${server.url}/${CONFIG}`, work], { cwd: it.root, env })
  await git(['commit', '-q', '--allow-empty', '-m', 'By git'], { cwd: work })
  return git(['push', '-q', 'origin', 'HEAD:main'], { cwd: work, env }).then(
    () => 'landed',
    (error: Error) => error.message,
  )
}

async function outcomes(kind: 'protect' | 'ruleset', rules: BranchRules) {
  await using it = await openGitHubRoom()
  await using server = await startGitServer({ root: it.root })
  if (kind === 'protect') await it.github.protect(CONFIG, 'main', rules)
  else await it.github.ruleset(CONFIG, { ...rules, branches: ['main'] })
  const token = it.github.addToken()
  return { api: await commitByApi(it, token), git: await push(it, server, token) }
}

test.each([
  ['signatures', { signatures: true }, 'landed', 'error: Commits must have verified signatures.'],
  [
    'a pull request',
    { pullRequest: true },
    'Changes must be made through a pull request.',
    'error: GH006: Protected branch update failed for refs/heads/main.',
  ],
  ['nobody', { locked: true }, 'Cannot change this locked branch', 'Cannot change this locked branch'],
  ['somebody who may bypass', { pullRequest: true, bypass: ['acme-deploy[bot]'] }, 'landed', 'landed'],
])('a protected branch that asks for %s refuses the API and pushes alike', async (_, rules, api, pushed) => {
  const seen = await outcomes('protect', rules)
  expect(seen.api).toBe(api)
  expect(seen.git).toContain(pushed)
})

test('a ruleset refuses in words of its own', async () => {
  const { api, git: pushed } = await outcomes('ruleset', { pullRequest: true, signatures: true })
  expect(api).toBe('Repository rule violations found\n\nChanges must be made through a pull request.\n\n')
  expect(pushed).toContain('GH013: Repository rule violations found for refs/heads/main.')
  expect(pushed).toContain('- Commits must have verified signatures.')
})

test('rules are shown: those of rulesets to everybody, a protection to whoever administers', async () => {
  await using it = await openGitHubRoom()
  await it.github.protect(CONFIG, 'main', { pullRequest: true, approvals: 2, signatures: true })
  await it.github.ruleset(CONFIG, {
    branches: ['main'],
    checks: ['test'],
    allowForce: true,
    allowDeletion: true,
  })
  const rules = (await it.rest(`GET /repos/${CONFIG}/rules/branches/main`)).body
  expect(rules).toMatchObject([{ type: 'required_status_checks', ruleset_id: 5000 }])
  expect((await it.rest(`GET /repos/${CONFIG}/branches/main`)).body.protected).toBe(true)
  const path = `GET /repos/${CONFIG}/branches/main/protection`
  expect((await it.rest(path)).body).toMatchObject({ required_signatures: { enabled: true } })
  const reader = it.github.addToken({ permissions: { contents: 'write' } })
  expect((await it.rest(path, undefined, reader)).status).toBe(403)
})
