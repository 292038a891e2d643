import type { SitedImage } from '../images.ts'
import type { Origin } from '../object.ts'
import type { SitedRole } from '../roles.ts'
import { roleSitesIn } from '../sites/role-site.ts'
import type { YamlNode } from '../yaml/node.ts'
import { bundleOf } from './bundle.ts'
import type { Chart } from './chart/chart.ts'
import type { GivenValues } from './given.ts'
import { globalRegistryIn } from './keys.ts'
import { rendered } from './services-of.ts'
import { shapedImages } from './shapes.ts'
import { sitedImages } from './sited.ts'
import type { Budget } from './template/meter.ts'
import type { HelmUse } from './use.ts'

/** What a chart with its values brings to a cluster. */
export interface HelmDelivery {
  readonly use: HelmUse
  readonly images: readonly SitedImage[]
  readonly roles: readonly SitedRole[]
}

export interface Delivering {
  readonly origin: Origin
  readonly name: string | undefined
  readonly given: GivenValues
  /** Whether this surely is deployed. */
  readonly certain: boolean
  readonly budget: Budget
}

/** Of a chart of the repository: what its templates make of the values. */
export function deliverChart(chart: Chart, delivering: Delivering): HelmDelivery {
  const { origin, name, given, budget } = delivering
  const certain = delivering.certain && given.certain && chart.missing.length === 0
  const { namespace } = origin
  const release = { origin, chart, name, namespace, values: given.values, certain }
  const found = rendered(release, budget)
  const use: HelmUse = {
    origin,
    chart: chart.place,
    services: distinct(found.services.map(({ image }) => image)),
    globalRegistry: found.globalRegistry,
    values: found.values,
    release: callOf(delivering),
    bundle: bundleOf(chart),
    failure: undefined,
  }
  const images = sitedImages(found.services, { origin, certain })
  return { use, images, roles: rolesIn(found.values, delivering) }
}

/** Of a chart that is not here: what the values look like. */
export function deliverValues(values: YamlNode | undefined, delivering: Delivering): HelmDelivery {
  const { origin } = delivering
  const shaped = shapedImages(values)
  const use: HelmUse = {
    origin,
    chart: undefined,
    services: shaped.map(({ image }) => image),
    globalRegistry: globalRegistryIn(values),
    values,
    release: callOf(delivering),
    bundle: undefined,
    failure: undefined,
  }
  const images = shaped.flatMap(({ image, at }) =>
    at
      ? [
          {
            site: { at, field: image.key, reach: 'none', known: 'assumed' } as const,
            object: image.key,
            namespace: origin.namespace,
            origins: [origin],
          },
        ]
      : [],
  )
  return { use, images, roles: rolesIn(values, delivering) }
}

/** Charts hand annotations on as they are, but nobody says so. */
function rolesIn(values: YamlNode | undefined, { origin }: Delivering): readonly SitedRole[] {
  const sites = values ? roleSitesIn(values) : []
  return sites.map((site) => ({ site, object: site.key, origins: [origin], known: 'assumed' }))
}

const callOf = ({ origin, name, given }: Delivering): HelmUse['release'] => ({
  name,
  namespace: origin.namespace,
  files: given.files,
  inline: given.inline,
  object: given.object,
  parameters: given.parameters,
  isComplete: given.certain,
})

/** A service whose image stands in several objects is one. */
function distinct(services: HelmUse['services']): HelmUse['services'] {
  return [...new Map(services.map((one) => [`${one.key}\n${one.rendered ?? ''}`, one])).values()]
}
