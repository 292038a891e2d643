import type { YamlNode } from './node.ts'

export interface YamlDocument {
  /** undefined for a document with nothing in it. */
  readonly root: YamlNode | undefined
}

/** Why a document, or the file from there on, cannot be read. */
export interface YamlFault {
  readonly message: string
  readonly offset: number
}

export interface YamlText {
  readonly documents: readonly YamlDocument[]
  readonly faults: readonly YamlFault[]
}

/** Whoever has so many of them in one file has seen enough: what stands behind is not read. */
export const MOST_FAULTS = 100

/** Where the text that is read stands in its file: by default it is the file. */
export type Placed = (offset: number) => number

export const AS_IT_IS: Placed = (offset) => offset
