import type { EngineChoice, ImagePlan } from '../plan/plan.ts'
import { writeDockerConfig } from '../registry/docker-config.ts'
import type { RegistryLogin } from '../registry/registry.ts'
import type { Log } from '../runner/log.ts'
import type { Workspace } from '../runner/workspace.ts'
import type { RunContext } from './build-image.ts'
import { detectEngine } from './detect.ts'
import type { Engine } from './engine.ts'

/** An engine that answers, with the logins of this step at hand. Opened only when something is to be built. */
export interface BuildRoom {
  readonly engine: Engine
  contextFor(image: ImagePlan): RunContext
}

export interface RoomNeeds {
  readonly choice: EngineChoice
  readonly logins: readonly RegistryLogin[]
  readonly workspace: Workspace
  readonly log: Log
  readonly signal: AbortSignal
  readonly env: NodeJS.ProcessEnv
}

export async function openBuildRoom(needs: RoomNeeds): Promise<BuildRoom> {
  const { workspace, log, signal, env } = needs
  const logins = await writeDockerConfig(needs.logins, workspace, env)
  const engine = await detectEngine(needs.choice, logins)
  return {
    engine,
    contextFor: (image) => ({
      logins,
      signal,
      scratch: workspace.folder(`build-${image.name.replaceAll(/[^\w.-]/g, '-')}`),
      onLine: (line) => log.info(line),
    }),
  }
}
