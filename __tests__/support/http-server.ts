import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** A connection, and how many requests have come on it. */
export interface Connection {
  requests: number
}

export interface RunningServer {
  url: string
  /** All that were ever opened, in order. */
  connections: readonly Connection[]
  close(): Promise<void>
}

export type RequestListener = (request: IncomingMessage, response: ServerResponse) => Promise<void>

export async function listen(listener: RequestListener): Promise<RunningServer> {
  const connections: Connection[] = []
  const connectionOf = new WeakMap<Socket, Connection>()
  const server = createServer((request, response) => {
    const connection = connectionOf.get(request.socket)
    if (connection) connection.requests += 1
    listener(request, response).catch((error: unknown) => answerCrash(response, error))
  })
  server.on('connection', (socket: Socket) => {
    const connection = { requests: 0 }
    connections.push(connection)
    connectionOf.set(socket, connection)
  })
  // Engines try TLS first on a plain port; Node would answer that with a warning and a half-open socket.
  server.on('clientError', (_error, socket) => socket.destroy())
  // A test may pause longer than Node's five seconds between two requests of one client.
  server.keepAliveTimeout = 60_000
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    connections,
    close: async () => {
      if (!server.listening) return
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

/** A fault of the part itself must be distinguished from a fault it was asked for: 599 is used by nobody else. */
function answerCrash(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  response.writeHead(599, { 'content-type': 'text/plain' })
  response.end(`the embedded part failed: ${error instanceof Error ? error.stack : String(error)}`)
}
