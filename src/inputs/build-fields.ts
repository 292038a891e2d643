import { isRepositoryName, parseReference } from '../names/reference.ts'
import { argument, type Parser, text, value } from './fields.ts'

/** The cache that an image shares with later builds of its own. */
export type CacheInput = { readonly kind: 'gha' } | { readonly kind: 'ecr'; readonly repository: string }

/** `default`, `ID` or `ID=path[,path]`: an agent's socket, or keys (docker buildx build, `--ssh`). */
export const ssh: Parser<string> = (given) =>
  /^[A-Za-z0-9_][\w.-]*(?:=[^\s\p{Cc},][^\p{Cc}]*)?$/u.test(given)
    ? value(given)
    : { mistake: 'is not of the form default, ID or ID=path', example: 'default' }

/** docker/build-push-action takes a repository for a context; here the tag is the commit of the checkout. */
export const context: Parser<string> = (given) =>
  /^[a-z][a-z+]*:\/\/|^[\w.-]+@[\w.-]+:|^\{\{/i.test(given)
    ? { mistake: 'is no folder: what is built is what actions/checkout has checked out', example: '.' }
    : argument(given)

/** A folder of this machine, wherever the step runs. */
export const absolutePath: Parser<string> = (given) =>
  given.startsWith('/') ? text(given) : { mistake: 'is not an absolute path', example: '/opt/shared' }

const URL_CREDENTIAL = /=https?:\/\/[^/]*@/i

export const buildContext: Parser<string> = (given) => {
  if (URL_CREDENTIAL.test(given)) {
    return {
      mistake:
        'holds a credential, which every process could read; BuildKit takes it from the secret GIT_AUTH_TOKEN (input secret-envs)',
      example: 'lib=https://github.com/acme/lib.git#main',
      confidential: true,
    }
  }
  return /^[A-Za-z0-9][^\s=]*=[^\s\p{Cc}]\P{Cc}*$/u.test(given)
    ? value(given)
    : { mistake: 'is not of the form name=value', example: 'shared=libs/shared' }
}

export const cache: Parser<CacheInput> = (given) => {
  if (given === 'gha') return value({ kind: 'gha' })
  const repository = given.replace(/^ecr:/, '')
  return repository !== given && isRepositoryName(repository)
    ? value({ kind: 'ecr', repository })
    : { mistake: 'is neither gha nor ecr:<repository>', example: 'ecr:kubeadm_ec2_cluster/build-cache' }
}

export const frontend: Parser<string> = (given) =>
  parseReference(given)
    ? value(given)
    : { mistake: 'is not the reference of an image', example: 'docker/dockerfile:1' }

/** What `--provenance` and `--sbom` take; undefined when it is switched off (docker buildx build, `--attest`). */
export const attestation =
  (example: string): Parser<string | undefined> =>
  (given) => {
    if (/^false$/i.test(given)) return value(undefined)
    if (/^true$/i.test(given)) return value('true')
    return /^[a-z][\w-]*=[^,\s\p{Cc}]+(?:,[a-z][\w-]*=[^,\s\p{Cc}]+)*$/u.test(given)
      ? value(given)
      : { mistake: 'is neither a boolean nor attributes', example }
  }

/** How layers are compressed that are pushed. */
export interface Compression {
  readonly type: 'gzip' | 'zstd' | 'estargz'
  readonly level: number | undefined
  /** Layers that are there already, too: those of base images, and what the builder has in its cache. */
  readonly force: boolean
}

/** BuildKit, README, "Output", `compression-level`. */
const HIGHEST_LEVEL: Readonly<Record<Compression['type'], number>> = { gzip: 9, estargz: 9, zstd: 22 }
const COMPRESSION_EXAMPLE = 'zstd,level=3,force'

const isCompression = (text: string): text is Compression['type'] => Object.hasOwn(HIGHEST_LEVEL, text)

/** `zstd`, `zstd,level=3`, `zstd,level=3,force`. */
export const compression: Parser<Compression> = (given) => {
  const [type = '', ...attributes] = given.split(/[\s,]+/)
  const refused = (mistake: string) => ({ mistake, example: COMPRESSION_EXAMPLE })
  if (!isCompression(type)) return refused('begins with none of gzip, zstd and estargz')
  const pairs = attributes.map((attribute) => attribute.split('='))
  const keys = pairs.map(([key = '']) => key)
  const unknown = keys.find((key) => key !== 'level' && key !== 'force')
  if (unknown !== undefined) return refused(`has "${unknown}", which is neither level= nor force`)
  if (new Set(keys).size < keys.length) return refused('says one thing twice')
  const { level, force = 'false' } = Object.fromEntries(pairs.map(([key = '', text = 'true']) => [key, text]))
  if (level !== undefined && !(/^\d{1,2}$/.test(level) && Number(level) <= HIGHEST_LEVEL[type])) {
    return refused(`has a level that is not a whole number from 0 to ${HIGHEST_LEVEL[type]}`)
  }
  if (force !== 'true' && force !== 'false') return refused('has a force that is not a boolean')
  return value({ type, level: level === undefined ? undefined : Number(level), force: force === 'true' })
}
