import type { Probe } from './probe.ts'

export interface DaemonFacts {
  /** How it keeps images (Docker docs, "containerd image store"). */
  readonly store: 'containerd' | 'classic'
  readonly version: string | undefined
}

/** Docker's daemon, asked once at most. */
export class Daemon {
  readonly #probe: Probe
  #facts: Promise<DaemonFacts | undefined> | undefined

  constructor(probe: Probe) {
    this.#probe = probe
  }

  /** undefined when it does not answer. */
  facts(): Promise<DaemonFacts | undefined> {
    this.#facts ??= this.#ask()
    return this.#facts
  }

  async #ask(): Promise<DaemonFacts | undefined> {
    const format = '--format={{.Driver}} {{.ServerVersion}} {{json .DriverStatus}}'
    const { exitCode, stdout } = await this.#probe('docker', ['info', format])
    // Some clients end well without a daemon, and print what is empty of it.
    if (exitCode !== 0 || !/^\S/.test(stdout)) return undefined
    const store = stdout.includes('io.containerd.snapshotter') ? 'containerd' : 'classic'
    return { store, version: /^\S+ (\d\S*)/.exec(stdout)?.[1] }
  }
}
