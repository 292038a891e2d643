import type { FoundImage, Registry } from '../aws/registry/registry.ts'
import type { PushedImage } from '../plan/image.ts'
import type { Part } from './merge/part.ts'
import { readParts } from './read-parts.ts'
import { readPlatforms } from './read-platforms.ts'

/** What a repository holds of the tags that an image asks for. */
export interface Contents {
  /** By tag; undefined: there is no such repository. */
  readonly content: ReadonlyMap<string, FoundImage> | undefined
  /** Why it is not known what the image that was found runs on, where that is asked. */
  readonly unread?: string | undefined
  /** Of an image that is to be put together: all that has to be known of those that are there. */
  readonly parts?: readonly Part[]
}

interface Asked extends Contents {
  readonly image: PushedImage
  readonly registry: Registry
}

/** What has to be read besides the manifests: of the image that stands under the tag, or of those that become one. */
export async function readContents(
  { image, registry, content }: Asked,
  tag: string | undefined,
): Promise<Contents> {
  const there = tag === undefined ? undefined : content?.get(tag)
  if (tag !== undefined && there && image.platforms.length > 0) {
    const { found, unread } = await readPlatforms(image, there, registry)
    return { content: new Map([...(content ?? []), [tag, found]]), unread }
  }
  if (there || image.parts.length === 0) return { content }
  const tagged = image.parts.flatMap((name) => {
    const found = content?.get(name)
    return found ? [{ tag: name, found }] : []
  })
  return { content, parts: await readParts(tagged, { registry, repository: image.repository }) }
}
