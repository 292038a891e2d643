import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** A cable between a client and a part: it counts, and it can break at a byte. */
export interface Wire extends AsyncDisposable {
  url: string
  /** Bytes since the last `reset`: towards the part, and back to the client. */
  readonly sent: number
  readonly received: number
  /** Since the last `reset`. */
  readonly connections: number
  reset(): void
  /** Breaks once, after so many bytes of the answers from now on: with a reset, or with silence. */
  breakAfter(bytes: number, how?: 'reset' | 'silence'): void
}

interface Break {
  at: number
  how: 'reset' | 'silence'
}

export async function startWire(target: string): Promise<Wire> {
  const { hostname, port } = new URL(target)
  const open = new Set<Socket>()
  const counts = { sent: 0, received: 0, connections: 0 }
  let fault: Break | undefined
  const server = createServer((client) => {
    counts.connections += 1
    const part = connect(Number(port), hostname)
    for (const socket of [client, part]) {
      open.add(socket)
      socket.setNoDelay(true).on('error', () => undefined)
      socket.on('close', () => {
        open.delete(socket)
        client.destroy()
        part.destroy()
      })
    }
    client.on('data', (chunk: Buffer) => {
      counts.sent += chunk.length
      part.write(chunk)
    })
    client.on('end', () => part.end())
    part.on('data', (chunk: Buffer) => {
      counts.received += chunk.length
      if (!fault || counts.received <= fault.at) {
        client.write(chunk)
        return
      }
      const { at, how } = fault
      fault = undefined
      part.pause()
      const rest = chunk.subarray(0, chunk.length - (counts.received - at))
      client.write(rest, () => how === 'reset' && client.resetAndDestroy())
    })
    part.on('end', () => client.end())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const close = async (): Promise<void> => {
    const closed = once(server, 'close')
    server.close()
    for (const socket of open) socket.destroy()
    await closed
  }
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    get sent() {
      return counts.sent
    },
    get received() {
      return counts.received
    },
    get connections() {
      return counts.connections
    },
    reset: () => Object.assign(counts, { sent: 0, received: 0, connections: 0 }),
    breakAfter: (at, how = 'reset') => {
      fault = { at: counts.received + at, how }
    },
    [Symbol.asyncDispose]: close,
  }
}
