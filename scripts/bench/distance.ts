import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Certificate } from '../../__tests__/support/certificate.ts'
import { terminator } from '../../__tests__/support/tunnel.ts'

/** A part as it is from far away: over TLS, and every byte takes half of a round trip. */
export interface Distance extends AsyncDisposable {
  url: string
  /** Since the last `reset`: bytes of TLS towards the part and back, and connections. */
  readonly sent: number
  readonly received: number
  readonly connections: number
  reset(): void
}

export interface DistanceOptions {
  /** Address of the part, which speaks plain HTTP on loopback. */
  part: string
  /** For 127.0.0.1. */
  certificate: Certificate
  /** Asked at each byte, so that it can change between two runs. */
  roundTripMs: () => number
}

/**
 * TLS is not counted but spoken, so its round trips are as many as version and resumption make them. The loss of a
 * packet and the slow start of TCP (RFC 5681, section 3.1) are not there: what a step sends and gets is small.
 */
export async function startDistance({ part, certificate, roundTripMs }: DistanceOptions): Promise<Distance> {
  const open = new Set<Socket>()
  const tls = terminator(certificate, Number(new URL(part).port), open)
  await once(tls.listen(0, '127.0.0.1'), 'listening')
  const counts = { sent: 0, received: 0, connections: 0 }
  const near = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    counts.connections += 1
    const { port } = tls.address() as AddressInfo
    const far = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true })
    for (const socket of [client, far]) {
      open.add(socket)
      socket.on('error', () => undefined).on('close', () => open.delete(socket))
    }
    // On loopback a client is connected at once. From far away its first byte would leave a round trip later.
    const halfMs = () => roundTripMs() / 2
    carry(client, far, { halfMs, from: performance.now() + roundTripMs(), counts, as: 'sent' })
    carry(far, client, { halfMs, from: 0, counts, as: 'received' })
  })
  await once(near.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `https://127.0.0.1:${(near.address() as AddressInfo).port}`,
    get sent() {
      return counts.sent
    },
    get received() {
      return counts.received
    },
    get connections() {
      return counts.connections
    },
    reset: () => {
      Object.assign(counts, { sent: 0, received: 0, connections: 0 })
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of open) socket.destroy()
      await Promise.all([near, tls].map((server) => once(server.close(), 'close')))
    },
  }
}

interface Way {
  readonly halfMs: () => number
  /** Nothing leaves before, by `performance.now()`. */
  readonly from: number
  /** Where its bytes are counted, and as which. */
  readonly counts: Record<'sent' | 'received', number>
  readonly as: 'sent' | 'received'
}

/** What one socket says, its end and its failure too, arrives at the other later and in order. */
function carry(one: Socket, other: Socket, { halfMs, from, counts, as }: Way): void {
  let last: Promise<unknown> = Promise.resolve()
  const arrives = (event: () => unknown): void => {
    const due = Math.max(performance.now(), from) + halfMs()
    last = last.then(() => until(due)).then(event)
  }
  one.on('data', (bytes: Buffer) => {
    counts[as] += bytes.length
    arrives(() => other.write(bytes))
  })
  one.on('end', () => arrives(() => other.end()))
  one.on('close', (hadError) => {
    if (hadError) arrives(() => other.destroy())
  })
}

/** Even the shortest timer is a millisecond: what has been waited for by then does not wait for that as well. */
async function until(due: number): Promise<void> {
  const left = due - performance.now()
  if (left > 0) await sleep(left)
}
