import * as fields from './fields.ts'
import type { InputReader } from './reader.ts'

/** How an image is built. */
export interface BuildInputs {
  readonly context: string
  readonly file: string | undefined
  readonly target: string | undefined
  readonly platforms: readonly string[]
  readonly buildArgs: readonly string[]
  readonly labels: readonly string[]
  readonly noCache: boolean
  readonly network: string | undefined
  readonly engine: EngineName | undefined
  readonly builder: string | undefined
}

export type EngineName = 'buildx' | 'buildah' | 'docker'

export function parseBuildInputs(reader: InputReader): BuildInputs {
  return {
    context: reader.one('context', fields.relativePath) ?? '.',
    file: reader.one('file', fields.relativePath),
    target: reader.one('target', fields.text),
    platforms: reader.list('platforms', fields.platform, 'comma'),
    buildArgs: reader.list('build-args', fields.buildArg),
    labels: reader.list('labels', fields.label),
    noCache: reader.one('no-cache', fields.flag) ?? false,
    network: reader.one('network', fields.text),
    engine: reader.one('engine', fields.oneOf('buildx', 'buildah', 'docker')),
    builder: reader.one('builder', fields.relativePath),
  }
}
