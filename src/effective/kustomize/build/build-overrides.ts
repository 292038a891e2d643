import type { ScalarNode, YamlNode } from '../../yaml/node.ts'

/** A text, with its place where there is one. */
export type Given = string | ScalarNode

/** What somebody else has kustomize add to a folder before it is built, as Argo CD does by `kustomize edit`. */
export interface BuildOverrides {
  /** `[old=]name[:tag][@digest]` */
  readonly images?: readonly Given[]
  /** As items of `patches`. */
  readonly patches?: readonly YamlNode[]
  readonly namespace?: Given | undefined
  readonly namePrefix?: Given | undefined
  readonly nameSuffix?: Given | undefined
  /** Paths from the folder. */
  readonly components?: readonly Given[]
}
