import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort, listening } from './free-port.ts'
import { endDaemon } from './processes.ts'
import type { BuildkitFacts, Rig } from './rig.ts'

const run = promisify(execFile)

export interface RemoteBuilder extends AsyncDisposable {
  /** What the input `builder` takes. */
  name: string
}

/** What `docker buildx create` needs to know of a buildkitd on another machine; nothing is asked of it yet. */
export async function createBuilder(rig: Rig, facts: BuildkitFacts = rig.buildkit): Promise<RemoteBuilder> {
  const name = `remote-${randomBytes(4).toString('hex')}`
  const { ca, cert, key } = facts.tls
  const env = { ...process.env, DOCKER_CONFIG: rig.dockerConfig }
  const options = `cacert=${ca},cert=${cert},key=${key},servername=${facts.name}`
  const create = ['create', '--driver=remote', `--name=${name}`, `--driver-opt=${options}`]
  await run('docker', ['buildx', ...create, `tcp://${facts.address}`], { env })
  return {
    name,
    async [Symbol.asyncDispose]() {
      await run('docker', ['buildx', 'rm', '--force', name], { env })
    },
  }
}

export interface Buildkitd extends AsyncDisposable {
  facts: BuildkitFacts
  /** Until it is started nothing listens at its address; a stopped one can be started again. */
  start(): Promise<void>
  stop(signal?: NodeJS.Signals): Promise<void>
}

/** A buildkitd of a test's own, with the certificates of the rig's, that is not up yet. */
export async function prepareBuildkitd(rig: Rig): Promise<Buildkitd> {
  // Left to the rig: a daemon that was killed leaves mounts in it.
  const root = await mkdtemp(join(tmpdir(), 'buildkit-'))
  const port = await freePort()
  const address = `127.0.0.1:${port}`
  let daemon: ChildProcess | undefined
  const stop = async (signal?: NodeJS.Signals) => {
    const running = daemon
    daemon = undefined
    if (running) await endDaemon(running, signal)
  }
  return {
    facts: { ...rig.buildkit, address },
    async start() {
      const options = ['--config', rig.buildkit.config, '--addr', `tcp://${address}`]
      daemon = spawn('buildkitd', [...options, '--root', root], { stdio: 'ignore' })
      const ended = once(daemon, 'exit').then(() => {
        throw new Error('buildkitd ended before anybody could reach it')
      })
      await Promise.race([listening(port, 'buildkitd'), ended])
    },
    stop,
    [Symbol.asyncDispose]: () => stop(),
  }
}
