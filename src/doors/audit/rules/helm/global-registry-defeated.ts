import { lineOf, quote } from '../found.ts'
import type { Fix, Found, Rule } from '../rule.ts'
import { EXAMPLE_CHART, exampleValues } from './example-chart.ts'
import {
  inheritedBy,
  isEditable,
  isUnder,
  ownHost,
  placeOf,
  registryText,
  type Service,
  servicesOf,
} from './service.ts'

const ECR = '465002806239.dkr.ecr.us-east-1.amazonaws.com'

export const globalRegistryDefeated: Rule = {
  id: 'helm-global-registry-defeated',
  title: 'A service names a registry of its own, which wins over the one of all services',
  severity: 'warning',
  why: 'Charts take a registry for all images, as global.imageRegistry, but in many of them a service that names its own keeps it. The image is then pulled from somewhere else than everything around it: from a registry that the nodes cannot reach, or past the one that you pay for or scan.',
  example: {
    path: 'charts/shop/values.yaml',
    bad: exampleValues({ registry: 'docker.io', repository: 'acme/web', tag: '"1.4.0"' }, ECR),
    good: exampleValues({ registry: '""', repository: 'acme/web', tag: '"1.4.0"' }, ECR),
    beside: EXAMPLE_CHART,
  },
  *check(audited) {
    for (const service of servicesOf(audited)) {
      const found = service.image.evidence === 'none' ? maybe(service) : defeated(service)
      if (found) yield found
    }
  },
}

/** The templates say that the service's own registry wins, and that the other one would be taken without it. */
function defeated(service: Service): Found | undefined {
  const { use, image } = service
  const { globalRegistry: all } = use
  const { rendered, wins, registry, repository } = image
  if (!all || wins !== 'local' || rendered === undefined || isUnder(rendered, registryText(all.text)))
    return undefined
  const own = [registry, repository].find((one) => one && one.text !== '')
  if (!own) return undefined
  const isHere = isEditable(own)
  const decided = image.decidedAt ? ` (${lineOf(image.decidedAt)} decides)` : ''
  return {
    at: isHere ? own : all.at,
    message: `${quote(image.key)} names ${quote(own.text)} itself, which wins over ${all.key}: it is pulled as ${quote(rendered)}, not from ${quote(all.text)}`,
    hint: `Set ${keyIn(image.key, own === registry ? 'registry' : 'repository')} to "" in the values, so that the template takes ${all.key}${decided}.`,
    ...inheritedBy(use),
    ...(image.evidence === 'helm' ? { severity: 'error' } : {}),
    ...(isHere ? { fix: emptied(own) } : {}),
  }
}

/** Nothing here says which of them wins. */
function maybe({ use, image }: Service): Found | undefined {
  const { globalRegistry: all } = use
  const host = ownHost(image)
  const at = placeOf(image)
  // A chart that is here, but whose templates were not understood, says no more than one that is elsewhere.
  if (!all || host === undefined || !at || !isEditable(at) || isUnder(registryText(all.text), host))
    return undefined
  return {
    at,
    message: `${quote(image.key)} names the registry ${quote(host)} itself while ${all.key} is ${quote(all.text)}, and which of them the chart takes is not known here`,
    hint: `Look at what helm template renders for it; if it is not from ${quote(all.text)}, leave the registry out of ${image.key}.`,
    ...inheritedBy(use),
    severity: 'notice',
  }
}

const keyIn = (key: string, part: string): string =>
  /(?:registry|repository)$/i.test(key) ? key : `${key}.${part}`

const emptied = (at: NonNullable<Service['image']['registry']>): Fix => ({
  safety: 'unsafe',
  title: 'Leave the registry to the one of all services',
  changes: [{ kind: 'set', at, to: '', string: true }],
})
