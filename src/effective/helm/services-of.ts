import type { ScalarNode } from '../yaml/node.ts'
import { globalRegistryIn } from './keys.ts'
import { imagesOf, partsOf, type Release } from './release.ts'
import { localRegistryOf, type Service, serviceOf } from './services.ts'
import type { Budget } from './template/meter.ts'

/** What a release makes of its values. */
export interface Rendered {
  readonly services: readonly Service[]
  readonly globalRegistry: ReturnType<typeof globalRegistryIn>
  readonly values: ReturnType<typeof partsOf>[number]['values']
}

/** Of one chart: real ones take a few ten thousand. */
const MOST_STEPS = 400_000

/** Reads the templates of a chart for the images that they write, and for which registry wins. */
export function rendered(release: Release, all: Budget): Rendered {
  const budget = { steps: Math.min(all.steps, MOST_STEPS) }
  const found = renderedWithin(release, budget)
  all.steps -= Math.min(all.steps, MOST_STEPS) - budget.steps
  return found
}

function renderedWithin(release: Release, budget: Budget): Rendered {
  const parts = partsOf(release)
  const [root] = parts
  const globalRegistry = globalRegistryIn(root?.values)
  const { images } = imagesOf(release, parts, { budget })
  const services = images.map((written) => serviceOf(written, globalRegistry?.at))
  return {
    services: judged(release, { services, globalRegistry, budget, parts }),
    globalRegistry,
    values: root?.values,
  }
}

interface Judging extends Pick<Rendered, 'services' | 'globalRegistry'> {
  readonly parts: ReturnType<typeof partsOf>
  readonly budget: Budget
}

/**
 * Where a service names a registry and all of them do, and its own is what is written: whether the other one would show
 * if it named none. What never looks at the other one has no say in this.
 */
function judged(release: Release, { services, globalRegistry, parts, budget }: Judging): readonly Service[] {
  const open = new Set(
    services.filter(({ image }) => image.rendered !== undefined && image.wins === undefined),
  )
  const locals = globalRegistry ? [...open].flatMap(({ image }) => localRegistryOf(image)) : []
  if (!globalRegistry || locals.length === 0) return services
  const replaced = new Map(locals.map((node) => [node, emptied(node)] as const))
  const { images } = imagesOf(release, parts, { budget, replaced })
  const shows = new Set(
    images
      .filter(({ value }) => value.some(({ from }) => from.includes(globalRegistry.at)))
      .map(({ site }) => site),
  )
  return services.map((service) =>
    open.has(service) && shows.has(service.written.site)
      ? { ...service, image: { ...service.image, wins: 'local' } }
      : service,
  )
}

const emptied = (node: ScalarNode): ScalarNode => ({ ...node, text: '', style: 'double' })
