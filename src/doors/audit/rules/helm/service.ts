import type { HelmImage, HelmUse } from '../../../../effective/helm/use.ts'
import type { ScalarNode, Span } from '../../../../effective/yaml/node.ts'
import { registryOf, splitReference } from '../../../../names/reference.ts'
import { withoutLastSlashes } from '../../../../names/text.ts'
import type { Audited, Found } from '../rule.ts'

/** A service of a chart with the values that one place gives to it. */
export interface Service {
  readonly use: HelmUse
  readonly image: HelmImage
}

export function* servicesOf({ repository }: Audited): Generator<Service> {
  for (const use of repository.charts) for (const image of use.services) yield { use, image }
}

/** The line that says most of where the image comes from. */
export const placeOf = ({ registry, repository, tag, digest }: HelmImage): ScalarNode | undefined =>
  [registry, repository].find((one) => one && one.text !== '') ?? repository ?? registry ?? tag ?? digest

/** Whether people can change what stands there: not in an archive, nor in a text that is made of others. */
export const isEditable = ({ source }: Span): boolean => source.exact && !source.path.endsWith('.tgz')

/** A registry as references begin with it, with the path that it may have. */
export const registryText = (text: string): string => withoutLastSlashes(text.replace(/^https?:\/\//, ''))

/** The host that a service names itself. */
export function ownHost({ registry, repository }: HelmImage): string | undefined {
  if (registry?.text) return registryText(registry.text).split('/')[0]
  return repository ? registryOf(splitReference(repository.text).name) : undefined
}

export const isUnder = (reference: string, registry: string): boolean =>
  reference === registry || reference.startsWith(`${registry}/`)

export const inheritedBy = ({ origin }: HelmUse): Pick<Found, 'inheritedBy'> => ({
  inheritedBy: [origin.folder ?? origin.root],
})
