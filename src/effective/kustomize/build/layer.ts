import type { Unknown } from '../../object.ts'
import type { YamlNode } from '../../yaml/node.ts'
import type { FieldSpec } from '../images/field-spec.ts'
import { IMAGE_SPECS } from '../images/sites.ts'
import type { Resource } from './resource.ts'

/** What a folder has gathered: its objects, and what its user inherits from it. Never changed, so that users share it. */
export interface Layer {
  readonly resources: readonly Resource[]
  /** Why not everything is known of it. */
  readonly unknown: readonly Unknown[]
  /** Fields that `images:` looks at, those of its `configurations:` among them. */
  readonly imageSpecs: readonly FieldSpec[]
  /** Fields in which `$(NAME)` is replaced, besides those that kustomize knows. */
  readonly varSpecs: readonly FieldSpec[]
  /** Entries of `vars:`, which are filled in at the very end. */
  readonly vars: readonly YamlNode[]
  /** How many files and folders were loaded for it, each as often as it was named. */
  readonly loads: number
}

export const EMPTY: Layer = {
  resources: [],
  unknown: [],
  imageSpecs: IMAGE_SPECS,
  varSpecs: [],
  vars: [],
  loads: 0,
}
