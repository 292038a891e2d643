import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { shellQuote } from '../../../names/text.ts'
import type { ConfigCredential } from '../../../plan/config.ts'
import type { Secrets } from '../../../runner/secrets.ts'
import type { Workspace } from '../../../runner/workspace.ts'
import { HOST_KEYS } from './host-keys.ts'

/** The settings that send a token, and to this address alone. */
export function tokenSettings(
  url: string,
  credential: ConfigCredential,
  secrets: Secrets,
): readonly (readonly [string, string])[] {
  if (credential.kind === 'app') throw new Error('git takes a token of the App, and not the App')
  if (credential.kind !== 'token') return []
  const authorization = authorizationOf(credential, secrets)
  const key = `http.${url}.extraHeader`
  // The empty value first: a header configured for the same URL elsewhere would make two, which servers refuse.
  // Plain HTTP is for loopback, where a proxy would only read the token (git-config, http.proxy: empty is none).
  const direct = url.startsWith('http:') ? [[`http.${url}.proxy`, ''] as const] : []
  return [...direct, [key, ''], [key, `Authorization: ${authorization}`]]
}

/** GitHub takes a token under any user name; this one is what its documentation shows. */
const GITHUB = { user: 'x-access-token' }

function authorizationOf(
  { token, login = GITHUB }: Extract<ConfigCredential, { kind: 'token' }>,
  secrets: Secrets,
): string {
  if (login === 'bearer') return `Bearer ${token}`
  const basic = Buffer.from(`${login.user}:${token}`).toString('base64')
  secrets.mask(basic)
  // As it stands where it is percent-encoded, but for the padding.
  secrets.mask(basic.replace(/={1,2}$/, ''))
  return `Basic ${basic}`
}

/** Only this key, only known hosts, no agent, no configuration of the user. */
export function sshEnvironment(
  credential: Extract<ConfigCredential, { kind: 'ssh' }>,
  workspace: Workspace,
): NodeJS.ProcessEnv {
  workspace.file('ssh', 'key', `${credential.key.replaceAll('\r', '').trimEnd()}\n`)
  const hosts = [HOST_KEYS, credential.knownHosts ?? ''].join('\n')
  workspace.file('ssh', 'known_hosts', `${hosts}\n`)
  const options = [
    'BatchMode=yes',
    'IdentitiesOnly=yes',
    'IdentityAgent=none',
    'StrictHostKeyChecking=yes',
    'UserKnownHostsFile=known_hosts',
    'GlobalKnownHostsFile=/dev/null',
    'ConnectTimeout=20',
    'ServerAliveInterval=10',
  ]
  const command = ['ssh', '-F', '/dev/null', '-i', 'key', ...options.flatMap((option) => ['-o', option])]
  // git hands this to a shell, so every word is quoted; none of them comes from an input. In its folder, because ssh
  // replaces % and ${} in the names of files, and splits them at quotes (ssh_config, "TOKENS").
  const there = `cd ${shellQuote(workspace.folder('ssh'))} && exec`
  const GIT_SSH_COMMAND = [there, ...command.map(shellQuote)].join(' ')
  return { GIT_SSH_COMMAND, GIT_SSH_VARIANT: 'ssh', SSH_AUTH_SOCK: '' }
}

/** The key of `sshEnvironment` is there for the one command that it was made for. */
export function removeKey(workspace: Workspace): void {
  rmSync(join(workspace.path, 'ssh', 'key'), { force: true })
}
