import type { Place, Problem } from '../errors/errors.ts'
import { type EcrHost, hasEcrSuffix, isSameRegistry, parseEcrHost, splitEcrHost } from '../names/host.ts'
import { isPlaceholder } from '../names/placeholder.ts'
import { registryOf, splitReference } from '../names/reference.ts'
import type { Entry } from './target.ts'

export interface Wanted {
  readonly registry: EcrHost
  /** `host/repository` */
  readonly newName: string
  readonly retarget: boolean
  /** Only a pattern led to the entry. */
  readonly optional: boolean
}

/** May this entry be pointed to that registry? A notice when it moves there, a problem when it may not. */
export function judgeRegistry(
  entry: Pick<Entry, 'file' | 'values' | 'name'>,
  wanted: Wanted,
): { notice?: string } | Problem {
  const { file, name } = entry
  const current = entry.values.image
  const host = registryOf(current)
  const found = host === undefined ? undefined : parseEcrHost(host)
  const where = `${file.path}:${name.line}`
  const place = file.place(name.line)
  if (found && isSameRegistry(found, wanted.registry))
    return movedRepository({ where, current, place }, wanted)
  const account = host === undefined ? undefined : (splitEcrHost(host)?.account ?? malformedAccount(host))
  if (account !== undefined && isPlaceholder(account)) {
    return {
      notice: `${where}: the account "${account}" is a placeholder and becomes ${wanted.registry.account}.`,
    }
  }
  // What the manifests call the image is no decision about a registry, unless it is an ECR one.
  if (!name.chosen && !found) return {}
  if (wanted.retarget) return { notice: `${where}: moves from ${current} to ${wanted.newName} (retarget).` }
  return {
    code: 'ENTRY_REGISTRY',
    message: `${where} names ${current}${found ? ` (account ${found.account}, ${found.region})` : ''}, but this step pushes to account ${wanted.registry.account}, ${wanted.registry.region}`,
    hint: `If role-to-assume and registry are right, set retarget: true to move the entry to ${wanted.newName}; else correct role-to-assume, registry or overlays.`,
    configPlace: place,
  }
}

/** Images of several services may have one name: whoever names the overlay knows whose it is, a pattern does not. */
function movedRepository(
  { where, current, place }: { readonly where: string; readonly current: string; readonly place: Place },
  { newName, optional, retarget }: Wanted,
): { notice?: string } | Problem {
  if (repositoryOf(current) === repositoryOf(newName)) return {}
  if (!optional || retarget) {
    return {
      notice: `${where}: moves from ${current} to ${newName}, another repository of the same registry.`,
    }
  }
  return {
    code: 'ENTRY_REGISTRY',
    message: `${where} names ${current}, another repository than ${newName}, and only a pattern in overlays leads there`,
    hint: 'If it is the image of another service, narrow the pattern in overlays; if this one moves, set retarget: true for one run, or name the overlay without a pattern.',
    configPlace: place,
  }
}

/** What follows the host of an image name that has one, without a tag or digest behind it. */
const repositoryOf = (name: string): string => splitReference(name.slice(name.indexOf('/') + 1)).name

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
