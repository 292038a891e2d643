import { describe, expect, test } from 'vitest'
import {
  classifyTransfer,
  failRefused,
  failTransfer,
  readPush,
} from '../../../../src/config-repository/git/outcome.ts'
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

describe('classifyTransfer', () => {
  test.each([
    ["fatal: Authentication failed for 'https://github.com/a/b.git/'", 'denied'],
    ["fatal: could not read Username for 'https://github.com': terminal prompts disabled", 'denied'],
    ["fatal: unable to access 'https://h/': The requested URL returned error: 403", 'denied'],
    ["fatal: unable to access 'https://h/': The requested URL returned error: 401", 'denied'],
    ['remote: Write access to repository not granted.\nfatal: unable to access', 'denied'],
    ['remote: Permission to a/b.git denied to github-actions[bot].', 'denied'],
    [
      'git@github.com: Permission denied (publickey).\nfatal: Could not read from remote repository.',
      'denied',
    ],
    ['ERROR: The key you are authenticating with has been marked as read only.', 'denied'],
    ['remote: ERROR: This deploy key does not have write access to this project.', 'denied'],
    ['remote: ERROR: You are not allowed to push code to this project.', 'denied'],
    ["remote: You can't push code to an archived project.", 'denied'],
    ['ERROR: This repository was archived so it is read-only.', 'denied'],
    ['Deploy Key: 3:ci is not authorized to write to acme/config.', 'denied'],
    ['conq: repository access denied. access via a deployment key is read-only.', 'denied'],
    ['Host key verification failed.\nfatal: Could not read from remote repository.', 'host-key'],
    ["remote: Repository not found.\nfatal: repository 'https://github.com/a/b.git/' not found", 'not-found'],
    ['ERROR: Repository not found.\nfatal: Could not read from remote repository.', 'not-found'],
    [
      "remote: ERROR: The project you were looking for could not be found or you don't have permission to view it.",
      'not-found',
    ],
    ['Gitea: Cannot find repository: acme/config', 'not-found'],
    [
      'remote: You may not have access to this repository or it no longer exists in this workspace.',
      'not-found',
    ],
    [
      'remote: TF401019: The Git repository with name or identifier x does not exist or you do not ...',
      'not-found',
    ],
    ["remote: TF401027: You need the Git 'GenericContribute' permission to perform this action.", 'denied'],
    ['remote: Public key authentication failed.\nfatal: Could not read from remote repository.', 'denied'],
    ['You are not permitted to write to PLAT/config', 'denied'],
    ["fatal: '/srv/x.git' does not appear to be a git repository", 'not-found'],
    ["fatal: repository '/srv/x.git' does not exist", 'not-found'],
    ['fatal: Remote branch nope not found in upstream origin', 'branch-missing'],
    ["fatal: couldn't find remote ref refs/heads/nope", 'branch-missing'],
    ["fatal: unable to access 'https://h/': Could not resolve host: h", 'unreachable'],
    [
      "fatal: unable to access 'https://h/': Failed to connect to h port 443: Connection refused",
      'unreachable',
    ],
    ["fatal: unable to access 'https://h/': The requested URL returned error: 503", 'unreachable'],
    ["fatal: unable to access 'https://h/': The requested URL returned error: 429", 'unreachable'],
    ["fatal: unable to access 'https://h/': The requested URL returned error: 408", 'unreachable'],
    ["fatal: unable to access 'https://h/': The requested URL returned error: 400", 'rejected'],
    ["fatal: unable to access 'https://h/': The requested URL returned error: 410", 'rejected'],
    ["fatal: unable to access 'https://h/': The requested URL returned error: 407", 'proxy'],
    // libcurl before 7.87 and since.
    ["fatal: unable to access 'https://h/': Received HTTP code 407 from proxy after CONNECT", 'proxy'],
    ["fatal: unable to access 'https://h/': CONNECT tunnel failed, response 403", 'proxy'],
    ["fatal: unable to access 'https://h/': CONNECT tunnel failed, response 502", 'unreachable'],
    // libcurl with OpenSSL, and with GnuTLS.
    [
      "fatal: unable to access 'https://h/': SSL: no alternative certificate subject name matches target host name 'h'",
      'certificate',
    ],
    [
      "fatal: unable to access 'https://h/': SSL: certificate subject name (x) does not match target host name 'h'",
      'certificate',
    ],
    ["fatal: unable to access 'https://h/': server certificate expiration date has passed.", 'certificate'],
    ['fatal: https://h/info/refs not valid: is this a git repository?', 'no-server'],
    ['fatal: protocol error: bad line length character: <htm', 'no-server'],
    ["fatal: invalid server response; got '<html>'", 'no-server'],
    ['fatal: dumb http transport does not support shallow capabilities', 'no-server'],
    ["fatal: strange hostname '-oProxyCommand=x' blocked", 'not-asked'],
    ["fatal: transport 'ext' not allowed", 'not-asked'],
    ['fatal: attempting to allocate 2147483648 over limit 536870912', 'too-large'],
    ['ssh: connect to host h port 22: Connection timed out', 'unreachable'],
    ['fatal: early EOF', 'unreachable'],
    ['remote: The repository is temporarily read-only. Please try again later.', 'unreachable'],
    ['remote: fatal: write error: No space left on device', 'unreachable'],
    [
      'error: unable to write symref for HEAD: No space left on device\nfatal: unable to update HEAD',
      'disk-full',
    ],
    ['fatal: could not create leading directories: Read-only file system', 'disk-full'],
    ['remote: ERROR: Internal API unreachable', 'unreachable'],
    ['fatal: could not open temporary file: No space left on device', 'disk-full'],
    ['Cloning into x\nfatal: write error: Disk quota exceeded', 'disk-full'],
    ['error: failed to write new configuration file /t/config.git/config.lock', 'disk-full'],
    ['remote: fatal: unable to write: No space left on device', 'unreachable'],
    ['', 'unreachable'],
  ])('%j is %s', (stderr, failure) => {
    expect(classifyTransfer(stderr)).toBe(failure)
  })

  test('is not fooled by a branch that is called like an error', () => {
    expect(classifyTransfer('fatal: Remote branch returned-error-403 not found in upstream origin')).toBe(
      'branch-missing',
    )
  })
})

describe('what is reported', () => {
  test.each([
    ['denied', 'CONFIG_DENIED', 'config-token'],
    ['host-key', 'CONFIG_DENIED', 'config-ssh-known-hosts'],
    ['not-found', 'CONFIG_NOT_FOUND', 'config-token'],
    ['branch-missing', 'CONFIG_BRANCH_MISSING', 'config-branch'],
    ['unreachable', 'CONFIG_UNREACHABLE', 'network'],
    ['old-git', 'CONFIG_UNREACHABLE', '2.31'],
    ['proxy', 'CONFIG_UNREACHABLE', 'HTTPS_PROXY'],
    ['certificate', 'CONFIG_UNREACHABLE', 'GIT_SSL_CAINFO'],
    ['rejected', 'CONFIG_UNREACHABLE', 'config-repository'],
    ['not-asked', 'CONFIG_UNREACHABLE', 'config-repository'],
    ['no-server', 'CONFIG_NOT_FOUND', 'config-repository'],
    ['too-large', 'CONFIG_TOO_LARGE', 'branch'],
  ] as const)('%s is %s and names %s', async (failure, code, named) => {
    const context = { label: 'acme/platform-config', branch: 'main', credentialInput: 'config-token' }
    const problem = await problemOf(() => failTransfer(failure, 'Cloning into x\nhint: y\nfatal: z', context))
    expect(problem).toMatchObject({ code, hint: expect.stringContaining(named) })
    expect(problem.message).toMatch(/: fatal: z$/)
    if (failure !== 'old-git') expect(problem.message).toContain('acme/platform-config')
  })

  test('says nothing of the question for a password that git could not ask', async () => {
    const context = { label: 'acme/platform-config', branch: 'main', credentialInput: 'config-token' }
    const asked = "fatal: could not read Username for 'https://github.com': terminal prompts disabled"
    const told = async (stderr: string) =>
      (await problemOf(() => failTransfer('denied', stderr, context))).message
    expect(await told(asked)).toBe('config-repository acme/platform-config refused the credential')
    expect(await told(`remote: Invalid username or token.\n${asked}`)).toMatch(
      /credential: remote: Invalid username or token\.$/,
    )
  })

  test.each([
    ['remote: \nremote: =====\nremote: \nremote: ERROR: No.\nremote: \nremote: =====', 'remote: ERROR: No.'],
    ['Load key "/k": invalid format', 'Load key "/k": invalid format'],
    ['', 'fatal: Could not read from remote repository.'],
  ])('is not what git adds to every failure over SSH: %j', async (own, told) => {
    const added =
      'fatal: Could not read from remote repository.\n\nPlease make sure you have the correct access rights\nand the repository exists.\n'
    const context = { label: 'acme/platform-config', branch: 'main', credentialInput: 'config-ssh-key' }
    const problem = await problemOf(() => failTransfer('denied', `${own}\n${added}`, context))
    expect(problem.message).toBe(`config-repository acme/platform-config refused the credential: ${told}`)
  })

  test.each([
    ['Load key "key": error in libcrypto\nroot@h: Permission denied (publickey).', 'can read'],
    ['Load key "key": invalid format\r\ngit@h: Permission denied (publickey).', 'can read'],
    ['git@github.com: Permission denied (publickey).', 'does not know it'],
    ['ERROR: The key you are authenticating with has been marked as read only.', 'with write access'],
  ])('over ssh, a key that it cannot read is no key that was never added: %j', async (stderr, hint) => {
    const context = { label: 'acme/platform-config', branch: 'main', credentialInput: 'config-ssh-key' }
    const problem = await problemOf(() => failTransfer(classifyTransfer(stderr), stderr, context))
    expect(problem.code).toBe('CONFIG_DENIED')
    expect(problem.hint).toContain(hint)
    expect(problem.hint).not.toContain('expired')
  })

  test('a full disk is reported the runner, not of the repository', async () => {
    const context = { label: 'acme/platform-config', branch: 'main', credentialInput: 'config-token' }
    const said = 'error: unable to write symref for HEAD: No space left on device'
    expect(await problemOf(() => failTransfer('disk-full', said, context))).toMatchObject({
      code: 'RUNNER_DISK',
      message: `the disk of this runner is full: ${said}`,
      hint: expect.stringContaining('RUNNER_TEMP'),
    })
  })

  test('a refusal names repository, branch and reason', async () => {
    const problem = await problemOf(() => failRefused('acme/platform-config', 'main', 'GH006'))
    expect(problem).toMatchObject({
      code: 'CONFIG_REFUSED',
      message: 'config-repository acme/platform-config refused the commit on main: GH006',
    })
  })
})
