import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { type Certificate, selfSigned } from './certificate.ts'

/** An HTTP proxy whose tunnels end at parts that answer under the names of others, over TLS. */
export interface Tunnel extends AsyncDisposable {
  url: string
  /** What was asked for by CONNECT, `host:port`, in order. */
  targets: string[]
  /** To be trusted by the client. */
  certificate: string
}

/** `parts`: host name to the URL of the part that stands in for it; any other host is refused with 502. */
export async function startTunnel(parts: Record<string, string>): Promise<Tunnel> {
  const certificate = selfSigned(Object.keys(parts))
  const open = new Set<Socket>()
  const servers: Server[] = []
  const ends = new Map<string, number>()
  for (const [host, url] of Object.entries(parts)) {
    const server = terminator(certificate, Number(new URL(url).port), open)
    servers.push(server)
    ends.set(host, await portOf(server))
  }
  const targets: string[] = []
  const proxy = createServer((client) => {
    track(client, open)
    client.once('data', (head: Buffer) => {
      const [, target = '', host = ''] = /^CONNECT (([^ :]+):\d+) HTTP/.exec(head.toString('latin1')) ?? []
      targets.push(target)
      const port = ends.get(host)
      if (port === undefined) {
        client.end('HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n')
        return
      }
      const end = track(connect(port, '127.0.0.1'), open)
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      client.pipe(end).pipe(client)
    })
  })
  servers.push(proxy)
  const url = `http://127.0.0.1:${await portOf(proxy)}`
  const close = async (): Promise<void> => {
    for (const socket of open) socket.destroy()
    await Promise.all(servers.map((server) => once(server.close(), 'close')))
  }
  return { url, targets, certificate: certificate.cert, [Symbol.asyncDispose]: close }
}

/** A part under `localhost`, over TLS; counts what came there without. */
export interface TlsEnd extends AsyncDisposable {
  url: string
  /** To be trusted by the client. */
  certificate: string
  seen: { plain: number }
}

export async function startTls(part: string, names = ['localhost']): Promise<TlsEnd> {
  const certificate = selfSigned(names)
  const open = new Set<Socket>()
  const seen = { plain: 0 }
  const server = terminator(certificate, Number(new URL(part).port), open)
  server.on('tlsClientError', () => {
    seen.plain += 1
  })
  const url = `https://localhost:${await portOf(server)}`
  const close = async (): Promise<void> => {
    for (const socket of open) socket.destroy()
    await once(server.close(), 'close')
  }
  return { url, certificate: certificate.cert, seen, [Symbol.asyncDispose]: close }
}

/** Ends TLS for a part that knows only plain HTTP. */
export function terminator(certificate: Certificate, port: number, open: Set<Socket>): Server {
  return createTlsServer({ ...certificate, noDelay: true }, (plain) => {
    track(plain, open)
    const part = track(connect({ port, host: '127.0.0.1', noDelay: true }), open)
    // A part that breaks a connection breaks it for the client, too.
    part.on('error', () => plain.destroy())
    plain.pipe(part).pipe(plain)
  })
}

function track<S extends Socket>(socket: S, open: Set<Socket>): S {
  open.add(socket)
  // A client that goes away is no failure of the tunnel.
  socket.on('error', () => socket.destroy())
  socket.on('close', () => open.delete(socket))
  return socket
}

async function portOf(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}
