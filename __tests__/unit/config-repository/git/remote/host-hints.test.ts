import { describe, expect, test } from 'vitest'
import {
  deniedHint,
  hostKeyHint,
  refusedHint,
} from '../../../../../src/config-repository/git/remote/host-hints.ts'
import type { GitHost } from '../../../../../src/names/git-host.ts'

const LABEL = 'acme/config'
const GITHUB = /"contents: write", or a deploy key/

describe('a credential that was refused', () => {
  const hint = (host: GitHost | undefined, said: string, credentialInput: string) =>
    deniedHint({ host, said, label: LABEL, credentialInput })

  test.each<readonly [GitHost | undefined, string, RegExp]>([
    ['github', '', GITHUB],
    [undefined, 'remote: Invalid username or token. github.com', GITHUB],
    ['gitlab', '', /write_repository.*A deploy token can only read/],
    // Of any name, by what it says.
    ['unknown', 'remote: HTTP Basic: Access denied.', /write_repository/],
    ['unknown', 'remote: Gitea: User permission denied', /write:repository/],
    [
      'unknown',
      "remote: TF401027: You need the Git 'GenericContribute' permission",
      /Code \(read and write\)/,
    ],
    ['bitbucket', '', /x-token-auth.*user:token/],
    ['bitbucket-server', '', /HTTP access token/],
    ['codecommit', 'returned error: 403', /user:password.*not percent-encoded.*codecommit:GitPush/],
    ['unknown', 'returned error: 401', /user:token; nothing is percent-encoded/],
  ])('a token at %s (%j) is one that the host takes', (host, said, wanted) => {
    expect(hint(host, said, 'config-token')).toMatch(wanted)
    expect(hint(host, said, 'config-token')).toMatch(/^Check config-token: .*\.$/)
  })

  test.each<readonly [GitHost | undefined, string, RegExp]>([
    ['github', '', /deploy keys of acme\/config, with write access/],
    ['gitlab', '', /Grant write permissions to this key/],
    [
      'unknown',
      'conq: repository access denied. access via a deployment key is read-only.',
      /only read.*config-token/,
    ],
    ['azure', '', /RSA keys alone/],
    ['unknown', 'remote: Public key authentication failed.', /RSA keys alone/],
    ['codecommit', '', /SSH key ID/],
  ])('a key at %s (%j) is one that the host takes', (host, said, wanted) => {
    expect(hint(host, said, 'config-ssh-key')).toMatch(wanted)
  })

  test('the address says more than the words', () => {
    expect(hint('gitlab', 'mirrored from github.com', 'config-token')).toMatch(/write_repository/)
  })
})

describe('a commit that was refused', () => {
  test.each([
    [
      'GH006: Protected branch update failed for refs/heads/main.',
      /add the App, person or deploy key that it is of to the bypass list of the branch protection or ruleset/,
    ],
    ['[remote rejected] (hook declined)', /bypass list/],
    [
      'GitLab: You are not allowed to push code to protected branches on this project.',
      /"Allowed to push and merge"/,
    ],
    ['Gitea: Not allowed to push to protected branch main', /Settings, Branches/],
    ['Forgejo: Not allowed to push to protected branch main', /Settings, Branches/],
    ['Permission denied to update branch main.', /"Write access"\. An access token cannot be added there/],
    [
      'Branch refs/heads/main can only be modified through pull requests.; Check your branch permissions configuration with the project administrator.',
      /Branch permissions/,
    ],
    [
      '(TF402455: Pushes to this branch are not permitted; you must use a pull request)',
      /Bypass policies when pushing/,
    ],
    ['arn:aws:iam::1:user/ci is not authorized to perform codecommit:GitPush', /codecommit:References/],
  ])('%s', (said, wanted) => {
    const hint = refusedHint('main', said)
    expect(hint).toMatch(wanted)
    expect(hint).toContain('push to main')
    expect(hint).toMatch(/config-branch to an unprotected branch\.$/)
  })

  test.each([
    [
      'GH006: Protected branch update failed for refs/heads/main.; Cannot change this locked branch',
      /"Lock branch"/,
    ],
    [
      'GH006: Protected branch update failed; Changes must be made through a pull request.',
      /^Set delivery: pull-request/,
    ],
    [
      'GH013: Repository rule violations found; Changes must be made through a pull request.',
      /^Set delivery: pull-request/,
    ],
    ["GitLab: Author's email 'x@y' does not follow the pattern '@acme'", /commit-author/],
    ['VS403702: The push was rejected because one or more commits contain author email x', /commit-author/],
    ['GitLab: Commit message does not follow the pattern', /commit-message/],
    [
      'GH013: Repository rule violations found; Commits must have verified signatures.',
      /^Set commit-via: api, with config-app-id .* take signatures out of/,
    ],
    [
      'GH013: Changes must be made through a pull request. Commits must have verified signatures.',
      /^Set delivery: pull-request and commit-via: api, with config-app-id/,
    ],
    ['GitLab: Commit must be signed with a GPG key', /^Take signatures out of what the rule asks/],

    [
      'Your push has been rejected, because this repository has exceeded its size limit of 10 MB',
      /Make room/,
    ],
    ['Repository is over the 4.0 GB size limit', /Make room/],
  ])('not for who may push, but for what is pushed: %s', (said, wanted) => {
    expect(refusedHint('main', said)).toMatch(wanted)
  })
})

describe('a host key that is not known', () => {
  test.each([
    [
      'ssh://git@git.acme.example:7999/plat/config.git',
      '"ssh-keyscan -p 7999 git.acme.example"',
      'administrator',
    ],
    ['git@git.acme.example:acme/config.git', '"ssh-keyscan git.acme.example"', 'administrator'],
    [
      'ssh://APKAEIBAERJR2EXAMPLE@git-codecommit.eu-west-1.amazonaws.com/v1/repos/config',
      '"ssh-keyscan git-codecommit.eu-west-1.amazonaws.com"',
      'Server fingerprints for CodeCommit',
    ],
  ])('of %s is read with %s and compared', (address, scan, known) => {
    const hint = hostKeyHint(address)
    expect(hint).toContain(`Put what ${scan} prints in config-ssh-known-hosts`)
    expect(hint).toContain(known)
  })

  test.each(['git@gitlab.com:acme/config.git', 'ssh://git@altssh.gitlab.com:443/acme/config.git'])(
    'of %s is not what that host publishes: nobody is asked to scan for it',
    (address) => {
      expect(hostKeyHint(address)).toContain('something may stand in its place')
      expect(hostKeyHint(address)).not.toContain('ssh-keyscan')
    },
  )
})
