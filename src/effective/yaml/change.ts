import type { MapNode, ScalarNode, Source } from './node.ts'

/** A change to a file, as what it is to mean; it becomes a splice of bytes, and is proved by reading the text again. */
export type Change =
  /**
   * Another text; a string in any reader's eyes where `string` is said. Where an anchor or a merge makes it the value of
   * several keys, `shared` says that all of them are meant.
   */
  | {
      readonly kind: 'set'
      readonly at: ScalarNode
      readonly to: string
      readonly string?: true
      readonly shared?: true
    }
  /** A key more, behind the others of a mapping. */
  | { readonly kind: 'add'; readonly to: MapNode; readonly key: string; readonly value: string }
  /** A key less, with all that is under it. */
  | { readonly kind: 'remove'; readonly from: MapNode; readonly key: string }
  /** A file that was not there. */
  | { readonly kind: 'create'; readonly path: string; readonly text: string }
  /** A part of a comment, or a comment with the white space around it: what the text says stays the same. */
  | {
      readonly kind: 'comment'
      readonly source: Source
      readonly start: number
      readonly end: number
      readonly to: string
    }
  /** A part of a text that is not YAML (JSON policies excepted, which are). */
  | {
      readonly kind: 'splice'
      readonly source: Source
      readonly start: number
      readonly end: number
      readonly to: string
    }
