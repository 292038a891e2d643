import * as build from './build-fields.ts'
import { absolutePath, frontend } from './build-fields.ts'
import * as secrets from './build-secrets.ts'
import { type CacheEntry, cacheEntry } from './cache-entry.ts'
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
  readonly secrets: readonly secrets.SecretValue[]
  readonly secretEnvs: readonly secrets.SecretVariable[]
  readonly secretFiles: readonly secrets.SecretFile[]
  readonly ssh: readonly string[]
  /** Further contexts, as `name=value`. */
  readonly contexts: readonly string[]
  readonly cache: build.CacheInput | undefined
  readonly cacheFrom: readonly CacheEntry[]
  readonly cacheTo: readonly CacheEntry[]
  /** Attributes of the attestation; undefined: none is made. */
  readonly provenance: string | undefined
  readonly sbom: string | undefined
  /** undefined: as the engine does by itself. */
  readonly compression: build.Compression | undefined
}

export function parseBuildInputs(reader: InputReader): BuildInputs {
  return {
    context: reader.one('context', build.context) ?? '.',
    file: reader.one('file', fields.argument),
    target: reader.one('target', fields.text),
    platforms: reader.list('platforms', fields.platform),
    buildArgs: reader.list('build-args', fields.buildArg, 'values'),
    labels: reader.list('labels', fields.label, 'values'),
    noCache: reader.one('no-cache', fields.flag) ?? false,
    network: reader.one('network', fields.text),
    secrets: reader.one('secrets', secrets.secretValues) ?? [],
    secretEnvs: reader.list('secret-envs', secrets.secretVariable),
    secretFiles: reader.list('secret-files', secrets.secretFile, 'values'),
    ssh: reader.list('ssh', build.ssh, 'values'),
    contexts: reader.list('build-contexts', build.buildContext, 'values'),
    cache: reader.one('cache', build.cache),
    cacheFrom: reader.list('cache-from', cacheEntry, 'attributes'),
    cacheTo: reader.list('cache-to', cacheEntry, 'attributes'),
    provenance: reader.one('provenance', build.attestation('mode=max')),
    sbom: reader.one('sbom', build.attestation('true')),
    compression: reader.one('compression', build.compression),
  }
}

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
    trustedPaths: reader.list('trusted-paths', absolutePath, 'patterns'),
  }
}
