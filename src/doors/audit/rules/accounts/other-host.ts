import { isTemplateText } from '../../../../effective/filled-in.ts'
import { keptFor } from '../../../../effective/kept.ts'
import type { EffectiveRepository } from '../../../../effective/repository.ts'
import { awsOwner } from '../../../../names/aws-accounts.ts'
import { defaultEcrHost, isAccountId } from '../../../../names/host.ts'
import type { AllowedRegistry, Settings } from '../../plan/settings.ts'
import { scalarAt } from '../found.ts'
import type { Fix } from '../rule.ts'
import type { Named } from './named.ts'
import { registryIn } from './registry.ts'

/** Registries of one's own: nobody means one of AWS's who writes another account. */
export const ownRegistries = ({ registries }: Settings): readonly AllowedRegistry[] =>
  registries.filter(({ account }) => !awsOwner(account))

/** The one of them that is in a region; undefined for none and for several. */
export function onlyIn(settings: Settings, region: string): AllowedRegistry | undefined {
  return theOnly(ownRegistries(settings).filter((one) => one.region === region))
}

export function theOnly<One>(all: readonly One[]): One | undefined {
  return all.length === 1 ? all[0] : undefined
}

/** `465002806239 in us-east-1`, as people read it. */
export const registryNames = (registries: readonly AllowedRegistry[]): string =>
  registries.map(({ account, region }) => `${account} in ${region}`).join(' or ')

/** Registries in names of `images:` entries: what one of them is to match must not be changed without it. */
export const entryHosts = keptFor(({ kustomizations }: EffectiveRepository): ReadonlySet<string> => {
  const entries = [...kustomizations.values()].flatMap(({ images }) => images)
  return new Set(entries.flatMap(({ name }) => (name && registryIn(name.text)?.host) ?? []))
})

export interface Move {
  readonly to: AllowedRegistry
  readonly safety: Fix['safety']
  /** Registries in names of `images:` entries. */
  readonly entries: ReadonlySet<string>
}

/** Names another registry where an image is named; what a program fills in is for that program. */
export function movedTo({ at, registry }: Named, { to, safety, entries }: Move): { readonly fix?: Fix } {
  const scalar = scalarAt(at)
  const host = isAccountId(to.account) ? defaultEcrHost(to.account, to.region)?.host : undefined
  if (!scalar || host === undefined || isTemplateText(registry.host) || !scalar.text.includes(registry.host))
    return {}
  const text = scalar.text.replace(registry.host, () => hostLike(registry.host, host, to))
  return {
    fix: {
      safety: entries.has(registry.host) ? 'unsafe' : safety,
      title: `Name account ${to.account} in ${to.region}`,
      changes: [{ kind: 'set', at: scalar, to: text }],
    },
  }
}

/** The same form of a host where its region stays, so that FIPS and IPv6 do. */
function hostLike(from: string, other: string, { account, region }: AllowedRegistry): string {
  const own = from.indexOf('.dkr')
  return own > 0 && from.includes(`.${region}.`) ? `${account}${from.slice(own)}` : other
}
