import type { AuditFile } from '../file.ts'
import type { MapNode, ScalarNode, Span } from '../yaml/node.ts'

/** A kustomization file, read; by its folder. */
export interface Kustomization {
  readonly folder: string
  readonly file: AuditFile
  readonly root: MapNode
  readonly isComponent: boolean
  readonly images: readonly ImagesEntry[]
  /** Folders and files of the repository that it builds on, and what it names that is not there. */
  readonly uses: readonly Use[]
  /** Folders of kustomizations that use it. */
  readonly usedBy: readonly string[]
}

export interface Use {
  readonly field: string
  readonly at: ScalarNode
  /** Path in the repository; undefined for what is remote, or no path inside of it. */
  readonly path: string | undefined
  readonly kind: 'folder' | 'file' | 'remote' | 'missing'
}

/** An entry of `images:`, as it is written. */
export interface ImagesEntry {
  readonly node: MapNode
  readonly name: ScalarNode | undefined
  readonly newName: ScalarNode | undefined
  readonly newTag: ScalarNode | undefined
  readonly digest: ScalarNode | undefined
  /** What it was applied to, in every overlay that could be worked out in full. */
  readonly matched: readonly Span[]
  /**
   * Same text in fields that kustomize does not look at, with the field and the object; only there where it matched
   * nothing else.
   */
  readonly unreachable: readonly Unreached[]
  /** Whether all overlays that it has a part in are known in full: only then does "matches nothing" mean anything. */
  readonly complete: boolean
  /** Names of the images that it could have matched. */
  readonly candidates: readonly string[]
  /** Of an entry whose name has a tag: the images that it would match without, and does not as it is. */
  readonly besides: readonly string[]
}

export interface Unreached {
  readonly object: string
  readonly field: string
  readonly at: Span
}
