import { describe, expect, test } from 'vitest'
import { failRefused, readPush } from '../../../../src/config-repository/git/push-outcome.ts'
import { problemOf } from '../../builders.ts'

const FROM = 'a'.repeat(40)
const push = (line: string) => `To https://github.com/acme/platform-config.git\n${line}\nDone\n`
const refused = (summary: string) => push(`!\t${FROM}:refs/heads/main\t${summary}`)

describe('readPush', () => {
  test.each([
    [push(` \t${FROM}:refs/heads/main\t1234567..89abcde`), 'a fast-forward'],
    [push(`*\t${FROM}:refs/heads/main\t[new branch]`), 'a new branch'],
    [push(`=\t${FROM}:refs/heads/main\t[up to date]`), 'nothing left to do'],
    [push(`+\t${FROM}:refs/heads/main\t1234567...89abcde (forced update)`), 'a forced update'],
  ])('landed: %j', (stdout) => {
    expect(readPush(0, stdout, '')).toEqual({ kind: 'landed' })
  })

  test.each(['stale info', 'fetch first', 'non-fast-forward'])('lost before it was sent: %s', (why) => {
    const summary = `[rejected] (${why})`
    expect(readPush(1, refused(summary), '')).toEqual({ kind: 'unsent', reason: summary })
  })

  test.each([
    ["[remote rejected] (cannot lock ref 'refs/heads/main': is at 1 but expected 2)", ''],
    ['[remote rejected] (failed to update ref)', 'remote: error: cannot lock ref'],
    ['[remote rejected] (incorrect old value provided)', ''],
    // A server with git 2.50 or newer, whose lock another push holds, and one whose branch was deleted meanwhile.
    [
      '[remote rejected] (reference already exists)',
      "remote: error: cannot lock ref 'refs/heads/main': Unable to create",
    ],
    ['[remote rejected] (reference does not exist)', ''],
    // JGit, and Azure DevOps.
    ['[remote rejected] (failed to lock)', ''],
    [
      "[remote rejected] (TF401028: The reference 'refs/heads/main' has already been updated by another client, so you cannot update it.)",
      '',
    ],
    [
      "[remote rejected] (cannot lock ref 'refs/heads/main')",
      'remote: Bypassed rule violations for refs/heads/main:',
    ],
  ])('a lost race: %s', (summary, stderr) => {
    expect(readPush(1, refused(summary), stderr)).toEqual({ kind: 'lost', reason: summary })
  })

  test.each([
    [
      '[remote rejected] (protected branch hook declined)',
      'remote: error: GH006: Protected branch update failed for refs/heads/main.',
    ],
    [
      '[remote rejected] (push declined due to repository rule violations)',
      'remote: error: GH013: Repository rule violations found',
    ],
    [
      '[remote rejected] (pre-receive hook declined)',
      'remote: GitLab: You are not allowed to push code to protected branches',
    ],
    ['[remote rejected] (hook declined)', ''],
    [
      '[remote rejected] (TF402455: Pushes to this branch are not permitted; you must use a pull request to update this branch.)',
      '',
    ],
    [
      '[remote rejected] (VS403702: The push was rejected because one or more commits contain author email x)',
      '',
    ],
    ['[remote rejected] (pre-receive hook declined)', 'remote: Permission denied to update branch main.'],
    [
      '[remote rejected] (pre-receive hook declined)',
      'remote: Branch refs/heads/main can only be modified through pull requests.',
    ],
    [
      '[remote rejected] (pre-receive hook declined)',
      'remote: Gitea: Not allowed to push to protected branch main',
    ],
  ])('a rule: %s', (summary, stderr) => {
    const outcome = readPush(1, refused(summary), stderr)
    expect(outcome).toMatchObject({ kind: 'refused', reason: expect.stringContaining(summary) })
    const said = stderr.replace(/^remote: /, '')
    expect('reason' in outcome ? outcome.reason : '').toContain(said)
  })

  test.each([
    '[remote rejected] (unpacker error)',
    '[remote failure] (remote failed to report status)',
    '[remote rejected] (internal server error)',
  ])('a server that broke has decided nothing: %s', (summary) => {
    expect(readPush(1, refused(summary), '')).toMatchObject({ kind: 'unanswered' })
  })

  test.each([
    'GitLab: Push operation timed out',
    'GitLab: 500 Internal Server Error',
    'GitLab: Internal API unreachable',
    'Gitea: Internal Server Error',
    'Unable to contact gitea: Post http://127.0.0.1:3000: connect: connection refused',
  ])('nor has a hook behind which it broke: %s', (said) => {
    const outcome = readPush(1, refused('[remote rejected] (pre-receive hook declined)'), `remote: ${said}`)
    expect(outcome).toEqual({
      kind: 'unanswered',
      reason: `[remote rejected] (pre-receive hook declined); ${said}`,
    })
  })

  test('unsure, until the tip is looked at, is what nobody has put into words before', () => {
    expect(readPush(1, refused('[remote rejected] (no luck)'), '')).toMatchObject({ kind: 'unsure' })
  })

  test.each([
    [1, '', 'fatal: unable to access: Could not resolve host: github.com'],
    [128, '', 'fatal: the remote end hung up unexpectedly'],
    [124, '', ''],
    [1, push(` \t${FROM}:refs/heads/main\t1..2`), 'fatal: the remote end hung up unexpectedly'],
    [0, '', ''],
  ])('unanswered, so it may have landed: exit code %i', (exitCode, stdout, stderr) => {
    expect(readPush(exitCode, stdout, stderr)).toMatchObject({ kind: 'unanswered' })
  })

  test('repeats what a server says, and not what it draws around that', () => {
    const drawn = Array.from({ length: 12 }, () => 'remote:      %%%%%%####(((((((%%%').join('\n')
    const said = 'remote: Branch refs/heads/main can only be modified through pull requests.'
    const stderr = `${drawn}\nremote: ---------------\n${said}\nremote: ---------------\nremote:\n`
    const outcome = readPush(1, refused('[remote rejected] (pre-receive hook declined)'), stderr)
    expect(outcome).toEqual({
      kind: 'refused',
      reason: `[remote rejected] (pre-receive hook declined); ${said.slice('remote: '.length)}`,
    })
  })

  test('repeats at most six lines of the remote', () => {
    const stderr = Array.from({ length: 20 }, (_, index) => `remote: line ${index}`).join('\n')
    const outcome = readPush(1, refused('[remote rejected] (hook declined)'), stderr)
    expect('reason' in outcome ? outcome.reason.split('; ') : []).toHaveLength(7)
  })
})

test('a refusal names repository, branch and reason', async () => {
  const problem = await problemOf(() => failRefused('acme/platform-config', 'main', 'GH006'))
  expect(problem).toMatchObject({
    code: 'CONFIG_REFUSED',
    message: 'config-repository acme/platform-config refused the commit on main: GH006',
  })
})
