import type { RepositoryFiles } from './file.ts'
import type { HelmUse } from './helm/use.ts'
import type { EffectiveImage, EffectiveRole } from './image.ts'
import type { Kustomization } from './kustomize/kustomization.ts'
import type { Deployed } from './object.ts'
import type { Pulls } from './pull-secrets.ts'

/** All that is known of a repository. Each is worked out when it is asked for first, and then kept. */
export interface EffectiveRepository {
  readonly files: RepositoryFiles
  /** By folder. */
  readonly kustomizations: ReadonlyMap<string, Kustomization>
  readonly deployed: readonly Deployed[]
  readonly images: readonly EffectiveImage[]
  readonly roles: readonly EffectiveRole[]
  readonly charts: readonly HelmUse[]
  readonly pulls: readonly Pulls[]
}
