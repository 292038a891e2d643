import type { FoundImage, Registry } from '../aws/registry/registry.ts'
import { StepError } from '../errors/errors.ts'
import { type PushedImage, taggedReference } from '../plan/image.ts'

export interface ReadImage {
  readonly found: FoundImage
  /** Why it is not known what the image runs on, where that is asked. */
  readonly unread: string | undefined
}

/** An image with its platforms, where the inputs name some; other runs make no request for them. */
export async function readPlatforms(
  image: PushedImage,
  found: FoundImage,
  registry: Registry,
): Promise<ReadImage> {
  if (image.platforms.length === 0) return { found, unread: undefined }
  try {
    const platforms = await registry.platforms(image.repository, found)
    return { found: { ...found, platforms }, unread: undefined }
  } catch (error) {
    if (!(error instanceof StepError)) throw error
    return { found, unread: unreadText(image, error) }
  }
}

function unreadText(image: PushedImage, { problems: [{ message, hint }] }: StepError): string {
  return `Whether ${taggedReference(image)} is for ${image.platforms.join(', ')} is not known: ${message}. ${hint}`
}
