import { describe, expect, test } from 'vitest'
import { classifyTransfer } from '../../../../../src/config-repository/git/remote/transfer-failure.ts'

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
    // dash, bash and busybox; git itself where there is no shell between.
    [
      "cd '/t' && exec 'ssh' '-i' 'key': 1: exec: ssh: not found\nfatal: Could not read from remote repository.",
      'no-ssh',
    ],
    ['bash: line 1: exec: ssh: not found', 'no-ssh'],
    ['sh: exec: line 0: ssh: not found', 'no-ssh'],
    ['error: cannot run ssh: No such file or directory', 'no-ssh'],
    ['remote: sh: line 1: exec: ssh: not found', 'unreachable'],
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
