import * as fields from './fields.ts'
import type { InputReader } from './reader.ts'

const DEFAULT_MAX_PARALLEL = 12

/** What builds all images of the step. */
export interface EngineInputs {
  readonly engine: EngineName | undefined
  readonly builder: string | undefined
  /** Images built at once. */
  readonly maxParallel: number
}

export type EngineName = 'buildx' | 'buildah' | 'docker'

export function parseEngineInputs(reader: InputReader): EngineInputs {
  return {
    engine: reader.one('engine', fields.oneOf('buildx', 'buildah', 'docker')),
    builder: reader.one('builder', fields.argument),
    maxParallel: reader.one('max-parallel', fields.integer(1, 100)) ?? DEFAULT_MAX_PARALLEL,
  }
}
