import type { ImagesEntry, Kustomization } from '../../../../effective/kustomize/kustomization.ts'
import type { EffectiveRepository } from '../../../../effective/repository.ts'
import type { Span } from '../../../../effective/yaml/node.ts'
import { oneLine } from '../../../../names/text.ts'

/** An entry of `images:` and the kustomization that has it. */
export interface Owned {
  readonly entry: ImagesEntry
  readonly kustomization: Kustomization
}

export const ownedEntries = ({ kustomizations }: EffectiveRepository): readonly Owned[] =>
  [...kustomizations.values()].flatMap((kustomization) =>
    kustomization.images.map((entry) => ({ entry, kustomization })),
  )

/** Where an entry is reported: at its name. */
export const placeOf = ({ name, node }: ImagesEntry): Span => name ?? node

/** Folder of a kustomization, as people write it. */
export const shownFolder = (folder: string): string => (folder === '' ? '.' : oneLine(folder))

/** A kustomization with one entry for the page of a rule, and the pod that it builds on. */
export const exampleOverlay = (entry: string): string => `resources:
  - pod.yaml
images:
${entry}`
