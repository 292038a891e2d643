import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:tls'
import { selfSigned } from '../support/certificate.ts'
import { type Part, type Reply, startPart } from '../support/part.ts'

/** Answers with these, one after the other, and with the last one for ever: for answers that no embedded part gives. */
export function startScripted(...replies: readonly [Reply, ...Reply[]]): Promise<Part> {
  const left = [...replies]
  return startPart({
    action: () => 'any',
    answer: () => (left.length > 1 ? left.shift() : left[0]) ?? replies[0],
  })
}

export const json = (status: number, body: unknown, headers: Record<string, string> = {}): Reply => ({
  status,
  headers,
  body: JSON.stringify(body),
})

/** An address whose certificate nobody vouches for, as behind a proxy that looks into TLS; counts who comes. */
export async function startUntrusted() {
  const seen = { connections: 0 }
  const server = createServer(selfSigned(['localhost']), (socket) => socket.destroy())
  server.on('connection', () => {
    seen.connections += 1
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `https://127.0.0.1:${port}`,
    seen,
    [Symbol.asyncDispose]: async () => {
      await once(server.close(), 'close')
    },
  }
}
