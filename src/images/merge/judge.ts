import { platformText } from '../../aws/registry/manifest.ts'
import type { FoundImage } from '../../aws/registry/registry.ts'
import { ANOTHER_TAG, isCommit, normalPlatform } from '../../aws/registry/suitable.ts'
import type { Problem } from '../../errors/errors.ts'
import { oneLine } from '../../names/text.ts'
import type { Part, PartImage } from './part.ts'
import { imagesIn } from './read.ts'

/** What the parts are to become. */
export interface WantedIndex {
  /** `host/repository` */
  readonly repositoryUrl: string
  readonly tag: string
  readonly commit: string | undefined
}

/** Why images cannot be one image; nothing where they can. */
export function judgeParts(parts: readonly Part[], wanted: WantedIndex): readonly Problem[] {
  const filled = parts.filter(({ images }) => images.length > 0)
  return [...parts.flatMap(noImage), ...samePlatform(parts), ...otherRevisions(filled, wanted)]
}

function impossible(message: string, hint: string): Problem {
  return { code: 'MERGE_IMPOSSIBLE', inputs: ['merge-tags'], message, hint }
}

function noImage({ tag, images, others }: Part): readonly Problem[] {
  if (others.length === 0 && images.length > 0) return []
  const what =
    others.length > 0 ? `${others.join(', ')} in it has no configuration that says one` : 'it is empty'
  return [
    impossible(
      `merge-tags names ${tag}, which is not for a platform: ${what}`,
      'Name in merge-tags container images alone, or indexes of them; charts and signatures have no platform.',
    ),
  ]
}

/** A node takes the first image of an index that fits, and nobody would see the other one. */
function samePlatform(parts: readonly Part[]): readonly Problem[] {
  const images = parts.flatMap((part) => part.images.map((image) => ({ tag: part.tag, image })))
  const groups = Map.groupBy(images, ({ image }) => platformKey(image))
  return [...groups].flatMap(([platform, group]) => {
    if (group.length < 2) return []
    const tags = [...new Set(group.map(({ tag }) => tag))]
    return [
      impossible(
        `merge-tags names ${group.length} images for ${platform}: ${tags.join(', ')}`,
        'Take all but one of them out of merge-tags. If one was to be for another platform, have its job build it there (runs-on, or the input platforms) and push it under a new tag: an immutable one cannot be pushed again.',
      ),
    ]
  })
}

/** Images of Windows differ by the version of the system, too. */
function platformKey({ platform }: PartImage): string {
  const version = platform['os.version']
  return [normalPlatform(platformText(platform)), ...(version === undefined ? [] : [version])].join(' ')
}

const REVISION = 'org.opencontainers.image.revision'

function revisionOf({ annotations, images }: Part): string | undefined {
  const said = [
    annotations,
    ...images.map((image) => image.annotations),
    ...images.map(({ labels }) => labels),
  ]
  return said.map((texts) => texts[REVISION]?.trim()).find((text) => text !== undefined && text !== '')
}

function otherRevisions(parts: readonly Part[], { repositoryUrl, commit }: WantedIndex): readonly Problem[] {
  const said = parts.map((part) => ({ ...part, revision: revisionOf(part) }))
  const others = said.filter(({ revision }) => revision && commit && !isCommit(revision, commit))
  if (others.length === 0) return severalRevisions(said)
  return others.map(({ tag, digest, revision = '' }) => ({
    code: 'IMAGE_OTHER_COMMIT',
    inputs: ['merge-tags', 'tag'],
    message: `${repositoryUrl}:${tag} (${digest}) says that it was built from ${oneLine(revision)}, not from ${commit}`,
    hint: 'Name in merge-tags the images of the commit that the input tag names. If a job has pushed this one under the tag of another commit, find out why, and give it a new tag: an immutable one cannot be pushed again.',
  }))
}

/** Also those of which it is not known what they were to be built from: all of one, or none says it. */
function severalRevisions(
  said: readonly { readonly tag: string; readonly revision: string | undefined }[],
): readonly Problem[] {
  const known = said.map(({ revision }) => revision?.toLowerCase()).filter((text) => text !== undefined)
  const [first] = known
  const isOne = known.every(
    (text) => first !== undefined && (text.startsWith(first) || first.startsWith(text)),
  )
  if (isOne && (known.length === 0 || known.length === said.length)) return []
  const list = said.map(
    ({ tag, revision }) => `${tag} of ${revision === undefined ? 'no known commit' : oneLine(revision)}`,
  )
  return [
    impossible(
      `the images of merge-tags are not of one commit: ${list.join(', ')}`,
      `Name in merge-tags images that were built from one commit; each says it by the annotation or label ${REVISION}, which this step writes.`,
    ),
  ]
}

/** An image under the tag that is none of these parts, as one that an earlier workflow has built for one platform. */
export function otherParts(
  found: FoundImage,
  parts: ReadonlyMap<string, FoundImage | undefined>,
  { repositoryUrl, tag }: Omit<WantedIndex, 'commit'>,
): Problem | undefined {
  const held = imagesIn(found)
  const isHeld = (part: FoundImage) => [...imagesIn(part)].every((digest) => held.has(digest))
  const there = [...parts].flatMap(([name, part]) => (part ? [{ name, part }] : []))
  const absent = there.filter(({ part }) => !isHeld(part)).map(({ name }) => name)
  const wanted = new Set(there.flatMap(({ part }) => [...imagesIn(part)]))
  // Where a part has gone meanwhile, what the index holds besides may be that one.
  const isWhole = there.length === parts.size
  if (absent.length === 0 && (!isWhole || held.size === wanted.size)) return undefined
  const what = absent.length > 0 ? `without ${absent.join(', ')}` : 'with others besides'
  return {
    code: 'IMAGE_OTHER_PARTS',
    inputs: ['merge-tags', 'tag'],
    message: `${repositoryUrl}:${tag} exists (${found.digest}), and is not made of the images of merge-tags: ${what}`,
    hint: `${ANOTHER_TAG}; or name in merge-tags what this one is made of. Jobs that push parts need tags of their own, such as \${{ github.sha }}-arm64.`,
  }
}
