import { describe, expect, test } from 'vitest'
import { failTransfer } from '../../../../../src/config-repository/git/remote/fail-transfer.ts'
import { classifyTransfer } from '../../../../../src/config-repository/git/remote/transfer-failure.ts'
import { problemOf } from '../../../builders.ts'

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
    if (failure !== 'branch-missing') expect(problem.message).toMatch(/: fatal: z$/)
    if (failure !== 'old-git') expect(problem.message).toContain('acme/platform-config')
  })

  test('a branch that is missing is told without what this step calls the other side', async () => {
    const context = { label: 'acme/platform-config', branch: 'nope', credentialInput: 'config-token' }
    const said = 'fatal: Remote branch nope not found in upstream config-0123456789abcdef-cloned'
    const { message } = await problemOf(() => failTransfer('branch-missing', said, context))
    expect(message).toBe('config-repository acme/platform-config has no branch nope')
  })

  test('says what is missing on a runner without ssh, and not how it was started', async () => {
    const context = { label: 'acme/platform-config', branch: 'main', credentialInput: 'config-ssh-key' }
    const said = "cd '/t' && exec 'ssh' '-i' 'key': 1: exec: ssh: not found"
    expect(await problemOf(() => failTransfer('no-ssh', said, context))).toMatchObject({
      code: 'CONFIG_UNREACHABLE',
      message:
        'there is no ssh on this runner, which config-repository acme/platform-config is asked by with config-ssh-key',
      hint: expect.stringMatching(/openssh-client.*config-token/),
    })
  })

  test('leads from ssh to an address that takes a token', async () => {
    const context = { label: 'git@a.example:b/c', branch: 'main', credentialInput: 'config-ssh-key' }
    const { hint } = await problemOf(() => failTransfer('no-ssh', '', context))
    expect(hint).toContain('config-repository as owner/name or by its https:// address')
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
})
