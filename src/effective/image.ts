import type { Origin } from './object.ts'
import type { ScalarNode, Span } from './yaml/node.ts'

/** A part of a reference, and what decided it. */
export interface Part {
  readonly text: string
  readonly at: Span
}

/** An image that reaches a cluster, or that a file names for one: the same at all the places that get it from one line. */
export interface EffectiveImage {
  /** The whole reference as the cluster is to pull it; empty for a field with nothing in it. */
  readonly text: string
  readonly name: Part
  readonly tag: Part | undefined
  readonly digest: Part | undefined
  /** The scalar in the manifest, patch or values. */
  readonly written: ScalarNode
  /** Entries of `images:` that were applied to it. */
  readonly entries: readonly Span[]
  /** `kind/name` of the object, or the key of a values file. */
  readonly object: string
  /** Path of the field, as `spec.template.spec.containers[0].image`. */
  readonly field: string
  readonly namespace: string | undefined
  /** Whether `images:` of a kustomization reaches the field: by kustomize itself, by a field spec of the repository, or not. */
  readonly reach: 'images' | 'field-spec' | 'none'
  /** What deploys it, sorted by root; empty where only a file names it (values of a chart that is not here). */
  readonly origins: readonly Origin[]
  /**
   * `certain`: this very text reaches the cluster. `assumed`: templates, plug-ins or another program may change it, so
   * nothing that is said of it is an error.
   */
  readonly known: 'certain' | 'assumed'
  /** Something else keeps it up to date (Argo CD Image Updater, Flux image automation), which a mutable tag is no fault of. */
  readonly updated: boolean
}

/** A role that a service account, a patch or values name. */
export interface EffectiveRole {
  readonly arn: string
  readonly at: ScalarNode
  /** The key it stands under: `eks.amazonaws.com/role-arn`, `eks.amazonaws.com/ecr-role-arn`, `iam.amazonaws.com/role`. */
  readonly key: string
  readonly object: string
  readonly origins: readonly Origin[]
  readonly known: EffectiveImage['known']
}
