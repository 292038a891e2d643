import { manyImages } from './build-many.ts'
import { oneImage } from './build-step.ts'
import type { Figure } from './report.ts'

/** Building and pushing: one cached image, where everything around the build counts, and many that are not cached. */
export async function build(): Promise<readonly Figure[]> {
  return [...(await oneImage()), ...(await manyImages())]
}
