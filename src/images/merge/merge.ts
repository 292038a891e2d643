import type { FoundImage } from '../../aws/registry/registry.ts'
import type { Problem } from '../../errors/errors.ts'
import type { Judged } from '../../errors/judged.ts'
import type { PushedImage } from '../../plan/image.ts'
import { compose } from './compose.ts'
import { judgeParts, otherParts } from './judge.ts'
import type { Part } from './part.ts'

/** What a repository holds, by tag. */
type Content = ReadonlyMap<string, FoundImage> | undefined

/** What the images that are there become, or everything that stands in the way. */
export function mergeOf(
  image: PushedImage,
  content: Content,
  parts: readonly Part[],
): Judged<FoundImage | undefined> {
  const missing = image.parts.filter((tag) => !content?.has(tag)).map((tag) => missingPart(image, tag))
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

function missingPart({ repositoryUrl, access }: PushedImage, tag: string): Problem {
  const { account, region } = access.registry
  return {
    code: 'IMAGE_MISSING',
    inputs: ['merge-tags'],
    message: `${repositoryUrl}:${tag} is not in the registry (account ${account}, ${region}), and merge-tags names it`,
    hint: `Let the job that pushes it run before this one (needs), with the input tag at ${tag}; or correct the input merge-tags.`,
  }
}
