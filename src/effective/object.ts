import type { MapNode, ScalarNode, Span } from './yaml/node.ts'

/** An object of Kubernetes as it reaches the cluster: its nodes are those of the files that decide them. */
export interface KubeObject {
  readonly root: MapNode
  readonly apiVersion: string
  readonly kind: string
  readonly namespace: string | undefined
  readonly name: string
}

/** Where an object comes to the cluster from. */
export interface Origin {
  /**
   * The folder that is deployed (an overlay), or the file of a manifest that no kustomization reaches; of an Argo CD
   * Application or a HelmRelease, the file that declares it.
   */
  readonly root: string
  readonly kind: 'kustomize' | 'manifest' | 'argocd' | 'flux' | 'helm'
  /** The folder of the repository that an Application or a Kustomization of Flux deploys: people know it as the overlay. */
  readonly folder?: string
  /** The namespace that everything goes to, where the root or the Application says one. */
  readonly namespace?: string | undefined
  /** Flux fills in `${NAME}` of what stands there, with values that may be in the cluster alone. */
  readonly substitutes?: boolean
}

/** What is deployed from one place. */
export interface Deployed {
  readonly origin: Origin
  readonly objects: readonly KubeObject[]
  /** Why not everything is known, each reason once: a remote base, a chart that is not here, a plug-in. */
  readonly unknown: readonly Unknown[]
}

export interface Unknown {
  readonly message: string
  readonly at: Span
  /** It may change objects that are known, too. */
  readonly alters?: true
}

/** A scalar that several places decided together, as the image that an `images:` entry has rewritten. */
export interface ComposedScalar extends ScalarNode {
  readonly image: ImageOrigin
}

/** What decided the parts of an image's reference; where an entry did, the scalar of its `newName`, `newTag` or `digest`. */
export interface ImageOrigin {
  readonly name: Span
  readonly tag: Span | undefined
  readonly digest: Span | undefined
  /** The scalar in the manifest or patch. */
  readonly written: ScalarNode
  /** Entries of kustomizations that matched, in the order in which they were applied. */
  readonly entries: readonly Span[]
}

export const isComposed = (node: ScalarNode): node is ComposedScalar => 'image' in node
