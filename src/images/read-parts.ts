import type { FoundImage, Registry } from '../aws/registry/registry.ts'
import { fail, failOnAny } from '../errors/errors.ts'
import { settle } from '../errors/together.ts'
import type { Descriptor, Part, PartImage } from './merge/part.ts'
import { annotationsOf, describe, type Entries, entriesOf, imageOf } from './merge/read.ts'

/** What stands under one tag. */
export interface TaggedImage {
  readonly tag: string
  readonly found: FoundImage
}

interface Place {
  readonly registry: Registry
  readonly repository: string
}

/** Far more than there are platforms. */
const MOST_IMAGES = 50

/** Everything that has to be known of images before they are put together. */
export async function readParts(tagged: readonly TaggedImage[], place: Place): Promise<readonly Part[]> {
  const parts = tagged.map((one) => ({ ...one, entries: entriesIn(one.found) }))
  const inner = parts.filter(({ found }) => found.isIndex).flatMap(({ entries }) => entries.images)
  if (inner.length > MOST_IMAGES) return tooMany(inner.length)
  const manifests = await manifestsOf(inner, place)
  return together(
    parts.map(async ({ tag, found, entries }): Promise<Part> => {
      const read = await together(
        entries.images.map((one) => readImage(one, found.isIndex ? manifests.get(one.digest) : found, place)),
      )
      return {
        tag,
        digest: found.digest,
        annotations: annotationsOf(found.manifest),
        images: read.flatMap((one) => one ?? []),
        attestations: entries.attestations,
        others: entries.images.filter((_, index) => !read[index]).map(({ digest }) => digest),
      }
    }),
  )
}

/** All of it; what fails for one cause, as a permission that is missing, is reported once. */
async function together<T>(work: readonly Promise<T>[]): Promise<readonly T[]> {
  const { values, failure } = await settle(work)
  failOnAny(failure?.problems ?? [])
  return values
}

function entriesIn(found: FoundImage): Entries {
  const descriptor = describe(found)
  return found.isIndex ? entriesOf(found.manifest) : { images: [descriptor], attestations: [] }
}

async function manifestsOf(
  inner: readonly Descriptor[],
  { registry, repository }: Place,
): Promise<ReadonlyMap<string, FoundImage>> {
  const found =
    inner.length === 0
      ? undefined
      : await registry.find(
          repository,
          inner.map(({ digest }) => digest),
        )
  for (const image of found?.values() ?? []) describe(image)
  return found ?? new Map()
}

async function readImage(
  descriptor: Descriptor,
  found: FoundImage | undefined,
  { registry, repository }: Place,
): Promise<PartImage | undefined> {
  if (!found) return undefined
  return imageOf(descriptor, found.manifest, await registry.configuration(repository, found))
}

function tooMany(count: number): never {
  return fail({
    code: 'MERGE_IMPOSSIBLE',
    inputs: ['merge-tags'],
    message: `the images of merge-tags are indexes of ${count} images together, and at most ${MOST_IMAGES} are put together`,
    hint: 'Name in merge-tags one image for each platform.',
  })
}
