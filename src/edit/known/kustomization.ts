import { isKustomization, parentOf } from '../../names/path.ts'
import type { Step } from '../../names/yaml-path.ts'

/** Where a kustomization belongs that another input names; undefined for what is none by its name. */
export const overlayHint = (path: string): string | undefined =>
  isKustomization(path)
    ? `A kustomization belongs in the input overlays: ${parentOf(path) || path}`
    : undefined

/** `images` of a kustomization has keys of its own (newName, newTag): written as values, it could not be built any more. */
export const isListOfKustomize = (path: string, [first]: readonly Step[]): boolean =>
  isKustomization(path) && first?.kind === 'key' && first.key === 'images'
