import { dirname } from 'node:path'
import type { Ingredients } from '../source/source.ts'
import type { Inputs } from './inputs.ts'

/** What the images are made of, as far as inputs say it. */
export function ingredientsOf({ images, build }: Inputs): readonly Ingredients[] {
  return images.map(({ paths, build: { context, file, contexts } }) => ({
    context,
    paths,
    besides: [...(file === undefined ? [] : [dirname(file)]), ...contexts.map(placeIn).filter(isPlace)],
    built: build === 'auto',
  }))
}

const placeIn = (pair: string): string => pair.slice(pair.indexOf('=') + 1)

/** All but images and other stages. What is fetched is no folder of a checkout, and as such nobody knows whose it is. */
const isPlace = (value: string): boolean => !/^(?:docker-image:\/\/|target:)/.test(value)
