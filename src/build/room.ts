import type { EngineChoice, ImagePlan } from '../plan/plan.ts'
import { writeDockerConfig } from '../registry/docker-config.ts'
import type { RegistryLogin } from '../registry/registry.ts'
import { withholdLogins } from '../registry/withhold-logins.ts'
import type { Workspace } from '../runner/workspace.ts'
import type { RunContext } from './build-image.ts'
import { commitTimesOf } from './commit-time.ts'
import { detectEngine } from './detect.ts'
import type { Engine } from './engine.ts'
import { overruledVariables } from './engine-environment.ts'

/** An engine that answers, with the logins of this step at hand. Opened only when something is to be built. */
export interface BuildRoom {
  readonly engine: Engine
  /** Aborted when the run is cancelled. */
  readonly signal: AbortSignal
  contextFor(image: ImagePlan, onLine: RunContext['onLine']): RunContext
}

export interface RoomNeeds {
  readonly choice: EngineChoice
  readonly logins: readonly RegistryLogin[]
  readonly workspace: Workspace
  readonly signal: AbortSignal
  readonly env: NodeJS.ProcessEnv
}

export async function openBuildRoom(needs: RoomNeeds): Promise<BuildRoom> {
  const { workspace, signal, env } = needs
  const { may } = needs.choice
  const written = await writeDockerConfig(needs.logins, workspace, env)
  if (!may.runnerLogins) await withholdLogins(written)
  const logins = { ...written, env: { ...overruledVariables(env, may), ...written.env } }
  const [engine, commitTimes] = await Promise.all([
    detectEngine(needs.choice, { logins, env, signal }),
    commitTimesOf(needs.choice.commits, { scratch: workspace.folder('checkouts'), signal }),
  ])
  let builds = 0
  const nextFolder = () => {
    builds += 1
    // Each has one of its own, whatever its image is called: secrets lie there.
    return workspace.folder(`build-${builds}`)
  }
  return {
    engine,
    signal,
    contextFor: (image, onLine) => ({
      logins,
      signal,
      commitTime: commitTimes.get(image.commit ?? ''),
      scratch: nextFolder(),
      onLine,
    }),
  }
}
