import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { gitEnvironment } from '../../../../../src/config-repository/git/remote/environment.ts'
import { HOST_KEYS } from '../../../../../src/config-repository/git/remote/host-keys.ts'
import { Workspace } from '../../../../../src/runner/workspace.ts'
import { aRun, KEY, must } from '../../../builders.ts'
import { temporaryFolder } from '../../../temporary.ts'

const EXAMPLE = 'git.example.com ssh-ed25519 AAAA'

test.each([
  ['those that are built in', undefined, `${HOST_KEYS}\n\n`],
  ['those and the hosts that are given', EXAMPLE, `${HOST_KEYS}\n${EXAMPLE}\n`],
])('over ssh, only the key of the input is offered, and only to %s', async (_, knownHosts, known) => {
  await using folder = await temporaryFolder()
  const workspace = new Workspace(folder.path)
  // As a secret that was pasted on Windows.
  const key = `${KEY.replaceAll('\n', '\r\n')}\r\n\r\n`
  const credential = { kind: 'ssh', key, knownHosts } as const
  const env = gitEnvironment('git@git.example.com:acme/config.git', credential, { ...aRun(), workspace })
  const command = must(env.GIT_SSH_COMMAND)
  const [, there] = must(/^cd '([^']+)' && exec 'ssh' /.exec(command))
  expect(command).toContain("'-i' 'key'")
  expect(command).toContain("'UserKnownHostsFile=known_hosts'")
  const [keyFile, hostsFile] = ['key', 'known_hosts'].map((name) => join(must(there), name))
  expect(await readFile(must(keyFile), 'utf8')).toBe(`${KEY}\n`)
  expect((await stat(must(keyFile))).mode & 0o777).toBe(0o600)
  expect(await readFile(must(hostsFile), 'utf8')).toBe(known)
  expect(
    known.match(/^github\.com,\[ssh\.github\.com\]:443 (?:ssh-ed25519|ecdsa-sha2-nistp256|ssh-rsa) /gm),
  ).toHaveLength(3)
  for (const option of ['IdentitiesOnly=yes', 'IdentityAgent=none', 'StrictHostKeyChecking=yes']) {
    expect(command).toContain(`'-o' '${option}'`)
  }
  expect(env.SSH_AUTH_SOCK).toBe('')
  expect(JSON.stringify(env)).not.toContain('PRIVATE KEY')
})
