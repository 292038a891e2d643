import type { RegistryLogin } from '../aws/registry/registry.ts'
import type { EngineChoice } from '../plan/build.ts'
import type { ImagePlan } from '../plan/image.ts'
import type { Environment } from '../runner/environment.ts'
import type { Log } from '../runner/log.ts'
import type { Secrets } from '../runner/secrets.ts'
import type { Watch } from '../runner/waiting.ts'
import type { Workspace } from '../runner/workspace.ts'
import type { BuildPorts } from './build-image.ts'
import { commitTimesOf } from './engine/commit-time.ts'
import { detectEngine } from './engine/detect.ts'
import type { Engine } from './engine/engine.ts'
import { overruledVariables } from './engine/environment.ts'
import { writeDockerConfig } from './engine/login/write-docker-config.ts'
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

export async function openEngine(
  choice: EngineChoice,
  registryLogins: readonly RegistryLogin[],
  { workspace, signal, environment, secrets, log, watch }: EnginePorts,
): Promise<OpenEngine> {
  const { variables: env } = environment
  const { may, publishesArgs } = choice
  const options = { runnerLogins: may.runnerLogins, publishesArgs }
  const config = writeDockerConfig(options, { workspace, secrets, env })
  if (config.proxiesOpened) log.warning(WITHOUT_PROXY_LOGINS)
  const written = config.logIn(registryLogins)
  const logins = { ...written, env: { ...overruledVariables(env, may), ...written.env } }
  const [{ engine, warning }, commitTimes] = await Promise.all([
    detectEngine(choice, { env: logins.env, environment, signal }),
    commitTimesOf(choice.commits, { scratch: workspace.folder('checkouts'), environment, signal }),
    reportKeptToken(choice, log),
  ])
  if (warning !== undefined) log.warning(warning)
  let builds = 0
  const nextFolder = () => {
    builds += 1
    // Each has one of its own, whatever its image is called: secrets lie there.
    return workspace.folder(`build-${builds}`)
  }
  return {
    engine,
    secrets,
    signal,
    portsFor: (image, onLine) => ({
      name: image.name,
      logins,
      signal,
      commitTime: commitTimes.get(image.commit ?? ''),
      scratch: nextFolder(),
      environment,
      secrets,
      watch,
      onLine,
    }),
  }
}
