import type { ConnectRegistry } from '../../aws/registry/connect-registries.ts'
import type { DeploymentTracker } from '../../github/deployment.ts'
import type { Bump } from '../../gitops/bump.ts'
import type { EngineOfRun } from '../../images/open-engine.ts'
import type { ReadInput } from '../../inputs/reader.ts'
import type { ReadYaml } from '../../inputs/yaml-map.ts'
import type { GithubDeploymentPlan } from '../../plan/github-deployment.ts'
import type { Plan, PushPlan } from '../../plan/plan.ts'
import type { ShowDiff } from '../../report/diff.ts'
import type { Log } from '../../runner/log.ts'
import type { Phases } from '../../runner/phases.ts'
import type { History, Merges } from '../../source/history/history.ts'
import type { Asked, Ground, Ingredients, Source } from '../../source/source.ts'
import type { LookOptions, OpenInspection } from './inspect.ts'

/** The edges that a deploy works through. */
export interface Ports {
  readonly readInput: ReadInput
  /** Asked for where an input that is YAML has a text. */
  readonly loadYaml: () => Promise<ReadYaml>
  /** Asked for where the config repository was looked at. */
  readonly loadDiff: () => Promise<ShowDiff>
  /** Keeps variables that hold secrets from all child processes but the engine. */
  readonly confine: (variables: readonly string[]) => unknown
  /** Follows links, and reads nothing else. */
  readonly readGround: (asked: Asked) => Ground
  readonly readSource: (images: readonly Ingredients[]) => Promise<Source>
  readonly connect: (plan: Plan, source: Source) => ConnectRegistry
  readonly openBump: (plan: PushPlan, options: BumpingOptions) => Promise<Bump | undefined>
  readonly openInspection: OpenInspection
  readonly openDeployment: (plan: GithubDeploymentPlan) => Promise<DeploymentTracker>
  /** Of the repository of the run. */
  readonly openHistory: (
    plan: PushPlan,
    source: Source,
  ) => Promise<Pick<History & Merges, 'changes' | 'merged'>>
  readonly engineOf: (plan: Plan) => Engine
  readonly log: Log
  readonly phases: Phases
}

export type Engine = Pick<EngineOfRun, 'ask' | 'open'>

interface BumpingOptions extends LookOptions {
  readonly connect: ConnectRegistry
  /** Of an image, as far as they are known by then. */
  readonly platformsOf: (image: string) => readonly string[]
}
