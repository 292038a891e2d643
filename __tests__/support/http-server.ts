import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface RunningServer {
  url: string
  close(): Promise<void>
}

export type RequestListener = (request: IncomingMessage, response: ServerResponse) => Promise<void>

export async function listen(listener: RequestListener): Promise<RunningServer> {
  const server = createServer((request, response) => {
    listener(request, response).catch((error: unknown) => answerCrash(response, error))
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
