import { describe, expect, test } from 'vitest'
import { kindOf } from '../../../../../src/config-repository/api/refusal/kind.ts'
import { failRefused } from '../../../../../src/config-repository/api/refusal/refusal.ts'
import { StepError } from '../../../../../src/errors/errors.ts'
import { GithubFailure } from '../../../../../src/github/failure.ts'
import { problemOf } from '../../../builders.ts'

const failure = (given: { status?: number; type?: string; said?: readonly string[]; retry?: 'transient' }) =>
  new GithubFailure('answered', { retry: 'final', status: 200, ...given })

describe('a refusal', () => {
  test.each([
    [{ status: 401, said: ['Bad credentials'] }, 'bad-token'],
    [{ type: 'FORBIDDEN', said: ['Resource not accessible by integration'] }, 'not-allowed'],
    [{ type: 'FORBIDDEN', said: ['Resource protected by organization SAML enforcement.'] }, 'saml'],
    [{ status: 403, said: ['the `acme` organization has an IP allow list enabled'] }, 'ip-list'],
    [{ status: 403, said: ['Repository was archived so is read-only.'] }, 'archived'],
    [{ said: ['Repository rule violations found\n\nChanges must be made through a pull request.'] }, 'rule'],
    [{ said: ['GH006: Protected branch update failed for refs/heads/main.'] }, 'rule'],
    [{ said: ['Cannot change this locked branch'] }, 'rule'],
    [{ said: ['Cannot force-push to this branch'] }, 'rule'],
    [{ said: ['Cannot delete this branch'] }, 'rule'],
    [{ type: 'NOT_FOUND', said: ["No such branch: 'prod'."] }, 'branch-missing'],
    [{ type: 'NOT_FOUND', said: ["Could not resolve to a Repository with the name 'a/b'."] }, 'not-found'],
    [{ status: 404, said: ['Not Found'] }, 'no-api'],
    [{ status: 413, said: [] }, 'too-large'],
    [{ said: ["Field 'updateRefs' doesn't exist on type 'Mutation'"] }, 'too-old'],
    [{ status: 502, retry: 'transient' as const }, 'unreachable'],
    [{ type: 'UNPROCESSABLE', said: ['Something else'] }, 'other'],
  ])('%j is %s', (given, kind) => {
    expect(kindOf(failure(given))).toBe(kind)
  })

  test.each([
    [{ type: 'NOT_FOUND', said: ['No such branch: prod'] }, 'has no branch prod'],
    [{ status: 403, said: ['Repository was archived so is read-only.'] }, 'is archived and takes no commits'],
  ])('%j is said once', async (given, message) => {
    const refused = { label: 'acme/config', branch: 'prod', input: 'config-token' }
    const problem = await problemOf(() => failRefused(failure(given), refused))
    expect(problem.message).toBe(`config-repository acme/config ${message}`)
  })

  test('of a rule says which, who may bypass it, and the ways out', () => {
    const said = ['Repository rule violations found', 'Changes must be made through a pull request.']
    const rules = ['The ruleset "main" demands pull_request, and may be bypassed by Integration 7']
    const refused = { label: 'acme/config', branch: 'main', input: 'config-token', rules }
    const fails = () => failRefused(failure({ said }), refused)
    expect(fails).toThrow(StepError)
    expect(fails).toThrow(
      /Changes must be made through a pull request\. The ruleset "main" demands pull_request/,
    )
  })

  test("says GitHub's lines as one sentence, without the blank ones behind them", () => {
    const said = ['Repository rule violations found\n\nChanges must be made through a pull request.\n\n']
    const refused = { label: 'acme/config', branch: 'main', input: 'config-token', rules: ['The ruleset'] }
    expect(() => failRefused(failure({ said }), refused)).toThrow(
      /main: Repository rule violations found Changes must be made through a pull request\. The ruleset$/m,
    )
  })

  const PULL = 'Changes must be made through a pull request.'
  const CHECK = 'Required status check "lint" is expected.'
  test.each([
    [
      [PULL],
      /^Set delivery: pull-request, which that rule asks for, and give the job "pull-requests: write"/,
    ],
    [['Changes must be made through the merge queue'], /^Set delivery: pull-request, which that rule/],
    [[CHECK], /^Set config-app-id and its key, and either delivery: pull-request or /],
    [[PULL, CHECK], /a pull request that it opens starts no checks\.$/],
    [
      ['GH006: Protected branch update failed for refs/heads/main.'],
      /^Set config-app-id and its key, with that App on/,
    ],
  ])('of the token of the job by %j names no bypass list for it', async (said, hint) => {
    const refused = { label: 'acme/web', branch: 'main', input: 'github-token' }
    const problem = await problemOf(() => failRefused(failure({ said }), refused))
    expect(problem.hint).toMatch(hint)
    expect(problem.hint).toContain('GITHUB_TOKEN bypasses none')
    expect(problem.hint).not.toContain('user of github-token')
  })

  test('of the token of the job on a locked branch is that of everybody', async () => {
    const refused = { label: 'acme/web', branch: 'main', input: 'github-token' }
    const problem = await problemOf(() =>
      failRefused(failure({ said: ['Cannot change this locked branch'] }), refused),
    )
    expect(problem.hint).toMatch(/^Take "Lock branch" out/)
  })
})
