import type { EngineName } from '../../inputs/build-inputs.ts'
import type { BaseRegistry } from '../../plan/build.ts'

/** What a hint is about. */
export interface Subject {
  readonly dockerfile: ReadDockerfile
  /** The failing place, for example `line 4 of Dockerfile`. */
  readonly place: string
  /** ECR repository that is pushed to; undefined: nothing was to be pushed. */
  readonly repository: string | undefined
  /** The engine's own words. */
  readonly reason: string
  /** Registries that the build was logged in to. */
  readonly bases: readonly BaseRegistry[]
}

/** A Dockerfile, and what reads it. */
export interface ReadDockerfile {
  readonly path: string
  readonly engine: { readonly name: EngineName; readonly version?: string | undefined }
  /** The image that BuildKit is to read it with, where it names one. */
  readonly frontend: string | undefined
}
