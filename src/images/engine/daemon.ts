import { INFO_FORMAT } from './daemon-socket.ts'
import type { Probe } from './probe.ts'

export interface DaemonFacts {
  /** How it keeps images (Docker docs, "containerd image store"). */
  readonly store: 'containerd' | 'classic'
  readonly version: string | undefined
}

interface DaemonPorts {
  readonly probe: Probe
  /** Asks without the docker command; an empty text where that did not answer. */
  readonly bySocket: (() => Promise<string>) | undefined
}

/** Docker's daemon, asked once at most in each way. */
export class Daemon {
  readonly #ports: DaemonPorts
  #facts: Promise<DaemonFacts | undefined> | undefined
  #ofDocker: Promise<DaemonFacts | undefined> | undefined

  constructor(ports: DaemonPorts) {
    this.#ports = ports
  }

  /** undefined when it does not answer. */
  facts(): Promise<DaemonFacts | undefined> {
    this.#facts ??= this.#ask()
    return this.#facts
  }

  /** The same from the docker command, where that is what will build. */
  factsOfDocker(): Promise<DaemonFacts | undefined> {
    this.#ofDocker ??= this.#askDocker()
    return this.#ofDocker
  }

  async #ask(): Promise<DaemonFacts | undefined> {
    const { bySocket } = this.#ports
    return (bySocket && factsIn(await bySocket())) ?? this.factsOfDocker()
  }

  async #askDocker(): Promise<DaemonFacts | undefined> {
    const { exitCode, stdout } = await this.#ports.probe('docker', ['info', `--format=${INFO_FORMAT}`])
    return exitCode === 0 ? factsIn(stdout) : undefined
  }
}

/** Some clients end well without a daemon, and print what is empty of it. */
function factsIn(info: string): DaemonFacts | undefined {
  if (!/^\S/.test(info)) return undefined
  const store = info.includes('io.containerd.snapshotter') ? 'containerd' : 'classic'
  return { store, version: /^\S+ (\d\S*)/.exec(info)?.[1] }
}
