import { absolutePath, frontend } from './build-fields.ts'
import * as fields from './fields.ts'
import type { InputReader } from './reader.ts'

const DEFAULT_MAX_PARALLEL = 12

/** What builds all images of the step. */
export interface EngineInputs {
  readonly engine: EngineName | undefined
  readonly builder: string | undefined
  /** Images built at once. */
  readonly maxParallel: number
  /** Images of Dockerfile frontends that may see the credentials of a cache. */
  readonly trustedFrontends: readonly string[]
  /** A builder of another machine may be used for files of forks, too. */
  readonly shareBuilder: boolean
  /** Folders outside of the workspace that builds may read. */
  readonly trustedPaths: readonly string[]
}

export type EngineName = 'buildx' | 'buildah' | 'docker'

export function parseEngineInputs(reader: InputReader): EngineInputs {
  return {
    engine: reader.one('engine', fields.oneOf('buildx', 'buildah', 'docker')),
    builder: reader.one('builder', fields.argument),
    maxParallel: reader.one('max-parallel', fields.integer(1, 100)) ?? DEFAULT_MAX_PARALLEL,
    trustedFrontends: reader.list('trusted-frontends', frontend),
    shareBuilder: reader.one('share-builder', fields.flag) ?? false,
    trustedPaths: reader.list('trusted-paths', absolutePath),
  }
}
