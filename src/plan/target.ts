/** What kind of place an image is deployed from; each names its entries in its own way. */
export type TargetKind = 'kustomize' | 'helm-values' | 'manifest' | 'argocd'

/** Where an image is to go in the config repository. */
export interface Target {
  readonly kind: TargetKind
  /** A folder or file, or a glob over them (see `isGlob`). */
  readonly path: string
  /** What its kind knows the entry by: the name of the image, a path into the file; undefined where the path says it all. */
  readonly key: string | undefined
}

/** What people call a target, in outputs and messages: of a kustomization its path, for its entry has the name of the image. */
export const targetName = ({ kind, path, key }: Target): string =>
  kind === 'kustomize' || key === undefined ? path : `${path}#${key}`

/** The input that names targets of a kind. */
export const TARGET_INPUTS: Readonly<Record<TargetKind, string>> = {
  kustomize: 'overlays',
  'helm-values': 'helm-values',
  manifest: 'manifests',
  argocd: 'helm-values',
}
