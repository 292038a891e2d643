import type { Agent, AgentOptions } from 'node:http'
import { isIP, type Socket } from 'node:net'
import { urlToHttpOptions } from 'node:url'

/**
 * Servers give up a connection that says nothing: nginx and AWS's load balancers after 60 s, HAProxy as it is usually set
 * up after 5 or 10, and with an answer (408), which a request would take for its own.
 */
const FRESH_MS = 4_000

interface Spare {
  readonly socket: Socket
  readonly openedAt: number
}

/** What agents of Node have besides what their types say (lib/_http_agent.js). */
type NodeAgent = Agent & { readonly options: AgentOptions; readonly keepAliveMsecs: number }

/** Connections of an agent that are opened before a request needs them; until then nothing is sent on them. */
export class SpareConnections {
  readonly #agent: NodeAgent
  readonly #connect: Agent['createConnection']
  /** By the name that Node gives to all that requests must have in common to use one connection. */
  readonly #spares = new Map<string, Spare[]>()

  constructor(agent: Agent) {
    this.#agent = agent as NodeAgent
    this.#connect = agent.createConnection.bind(agent)
    agent.createConnection = (options, onConnected) => {
      const name = agent.getName(options)
      if (!this.#spares.get(name)?.length) return this.#connect(options, onConnected)
      // A turn of the loop later all is read that has arrived already, the end of a connection included.
      setImmediate(() => onConnected?.(null, this.#take(name) ?? (this.#connect(options) as Socket)))
      return undefined
    }
  }

  /**
   * Opens what is missing of so many connections to the server of a URL, those included that are in use. What goes wrong
   * is left to the request that comes: it makes a connection of its own, and reports what is wrong with that.
   */
  open(url: URL, count: number): void {
    const { name, options } = this.#optionsFor(url)
    const { sockets, freeSockets } = this.#agent
    const spares = this.#spares.get(name) ?? []
    this.#spares.set(name, spares)
    const others = [sockets[name], freeSockets[name]].flatMap((list) => list ?? [])
    for (let missing = count - others.length - spares.length; missing > 0; missing -= 1) {
      const socket = this.#connect(options) as Socket
      socket.on('error', () => undefined).unref()
      spares.push({ socket, openedAt: performance.now() })
    }
  }

  close(): void {
    for (const { socket } of [...this.#spares.values()].flat()) socket.destroy()
    this.#spares.clear()
  }

  /** As the agent makes them of a request for this URL; it keeps sessions of TLS by `_agentKey`. */
  #optionsFor(url: URL) {
    const { options: own, keepAliveMsecs } = this.#agent
    const { hostname, port = url.protocol === 'https:' ? 443 : 80 } = urlToHttpOptions(url)
    const host = hostname ?? ''
    const address = { host, port: Number(port), servername: isIP(host) ? '' : host, ...own }
    const name = this.#agent.getName(address)
    return { name, options: { ...address, _agentKey: name, keepAliveInitialDelay: keepAliveMsecs } }
  }

  #take(name: string): Socket | undefined {
    const spares = this.#spares.get(name) ?? []
    for (let spare = spares.shift(); spare; spare = spares.shift()) {
      if (isFresh(spare)) return spare.socket.ref()
      spare.socket.destroy()
    }
    return undefined
  }
}

/** Open or about to be, and nothing has come of it: what a server says before it is asked is no answer. */
function isFresh({ socket, openedAt }: Spare): boolean {
  const { readable, writable, readableLength } = socket
  return readable && writable && readableLength === 0 && performance.now() - openedAt < FRESH_MS
}
