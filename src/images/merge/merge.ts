import type { FoundImage } from '../../aws/registry/registry.ts'
import type { Problem } from '../../errors/errors.ts'
import type { Judged } from '../../errors/judged.ts'
import type { PushedImage } from '../../plan/image.ts'
import type { LookedUp } from '../look-up.ts'
import { type Archived, missingPart } from '../missing-image.ts'
import { compose } from './compose.ts'
import { judgeParts, otherParts } from './judge.ts'

/** What a repository holds, by tag. */
type Content = ReadonlyMap<string, FoundImage> | undefined

/** What the images that are there become, or everything that stands in the way. */
export function mergeOf(
  { image, content, parts = [] }: Pick<LookedUp, 'image' | 'content' | 'parts'>,
  archived: Archived,
): Judged<FoundImage | undefined> {
  const absent = image.parts.filter((tag) => !content?.has(tag))
  const missing = absent.map((tag) => missingPart(image, tag, archived))
  const problems = [...missing, ...judgeParts(parts, image)]
  return { value: problems.length > 0 ? undefined : compose(parts), problems }
}

/** Why an image that is there is not what this run would put together; undefined for one that it would not, too. */
export function notMergeOf(
  { parts, repositoryUrl, tag }: Pick<PushedImage, 'parts' | 'repositoryUrl' | 'tag'>,
  found: FoundImage,
  content: Content,
): Problem | undefined {
  if (parts.length === 0) return undefined
  const named = new Map(parts.map((name) => [name, content?.get(name)]))
  return otherParts(found, named, { repositoryUrl, tag })
}
