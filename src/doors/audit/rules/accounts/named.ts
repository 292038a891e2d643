import { keptFor } from '../../../../effective/kept.ts'
import type { ImagesEntry } from '../../../../effective/kustomize/kustomization.ts'
import type { EffectiveRepository } from '../../../../effective/repository.ts'
import type { Span } from '../../../../effective/yaml/node.ts'
import type { Severity } from '../../../../report/finding.ts'
import { rootsOf } from '../found.ts'
import type { Audited } from '../rule.ts'
import { type Registry, registryIn } from './registry.ts'

/** A name of an image in ECR, as one line decides it. */
export interface Named {
  readonly name: string
  readonly at: Span
  readonly registry: Registry
  /** As far as a finding about it may go: a notice where it is assumed. */
  readonly severity?: Severity
  readonly inheritedBy: readonly string[]
}

/** Names that reach a cluster, and those of `images:` entries that reach nothing yet: once for all rules that ask. */
export const namedInEcr = ({ repository }: Audited): readonly Named[] => namedIn(repository)

const namedIn = keptFor((repository: EffectiveRepository): readonly Named[] => {
  const reaching = repository.images.flatMap(({ name, known, origins }): readonly Named[] => {
    const registry = registryIn(name.text)
    if (!registry) return []
    const severity = known === 'certain' ? {} : ({ severity: 'notice' } as const)
    return [{ name: name.text, at: name.at, registry, ...severity, inheritedBy: rootsOf(origins) }]
  })
  const idle = [...repository.kustomizations.values()].flatMap(({ images, folder }) =>
    images.filter(isIdle).flatMap((entry) => idleName(entry, folder)),
  )
  return [...reaching, ...idle]
})

const isIdle = ({ matched }: ImagesEntry): boolean => matched.length === 0

/** Of an entry that matches nothing it breaks nothing today; it will as soon as the entry is mended. */
function idleName({ newName, unreachable }: ImagesEntry, folder: string): readonly Named[] {
  const registry = newName && registryIn(newName.text)
  if (!newName || !registry) return []
  const severity = unreachable.length > 0 ? {} : ({ severity: 'warning' } as const)
  return [{ name: newName.text, at: newName, registry, ...severity, inheritedBy: [folder] }]
}
