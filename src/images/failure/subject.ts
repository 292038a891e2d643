import type { BaseRegistry } from '../../plan/build.ts'

/** What a hint is about. */
export interface Subject {
  /** The failing place, for example `line 4 of Dockerfile`. */
  readonly place: string
  /** ECR repository that is pushed to; undefined: nothing was to be pushed. */
  readonly repository: string | undefined
  /** The engine's own words. */
  readonly reason: string
  /** Registries that the build was logged in to. */
  readonly bases: readonly BaseRegistry[]
}
