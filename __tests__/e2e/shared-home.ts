import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { lstat, mkdir, readdir, readFile, readlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'

/** What a user of a self-hosted runner has in HOME, all of which would send a careless step astray. */
export async function furnishHome(home: string, gitUrls: readonly string[]): Promise<void> {
  const files: Record<string, string> = {
    '.docker/config.json': JSON.stringify({
      auths: { 'ghcr.io': { auth: Buffer.from('me:personal').toString('base64') } },
      credsStore: 'absent-store',
      credHelpers: { '127.0.0.1': 'absent-helper', 'gcr.io': 'gcloud' },
      currentContext: 'remote',
    }),
    '.docker/contexts/meta/abc/meta.json':
      '{"Name":"remote","Endpoints":{"docker":{"Host":"tcp://127.0.0.1:9"}}}',
    '.docker/buildx/current': '{"Key":"tcp://127.0.0.1:9","Name":"remote"}',
    '.gitconfig': [
      '[credential]\n\thelper = store\n[clone]\n\tdefaultRemoteName = upstream\n[user]\n\tname = Me\n\temail = me@example.com',
      ...gitUrls.map((url) => `[url "http://127.0.0.1:9/"]\n\tinsteadOf = ${url}/`),
    ].join('\n'),
    '.git-credentials': 'http://me:personal@127.0.0.1\n',
    '.aws/config':
      '[default]\nregion = us-east-1\nendpoint_url = http://127.0.0.1:9\nretry_mode = adaptive\n',
    '.aws/credentials': '[default]\naws_access_key_id = AKIAPERSONAL\naws_secret_access_key = personal\n',
    '.ssh/config': 'Host *\n\tProxyCommand false\n\tForwardAgent yes\n',
    '.ssh/known_hosts': '127.0.0.1 ssh-ed25519 AAAA\n',
  }
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(home, name, '..'), { recursive: true, mode: 0o700 })
    await writeFile(join(home, name), text, { mode: 0o600 })
  }
}

/** Every entry below a folder: kind, mode, time of change and content. */
export async function snapshot(folder: string): Promise<Record<string, string>> {
  const names = await readdir(folder, { recursive: true })
  const entries = ['.', ...names.sort()].map(async (name) => {
    const path = join(folder, name)
    const state = await lstat(path)
    const content = state.isFile() ? await readFile(path) : state.isSymbolicLink() ? await readlink(path) : ''
    const digest = createHash('sha256').update(content).digest('hex')
    return [name, `${state.mode.toString(8)} ${state.mtimeMs} ${digest}`] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}

export interface Agent extends AsyncDisposable {
  socket: string
  /** How often somebody has asked it. */
  asked(): number
}

/** An ssh-agent as far as a socket goes: whoever connects is counted. */
export async function startAgent(socket: string): Promise<Agent> {
  let asked = 0
  const server = createServer((connection) => {
    asked += 1
    connection.destroy()
  }).listen(socket)
  await once(server, 'listening')
  return {
    socket,
    asked: () => asked,
    async [Symbol.asyncDispose]() {
      server.close()
      await once(server, 'close')
    },
  }
}
