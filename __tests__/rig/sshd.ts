import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from './free-port.ts'
import { endDaemon } from './processes.ts'

export interface Sshd extends AsyncDisposable {
  port: number
  /** Private key that is let in, and one that is not. */
  deployKey: string
  strangerKey: string
  knownHosts: string
  /** The same server with the host key of another one. */
  impostorHosts: string
}

/** A real sshd on loopback that lets one key in, as a host of git repositories does. */
export async function startSshd(folder: string): Promise<Sshd> {
  mkdirSync(folder, { mode: 0o700 })
  const [host, deploy, stranger] = ['host', 'deploy', 'stranger'].map((name) => makeKey(folder, name))
  const port = await freePort()
  const config = join(folder, 'sshd_config')
  writeFileSync(
    config,
    `Port ${port}
ListenAddress 127.0.0.1
HostKey ${folder}/host
AuthorizedKeysFile ${folder}/deploy.pub
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
PermitRootLogin prohibit-password
LogLevel ERROR
`,
  )
  const env = { ...process.env, LD_LIBRARY_PATH: process.env.ECR_RIG_SSHD_LIBRARIES }
  const sshd = spawn(process.env.ECR_RIG_SSHD ?? '', ['-D', '-e', '-f', config], { env, stdio: 'inherit' })
  await listening(port)
  return {
    port,
    deployKey: deploy?.secret ?? '',
    strangerKey: stranger?.secret ?? '',
    knownHosts: `[127.0.0.1]:${port} ${host?.public ?? ''}`,
    impostorHosts: `[127.0.0.1]:${port} ${stranger?.public ?? ''}`,
    [Symbol.asyncDispose]: () => endDaemon(sshd),
  }
}

function makeKey(folder: string, name: string): { secret: string; public: string } {
  const path = join(folder, name)
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', path])
  return { secret: readFileSync(path, 'utf8'), public: readFileSync(`${path}.pub`, 'utf8').trim() }
}

async function listening(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const socket = connect(port, '127.0.0.1')
    const answers = await once(socket, 'data').then(
      () => true,
      () => false,
    )
    socket.destroy()
    if (answers) return
    await sleep(50)
  }
  throw new Error('sshd did not answer')
}
