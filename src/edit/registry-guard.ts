import type { Problem } from '../errors/errors.ts'
import {
  type EcrHost,
  hasEcrSuffix,
  isSameRegistry,
  parseEcrHost,
  type Stated,
  splitEcrHost,
} from '../names/host.ts'
import { isPlaceholder } from '../names/placeholder.ts'
import { registryOf } from '../names/reference.ts'
import { isReplica, type ReplicaPattern } from '../names/replicas.ts'
import { movedRepository, type Named, repositoryOf } from './moved-repository.ts'
import { differentAddress } from './registry-difference.ts'
import type { Entry, SharedRegistry } from './target.ts'

export interface Wanted {
  readonly registry: EcrHost
  readonly stated: Stated
  readonly replicas: readonly ReplicaPattern[]
  /** `host/repository` */
  readonly newName: string
  readonly retarget: boolean
  /** Only a pattern led to the entry. */
  readonly optional: boolean
}

/** May this entry be pointed to that registry? A notice when it moves there, a problem when it may not. */
export function judgeRegistry(
  entry: Pick<Entry, 'file' | 'values' | 'name' | 'shared' | 'input'>,
  wanted: Wanted,
): { notice?: string } | Problem {
  const elsewhere = entry.shared && judgeShared(entry, entry.shared, wanted)
  if (elsewhere) return elsewhere
  const { image } = entry.values
  return image === undefined ? {} : judgeNamed(entry, image, wanted)
}

function judgeNamed(
  { file, name, input }: Pick<Entry, 'file' | 'name' | 'input'>,
  current: string,
  wanted: Wanted,
): { notice?: string } | Problem {
  const host = registryOf(current)
  const found = host === undefined ? undefined : parseEcrHost(host)
  const where = `${file.path}:${name.line}`
  const place = file.place(name.line)
  const { registry, replicas, stated, newName } = wanted
  if (found && (isSameRegistry(found, registry) || isReplica(found, registry, replicas)))
    return movedRepository({ where, current, place, input }, wanted)
  const parts = host === undefined ? undefined : splitEcrHost(host)
  const account = parts?.account ?? malformedAccount(host ?? '')
  if (account !== undefined && isPlaceholder(account)) {
    const others = `${regionChange(parts?.region, newName)}${repositoryChange(current, newName)}`
    return {
      notice: `${where}: the account "${account}" is a placeholder and becomes ${registry.account}${others}.`,
    }
  }
  // What the manifests call the image is no decision about a registry, unless it is an ECR one.
  if (!name.chosen && !found) return {}
  if (wanted.retarget) return { notice: `${where}: moves from ${current} to ${wanted.newName} (retarget).` }
  if (!found) return { ...foreignRegistry({ where, current, input }, wanted), configPlace: place }
  const difference = differentAddress({
    where,
    current,
    newName,
    stated,
    input,
    found: { registry: found, repository: repositoryOf(current) },
    wanted: { registry, repository: repositoryOf(newName) },
  })
  return { code: 'ENTRY_REGISTRY', ...difference, configPlace: place }
}

function regionChange(region: string | undefined, newName: string): string {
  const next = splitEcrHost(registryOf(newName) ?? '')?.region
  return region === undefined || next === region ? '' : `, and the region ${region} becomes ${next}`
}

function repositoryChange(current: string, newName: string): string {
  const [from, to] = [repositoryOf(current), repositoryOf(newName)]
  return from === to ? '' : `, and the repository ${from} becomes ${to}`
}

/** What several images share is none of this one's to change. */
function judgeShared(
  { file, name, input }: Pick<Entry, 'file' | 'name' | 'input'>,
  { host, repository, key, line }: SharedRegistry,
  { registry, replicas, newName, stated }: Wanted,
): Problem | undefined {
  const found = parseEcrHost(host)
  const isOurs = found && (isSameRegistry(found, registry) || isReplica(found, registry, replicas))
  if (isOurs && (repository === undefined || repository === repositoryOf(newName))) return undefined
  const [what, is, wanted] =
    repository === undefined
      ? ['registry', host, registry.host]
      : ['repository', `${host}/${repository}`, newName]
  const pushed = isOurs ? newName : `account ${registry.account}, ${registry.region}`
  return {
    code: 'ENTRY_REGISTRY',
    message: `${file.path}:${name.line} leaves the ${what} to ${key} (${file.path}:${line}), which is ${is}, but this step pushes to ${pushed}`,
    hint: `If this step is right, write ${wanted} at ${file.path}:${line}, where it decides for every image that leaves its ${what} to ${key}, or ${newName} as the repository of this one where its chart takes that. If the file is right, correct ${isOurs ? `${stated.repository} or ${input}` : 'role-to-assume, aws-region or registry'}.`,
    configPlace: file.place(line),
  }
}

/** A registry that is none of ECR has neither account nor region to compare. */
function foreignRegistry(
  { where, current, input }: Omit<Named, 'place'>,
  { newName, registry }: Wanted,
): Problem {
  if (input === 'helm-values' && current === repositoryOf(newName))
    return noRegistry({ where, current }, newName)
  return {
    code: 'ENTRY_REGISTRY',
    message: `${where} names ${current}, but this step pushes to account ${registry.account}, ${registry.region}`,
    hint: `If the entry is to move to ${newName}, set retarget: true; else correct ${input}.`,
  }
}

/** The registry stands in another file of values, such as those of the chart: that one is not read here. */
function noRegistry({ where, current }: Pick<Named, 'where' | 'current'>, newName: string): Problem {
  const host = registryOf(newName)
  return {
    code: 'ENTRY_REGISTRY',
    message: `${where} names ${current} without a registry, and none for all images stands in that file`,
    hint: `Write it in that file as the chart takes it: registry: ${host} beside the repository or, where another file of values has one for all images, that one here, too (global.imageRegistry: ${host}, for example). retarget: true makes the repository ${newName}, for a chart that puts no registry in front.`,
  }
}

/** Digits of a wrong number, a template, or a word that asks to be replaced. */
const PLACEHOLDER = /^\d+$|[<{$]|^x+$|^(?=[\w-]*account)[\w-]*$/i

/**
 * The account of a host that is meant as ECR's but is not well-formed: `<account>.dkr.ecr.<region>.amazonaws.com`,
 * `${AWS_ACCOUNT_ID}.dkr.ecr...`. Anything else may be a real host of somebody else.
 */
function malformedAccount(host: string): string | undefined {
  const account = host.replace(/\.dkr[.-]ecr(?:-fips)?\..*/, '')
  return account !== host && hasEcrSuffix(host) && PLACEHOLDER.test(account) ? account : undefined
}
