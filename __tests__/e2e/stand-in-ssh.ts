/**
 * A stand-in for the ssh client: `node stand-in-ssh.ts FOLDER ARGV...`. It notes how it was called and the files it was
 * given, refuses what OpenSSH would refuse (a key that others may read, a host it does not know), and then runs the
 * remote command on the repositories of access.json. The real client and server are the rig's.
 */
import { spawn } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { leaveWhole } from './leave-whole.ts'

export interface SshAccess {
  /** Folder that holds `owner/name.git`. */
  root: string
  host: string
  hostKey: string
  key: string
}

export interface SshCall {
  argv: string[]
  options: Record<string, string>
  keyMode: string
  folderMode: string
}

const [folder = '', ...argv] = process.argv.slice(2)
const access = JSON.parse(readFileSync(join(folder, 'access.json'), 'utf8')) as SshAccess

function quit(message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(255)
}

const words = [...argv]
const options: Record<string, string> = {}
let keyFile = ''
while (words[0]?.startsWith('-')) {
  const [flag, value = ''] = words.splice(0, 2)
  if (flag === '-i') keyFile = value
  if (flag === '-o') options[value.slice(0, value.indexOf('='))] = value.slice(value.indexOf('=') + 1)
}
const [target = '', remote = ''] = words

const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8)
const call: SshCall = { argv, options, keyMode: mode(keyFile), folderMode: mode(join(keyFile, '..')) }
leaveWhole(join(folder, `call-${Date.now()}-${process.pid}.json`), JSON.stringify(call))

const knownHosts = readFileSync(options.UserKnownHostsFile?.replaceAll('"', '') ?? '/dev/null', 'utf8')
if (options.StrictHostKeyChecking !== 'yes') quit('the host key would be taken over unseen')
if (!knownHosts.split('\n').includes(`${access.host} ${access.hostKey}`)) {
  quit(`No ED25519 host key is known for ${access.host} and you have requested strict checking.
Host key verification failed.`)
}
if (!/^[46]00$/.test(call.keyMode)) quit(`Permissions 0${call.keyMode} for '${keyFile}' are too open.`)
if (target !== `git@${access.host}` || readFileSync(keyFile, 'utf8') !== access.key) {
  quit(`${target}: Permission denied (publickey).`)
}
const [, service = '', path = ''] = /^(git-(?:upload|receive)-pack) '([^']+)'$/.exec(remote) ?? []
if (!service) quit(`only git is served here, not: ${remote}`)
const child = spawn('git', [service.slice('git-'.length), join(access.root, path)], { stdio: 'inherit' })
child.on('close', (code) => process.exit(code ?? 255))
