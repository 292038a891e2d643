import type { HelmUse } from '../../../../effective/helm/use.ts'
import type { Span } from '../../../../effective/yaml/node.ts'
import { listed } from '../../../../names/text.ts'
import { quote } from '../found.ts'
import type { Audited, Found, Rule } from '../rule.ts'
import { EXAMPLE_CHART, exampleValues } from './example-chart.ts'
import { isUnder, registryText } from './service.ts'

const MARKETPLACE = '709825985650.dkr.ecr.us-east-1.amazonaws.com'
const IMAGE = { repository: 'acme/web', tag: '"1.4.0"' }

export const imagesExpected: Rule = {
  id: 'helm-images-expected',
  title: 'Charts do not render as many images with a registry as are expected',
  severity: 'error',
  needs: 'expectedImages',
  why: 'You say in expected-images how many images your charts are to render with a registry. One that is rendered without it is not delivered from there: a customer of a marketplace has no right to pull it, and a cluster without a way to the internet cannot.',
  example: {
    path: 'charts/shop/values.yaml',
    bad: exampleValues({ registry: 'docker.io', ...IMAGE }, MARKETPLACE),
    good: exampleValues({ registry: '""', ...IMAGE }, MARKETPLACE),
    beside: EXAMPLE_CHART,
  },
  *check(audited) {
    for (const [registry, expected] of audited.settings.expectedImages) {
      const found = check({ registry: registryText(registry), expected }, audited)
      if (found) yield found
    }
  },
}

interface Expected {
  readonly registry: string
  readonly expected: number
}

function check({ registry, expected }: Expected, { repository }: Audited): Found | undefined {
  const uses = repository.charts.filter((use) => concerns(use, registry))
  const [first] = uses
  const at = first && placeIn(first, registry)
  if (!at) return undefined
  const counted = countIn(uses, registry)
  if (counted.with.size === expected) return undefined
  const { unknown } = counted
  const mayBe = counted.with.size < expected && counted.with.size + unknown.size >= expected
  return {
    at,
    message: `${counted.with.size} of ${expected} expected images are rendered with ${quote(registry)}${missing(counted, expected)}`,
    hint: hintFor(counted, { registry, expected }),
    inheritedBy: [...new Set(uses.map(({ origin }) => origin.folder ?? origin.root))].toSorted(),
    ...(mayBe ? { severity: 'notice' } : {}),
  }
}

/** Whether the values or the templates name the registry at all. */
const concerns = ({ globalRegistry, services }: HelmUse, registry: string): boolean =>
  (globalRegistry !== undefined && isUnder(registryText(globalRegistry.text), registry)) ||
  services.some(({ rendered }) => rendered !== undefined && isUnder(rendered, registry))

function placeIn({ globalRegistry, services }: HelmUse, registry: string): Span | undefined {
  const image = services.find(({ rendered }) => rendered !== undefined && isUnder(rendered, registry))
  return globalRegistry?.at ?? image?.registry ?? image?.repository ?? image?.decidedAt
}

interface Counted {
  /** Services by chart and key. */
  readonly with: ReadonlySet<string>
  readonly without: ReadonlyMap<string, string>
  readonly unknown: ReadonlySet<string>
}

/** A service counts once, however many places deploy its chart. */
function countIn(uses: readonly HelmUse[], registry: string): Counted {
  const found = { with: new Set<string>(), without: new Map<string, string>(), unknown: new Set<string>() }
  for (const { chart, origin, services } of uses) {
    for (const { key, rendered } of services) {
      const name = `${chart ?? origin.root} ${key}`
      if (rendered === undefined) found.unknown.add(name)
      else if (isUnder(rendered, registry)) found.with.add(name)
      else found.without.set(name, `${key} (${rendered})`)
    }
  }
  for (const name of found.with) {
    found.without.delete(name)
    found.unknown.delete(name)
  }
  return found
}

function missing({ with: counted, without, unknown }: Counted, expected: number): string {
  if (counted.size > expected) return ''
  const others = [...without.values(), ...[...unknown].map((name) => `${name} (not known)`)]
  const named = others.map((one) => quote(one).slice(1, -1))
  return named.length > 0 ? `; not with it: ${listed(named)}` : ''
}

function hintFor({ with: counted, without }: Counted, { registry, expected }: Expected): string {
  if (counted.size > expected || without.size === 0)
    return `Set expected-images to ${registry}=${counted.size} if that is right, or look at what helm template renders.`
  return `Let the services named here take ${quote(registry)}: empty their own registry or repository in the values.`
}
