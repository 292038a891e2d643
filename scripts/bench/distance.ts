import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Certificate } from '../../__tests__/support/certificate.ts'
import { terminator } from '../../__tests__/support/tunnel.ts'

/** A part as it is from far away: over TLS, and every byte takes half of a round trip. */
export interface Distance extends AsyncDisposable {
  url: string
  /** Connections so far. */
  readonly connections: number
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
  let connections = 0
  const near = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    connections += 1
    const { port } = tls.address() as AddressInfo
    const far = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true })
    for (const socket of [client, far]) {
      open.add(socket)
      socket.on('error', () => undefined).on('close', () => open.delete(socket))
    }
    // On loopback a client is connected at once. From far away its first byte would leave a round trip later.
    carry(client, far, { halfMs: () => roundTripMs() / 2, from: performance.now() + roundTripMs() })
    carry(far, client, { halfMs: () => roundTripMs() / 2, from: 0 })
  })
  await once(near.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `https://127.0.0.1:${(near.address() as AddressInfo).port}`,
    get connections() {
      return connections
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
}

/** What one socket says, its end and its failure too, arrives at the other later and in order. */
function carry(one: Socket, other: Socket, { halfMs, from }: Way): void {
  let last: Promise<unknown> = Promise.resolve()
  const arrives = (event: () => unknown): void => {
    const due = Math.max(performance.now(), from) + halfMs()
    last = last.then(() => sleep(Math.max(0, due - performance.now()))).then(event)
  }
  one.on('data', (bytes: Buffer) => arrives(() => other.write(bytes)))
  one.on('end', () => arrives(() => other.end()))
  one.on('close', (hadError) => {
    if (hadError) arrives(() => other.destroy())
  })
}
