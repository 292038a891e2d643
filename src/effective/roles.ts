import type { EffectiveRole } from './image.ts'
import type { Deployed, KubeObject, Origin } from './object.ts'
import { byPlace, mergedOrigins, placeKey } from './places.ts'
import { isFilledInLater } from './sites/image-place.ts'
import type { RoleSite } from './sites/role-site.ts'
import type { Sites } from './sites/sites.ts'

/** A role at one site of one root. */
export interface SitedRole {
  readonly site: RoleSite
  readonly object: string
  readonly origins: readonly Origin[]
  readonly known: EffectiveRole['known']
}

/** Roles, each once for the line that names it: what is deployed from there is certain, wherever else it is assumed. */
export function effectiveRoles(sited: Iterable<SitedRole>): readonly EffectiveRole[] {
  const groups = Map.groupBy(sited, ({ site }) => `${site.key}\n${site.at.text}\n${placeKey(site.at)}`)
  return [...groups.values()].map(merged).toSorted((one, other) => byPlace(one.at, other.at))
}

export function rolesOf(
  { origin, objects }: Deployed,
  sitesOf: (object: KubeObject) => Sites,
): readonly SitedRole[] {
  return objects.flatMap((object) =>
    sitesOf(object).roles.map((site) => ({
      site,
      object: `${object.kind}/${object.name}`,
      origins: [origin],
      known: isFilledInLater(object.apiVersion) ? ('assumed' as const) : ('certain' as const),
    })),
  )
}

function merged(same: readonly SitedRole[]): EffectiveRole {
  const certain = same.find(({ known }) => known === 'certain')
  const first = certain ?? same[0]
  if (!first) throw new Error('a group of roles is empty')
  const { site, object, known } = first
  const origins = mergedOrigins(same.flatMap((one) => one.origins))
  return { arn: site.at.text, at: site.at, key: site.key, object, origins, known }
}
