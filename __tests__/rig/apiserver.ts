import { type ChildProcess, spawn } from 'node:child_process'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { selfSigned } from '../support/certificate.ts'
import { freePort, listening } from './free-port.ts'
import type { KubeAnswer } from './kube-object.ts'
import { endDaemon } from './processes.ts'

export interface Answer {
  status: number
  body: KubeAnswer
}

export interface Ask {
  method?: string
  /** In JSON, which is YAML, too: of server-side apply where nothing else is said. */
  body?: unknown
  type?: string
  /** Of the administrator by default. */
  token?: string
}

/** A real API server with its etcd: it checks objects and who may do what; nothing runs what is told to it. */
export interface ApiServer extends AsyncDisposable {
  port: number
  /** Path of what its clients trust. */
  ca: string
  /** In its own words, one a line. */
  token: string
  ask(path: string, ask?: Ask): Promise<Answer>
  /** Server-side apply by the administrator. */
  apply(path: string, object: unknown): Promise<Answer>
  /** A token of a service account, as a pod of it gets one. */
  tokenOf(namespace: string, name: string): Promise<string>
}

const APPLY = 'application/apply-patch+yaml'

export async function startApiServer(): Promise<ApiServer> {
  const folder = await mkdtemp(join(tmpdir(), 'apiserver-'))
  const etcd = await startEtcd(folder)
  const port = await freePort()
  const token = randomBytes(16).toString('hex')
  const ca = await writeSettings(folder, token)
  const server = start('kube-apiserver', optionsOf(folder, port, etcd.url))
  const ask = (path: string, given: Ask = {}) => send({ port, token, path, cert: ca.cert, ...given })
  const close = async () => {
    await endDaemon(server.process)
    await endDaemon(etcd.process)
  }
  try {
    await Promise.race([ready(ask), server.ended])
  } catch (error) {
    await close()
    throw error
  }
  return {
    ...{ port, token, ca: ca.path, ask },
    apply: (path, body) =>
      ask(`${path}?fieldManager=test&force=true`, { method: 'PATCH', body, type: APPLY }),
    async tokenOf(namespace, name) {
      const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`
      const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} }
      const answer = await ask(path, { method: 'POST', body, type: 'application/json' })
      if (answer.status !== 201) throw new Error(`no token: ${JSON.stringify(answer.body)}`)
      return answer.body.status?.token ?? ''
    },
    [Symbol.asyncDispose]: close,
  }
}

interface Started {
  process: ChildProcess
  /** Never comes to an end but by an error that says why the program did. */
  ended: Promise<never>
}

function start(program: string, options: Record<string, string>): Started {
  const args = Object.entries(options).map(([name, value]) => `--${name}=${value}`)
  const process = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  process.stderr.setEncoding('utf8').on('data', (piece: string) => {
    said = (said + piece).slice(-4000)
  })
  const ended = once(process, 'exit').then(() => {
    throw new Error(`${program} ended:\n${said}`)
  })
  // Its end is no surprise to a test that ends it.
  ended.catch(() => {})
  return { process, ended }
}

async function startEtcd(folder: string): Promise<Started & { url: string }> {
  const [client, peer] = [await freePort(), await freePort()]
  const url = `http://127.0.0.1:${client}`
  const started = start('etcd', {
    ...{ 'data-dir': join(folder, 'etcd'), 'unsafe-no-fsync': 'true', 'log-level': 'error' },
    ...{ 'listen-client-urls': url, 'advertise-client-urls': url },
    'listen-peer-urls': `http://127.0.0.1:${peer}`,
  })
  await Promise.race([listening(client, 'etcd'), started.ended])
  return { ...started, url }
}

async function writeSettings(folder: string, token: string): Promise<{ path: string; cert: string }> {
  const { cert, key } = selfSigned(['127.0.0.1'])
  const signing = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'sec1', format: 'pem' },
  })
  const files = { 'tls.crt': cert, 'tls.key': key, 'sa.key': signing.privateKey, 'sa.pub': signing.publicKey }
  const tokens = { 'tokens.csv': `${token},administrator,administrator,system:masters\n` }
  for (const [name, content] of Object.entries({ ...files, ...tokens }))
    await writeFile(join(folder, name), content, { mode: 0o600 })
  return { path: join(folder, 'tls.crt'), cert }
}

/** Of a machine with no network but loopback; without a reconciler of its endpoints it takes such an address. */
const optionsOf = (folder: string, port: number, etcd: string): Record<string, string> => ({
  'etcd-servers': etcd,
  'bind-address': '127.0.0.1',
  'advertise-address': '127.0.0.1',
  'secure-port': String(port),
  'endpoint-reconciler-type': 'none',
  'authorization-mode': 'RBAC',
  'token-auth-file': join(folder, 'tokens.csv'),
  'tls-cert-file': join(folder, 'tls.crt'),
  'tls-private-key-file': join(folder, 'tls.key'),
  'service-account-issuer': 'https://kubernetes.default.svc',
  'service-account-key-file': join(folder, 'sa.pub'),
  'service-account-signing-key-file': join(folder, 'sa.key'),
  'service-cluster-ip-range': '10.0.0.0/24',
})

const MOST_STARTS_MS = 90_000

async function ready(ask: (path: string) => Promise<Answer>): Promise<void> {
  for (const end = Date.now() + MOST_STARTS_MS; Date.now() < end; await sleep(100)) {
    // Its own roles are among what it waits for.
    const answer = await ask('/readyz').catch(() => undefined)
    if (answer?.status === 200) return
  }
  throw new Error('kube-apiserver did not become ready')
}

interface Sent extends Ask {
  port: number
  path: string
  token: string
  cert: string
}

async function send({ port, path, cert, token, method = 'GET', body, type = APPLY }: Sent): Promise<Answer> {
  const headers = {
    authorization: `Bearer ${token}`,
    ...(body === undefined ? {} : { 'content-type': type }),
  }
  const asked = request({ host: '127.0.0.1', port, path, method, headers, ca: cert, agent: false })
  asked.end(body === undefined ? undefined : JSON.stringify(body))
  const [answer] = await once(asked, 'response')
  const said = await text(answer)
  return { status: answer.statusCode, body: said.startsWith('{') ? JSON.parse(said) : { message: said } }
}
