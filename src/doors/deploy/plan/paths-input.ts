import type { Source } from '../../../source/source.ts'
import type { Inputs } from '../inputs.ts'

/** A typing error would leave the image as it is deployed for ever, and every run would be green. */
export function pathsWarnings({ absentPaths }: Source): readonly string[] {
  return absentPaths.map(
    (pattern) =>
      `paths names ${pattern}, and there is no such folder or file in the checkout: no change will ever match it.${/[\s;]/.test(pattern) ? ' Where these are several, give paths one a line.' : ''}`,
  )
}

/** There is no deployed commit to compare with. */
export function pathsNotice({ images }: Inputs): readonly string[] {
  return images.some(({ paths }) => paths.length > 0)
    ? [
        'paths is not asked in this run, which deploys nothing: every image that is not in the registry is built.',
      ]
    : []
}
