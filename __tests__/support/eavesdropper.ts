// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { once } from 'node:events'
import type { AddressInfo, Server, Socket } from 'node:net'
import { selfSigned } from './certificate.ts'
import { startPart } from './part.ts'
import { terminator } from './tunnel.ts'

/**
 * A stranger to whom nothing should be sent. They listen at an address that reaches this machine, and is
 * not loopback in name: Linux connects 0.0.0.0 to the machine itself (ip(7), INADDR_ANY).
 */
export interface Eavesdropper extends AsyncDisposable {
  /** Over plain HTTP. */
  readonly url: string
  /** Over TLS, with a certificate for the address. */
  readonly secureUrl: string
  /** To be trusted by the client. */
  readonly certificate: string
  /** What came, each request in a few words: a credential itself would fill the log of a test that fails. */
  readonly heard: string[]
  /** Connections to either port, those included that ended before a request. */
  readonly connections: () => number
}

const ADDRESS = '0.0.0.0'

export async function startEavesdropper(): Promise<Eavesdropper> {
  const heard: string[] = []
  const part = await startPart({
    action: async ({ method, headers, read, record }) => {
      const body = (await read()).toString()
      const bears = headers.authorization || /Token=/.test(body) ? ' with a credential' : ''
      heard.push(`${method} ${record.path} ${body.slice(0, 60)}${bears}`)
      return 'any'
    },
    // Final for every client, so that a test that fails does so soon.
    answer: () => ({ status: 403, body: '{}' }),
  })
  const certificate = selfSigned([ADDRESS])
  const open = new Set<Socket>()
  const { port } = new URL(part.url)
  const tls: Server = terminator(certificate, Number(port), open)
  let connections = 0
  tls.on('connection', () => {
    connections += 1
  })
  await once(tls.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `http://${ADDRESS}:${port}`,
    secureUrl: `https://${ADDRESS}:${(tls.address() as AddressInfo).port}`,
    certificate: certificate.cert,
    heard,
    connections: () => connections + part.connections.length,
    [Symbol.asyncDispose]: async () => {
      for (const socket of open) socket.destroy()
      await Promise.all([part.close(), once(tls.close(), 'close')])
    },
  }
}
