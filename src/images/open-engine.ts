import { setTimeout as sleep } from 'node:timers/promises'
import type { RegistryLogin } from '../aws/registry/registry.ts'
import type { EngineChoice } from '../plan/build.ts'
import type { ImagePlan } from '../plan/image.ts'
import type { Environment } from '../runner/environment.ts'
import type { Log } from '../runner/log.ts'
import type { Secrets } from '../runner/secrets.ts'
import type { Watch } from '../runner/waiting.ts'
import type { Workspace } from '../runner/workspace.ts'
import type { BuildPorts } from './build/build-image.ts'
import { commitTimesOf } from './engine/commit-time.ts'
import { type DetectedEngine, detectEngine } from './engine/detect.ts'
import type { Engine } from './engine/engine.ts'
import { overruledVariables } from './engine/environment.ts'
import {
  type EngineLogins,
  type OwnDockerConfig,
  writeDockerConfig,
} from './engine/login/write-docker-config.ts'
import { reportKeptToken } from './kept-token.ts'

/** An engine that answers, with the logins of this step at hand. Opened only when something is to be built. */
export interface OpenEngine {
  readonly engine: Engine
  readonly secrets: Secrets
  /** Aborted when the run is cancelled. */
  readonly signal: AbortSignal
  portsFor(image: ImagePlan, onLine: BuildPorts['onLine']): Omit<BuildPorts, 'phases'>
}

interface EnginePorts {
  readonly workspace: Workspace
  readonly signal: AbortSignal
  readonly environment: Environment
  readonly secrets: Secrets
  readonly log: Log
  readonly watch: Watch
}

const WITHOUT_PROXY_LOGINS =
  'The proxies of the docker configuration hold logins, which provenance would publish: the build gets their addresses alone. If it cannot reach the network so, set provenance: mode=min.'

/** What was killed ends at once; a process that the kernel cannot end must not hold the run. */
const END_MS = 1_000

interface Asked extends DetectedEngine {
  readonly config: OwnDockerConfig
  readonly commitTimes: Awaited<ReturnType<typeof commitTimesOf>>
}

/** The engine of a run: asked when it is known that something is missing, opened when everything else is ready. */
export class EngineOfRun {
  readonly #choice: EngineChoice
  readonly #ports: EnginePorts
  readonly #ended = new AbortController()
  #config: OwnDockerConfig | undefined
  #asked: Promise<Asked> | undefined

  constructor(choice: EngineChoice, ports: EnginePorts) {
    this.#choice = choice
    this.#ports = ports
  }

  /** Begins what needs no login. What is wrong is reported to whoever opens the engine. */
  ask(): void {
    this.#begun().catch(() => undefined)
  }

  /** @throws StepError ENGINE_MISSING or ENGINE_UNSUITABLE. */
  async open(loggedIn: Promise<readonly RegistryLogin[]>): Promise<OpenEngine> {
    const { workspace, signal, environment, secrets, log, watch } = this.#ports
    this.ask()
    const registryLogins = await loggedIn
    if (this.#config?.proxiesOpened) log.warning(WITHOUT_PROXY_LOGINS)
    const kept = reportKeptToken(this.#choice, log)
    const [{ engine, warning, config, commitTimes }] = await watch(
      () => ({ what: 'an engine that answers' }),
      () => Promise.all([this.#begun(), kept]),
    )
    if (warning !== undefined) log.warning(warning)
    // Nobody reads the configuration now.
    const written = config.logIn(registryLogins)
    const logins = { ...written, env: this.#env(written) }
    let builds = 0
    const nextFolder = () => {
      builds += 1
      // Each has one of its own, whatever its image is called: secrets lie there.
      return workspace.folder(`build-${builds}`)
    }
    const portsFor: OpenEngine['portsFor'] = ({ name, commit = '' }, onLine) => {
      const ofRun = { name, logins, signal, environment, secrets, watch, onLine }
      return { ...ofRun, commitTime: commitTimes.get(commit), scratch: nextFolder() }
    }
    return { engine, secrets, signal, portsFor }
  }

  /** What still asks is ended, and has nobody to report to. */
  async end(): Promise<void> {
    this.#ended.abort()
    const ended = this.#asked?.catch(() => undefined)
    await Promise.race([ended, sleep(END_MS, undefined, { ref: false })])
  }

  #begun(): Promise<Asked> {
    this.#asked ??= this.#ask()
    return this.#asked
  }

  async #ask(): Promise<Asked> {
    const { may, publishesArgs, commits } = this.#choice
    const { workspace, secrets, environment } = this.#ports
    const signal = AbortSignal.any([this.#ports.signal, this.#ended.signal])
    const options = { runnerLogins: may.runnerLogins, publishesArgs }
    const config = writeDockerConfig(options, { workspace, secrets, env: environment.variables })
    this.#config = config
    const [detected, commitTimes] = await Promise.all([
      detectEngine(this.#choice, { env: this.#env(config), environment, signal }),
      commitTimesOf(commits, { scratch: workspace.folder('checkouts'), environment, signal }),
    ])
    return { ...detected, config, commitTimes }
  }

  #env({ env }: Pick<EngineLogins, 'env'>): EngineLogins['env'] {
    return { ...overruledVariables(this.#ports.environment.variables, this.#choice.may), ...env }
  }
}
