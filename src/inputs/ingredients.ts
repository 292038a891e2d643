import { dirname } from 'node:path'
import type { Ingredients } from '../source/source.ts'
import type { Inputs } from './inputs.ts'

/** What the images are made of, as far as inputs say it. */
export function ingredientsOf({ images, build }: Inputs): readonly Ingredients[] {
  return images.map(({ paths, build: { context, file, contexts } }) => ({
    context,
    paths,
    // A value that is no folder, as the reference of an image, lies in the repository of the workspace, and adds nothing.
    besides: [...(file === undefined ? [] : [dirname(file)]), ...contexts.map(placeIn)],
    built: build === 'auto',
  }))
}

const placeIn = (pair: string): string => pair.slice(pair.indexOf('=') + 1)
