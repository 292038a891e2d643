import type { RegistryAccess, RepositoryCreation } from './access.ts'
import type { EngineChoice } from './build.ts'
import type { ConfigPlan } from './config.ts'
import type { GithubDeploymentPlan } from './github-deployment.ts'
import type { ImagePlan, InspectedImage, PushedImage } from './image.ts'

/** Everything that is decided before the first request. */
export type Plan = CheckPlan | PushPlan

/** The config repository that this run writes to, if it deploys. */
export function configOf(plan: Plan | undefined): ConfigPlan | undefined {
  return plan?.kind === 'push' ? plan.config : undefined
}

interface CommonPlan {
  readonly reason: string
  /** What the reader should know, though nothing is wrong enough to stop. */
  readonly warnings: readonly string[]
  readonly notices: readonly string[]
  /** Registries of base images, each with the role that may read it. */
  readonly logins: readonly RegistryAccess[]
  readonly engine: EngineChoice
  /** Images built at once. */
  readonly maxParallel: number
  readonly dryRun: boolean
  /** Set when this run does not deploy, and looks at the overlays that a deploy would write to. */
  readonly inspection: Inspection | undefined
  /** What of a deploy this run does not check, and why. */
  readonly unchecked: readonly string[]
}

/** The config repository, read and never written to. */
export interface Inspection {
  readonly config: ConfigPlan
  readonly images: readonly InspectedImage[]
}

/** Builds and pushes nothing: pull requests, and `push: false`. */
export interface CheckPlan extends CommonPlan {
  readonly kind: 'check'
  readonly images: readonly [ImagePlan, ...ImagePlan[]]
}

export interface PushPlan extends CommonPlan {
  readonly kind: 'push'
  readonly images: readonly [PushedImage, ...PushedImage[]]
  /** Set when this run deploys. */
  readonly config: ConfigPlan | undefined
  readonly createRepository: RepositoryCreation
  readonly history: HistoryPlan
  /** Set where GitHub is to keep the deployment. */
  readonly githubDeployment?: GithubDeploymentPlan | undefined
}

/** What the commits of the service are ordered by. */
export interface HistoryPlan {
  /** A folder of the checkout. */
  readonly checkout: string
  /** Reads what the checkout does not hold. */
  readonly token: string | undefined
}
