import type { Place, Problem } from '../../errors/errors.ts'
import type { References } from '../manifests/images.ts'
import type { ImageSource } from './sources.ts'

/** The edited entry whose image is looked for. */
export interface EditedEntry {
  /** The name of the entry. */
  readonly name: string
  readonly file: string
  readonly place: Place
  /** The edited kustomization. */
  readonly text: string
  /** The same file at the commit that was read, whose lines people can look up. */
  readonly original: string
  /** What kustomize makes of the entry, in all its forms. */
  readonly references: References
  /** Where the files that it is rendered from say what images are called. */
  readonly sources?: readonly ImageSource[]
}

export type Explanation = Pick<Problem, 'message' | 'hint'>
