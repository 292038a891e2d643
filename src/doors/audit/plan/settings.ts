import type { Severity } from '../../../report/finding.ts'

/** An account and a region that images may come from. */
export interface AllowedRegistry {
  readonly account: string
  readonly region: string
}

/** What is known of this repository: inputs, and `.ecr-gitops.yaml` where an input says nothing. */
export interface Settings {
  /** Empty where none are given: then only rules run that need no list. */
  readonly registries: readonly AllowedRegistry[]
  readonly roleAccounts: readonly string[]
  /** Besides those of AWS's documentation. */
  readonly placeholderAccounts: readonly string[]
  readonly rules: ReadonlyMap<string, Severity | 'off'>
  readonly ignore: readonly string[]
  /** Globs of tags that move here, besides those that move everywhere. */
  readonly mutableTags?: readonly string[]
  /** Fields of objects that hold an image, besides those that are known. */
  readonly extraImagePaths?: readonly string[]
  readonly productionPaths: readonly string[]
  /** Nodes may pull from the allowed registries by their role: pull secrets are not needed. */
  readonly nodesPullWithRole: boolean
  /** How many images are to be rendered with each registry. */
  readonly expectedImages: ReadonlyMap<string, number>
}
