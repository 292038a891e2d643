import {
  digestOf,
  type ImageStore,
  isImmutableTag,
  type NewImage,
  newRepository,
  type Place,
  type PutOutcome,
  type RegistryHome,
  type StoredImage,
  type StoredRepository,
} from './image-store.ts'

/** The memory behind the embedded registry and the embedded ECR API: repositories, blobs, images. */
export interface ImageCatalog extends ImageStore {
  blob(place: Place, digest: string): Buffer | undefined
  putBlob(place: Place, data: Buffer): string
}

interface Shelf {
  settings: StoredRepository
  blobs: Map<string, Buffer>
  images: Map<string, StoredImage>
}

export function createCatalog(): ImageCatalog {
  const shelves = new Map<string, Shelf>()
  const shelf = (place: Place): Shelf | undefined => shelves.get(keyOf(place))
  return {
    repositories: async (home) =>
      [...shelves].filter(([key]) => key.startsWith(homeKey(home))).map(([, { settings }]) => settings),
    createRepository: async (home, settings) => {
      shelves.set(keyOf({ ...home, repository: settings.name }), {
        settings,
        blobs: new Map(),
        images: new Map(),
      })
    },
    image: async (place, reference) => [...(shelf(place)?.images.values() ?? [])].find(named(reference)),
    listsImages: true,
    images: async (place) => [...(shelf(place)?.images.values() ?? [])],
    putImage: async (place, image) => putImage(shelf(place), image),
    blob: (place, digest) => shelf(place)?.blobs.get(digest),
    putBlob: (place, data) => {
      const digest = digestOf(data)
      shelf(place)?.blobs.set(digest, data)
      return digest
    },
  }
}

const homeKey = ({ account, region }: RegistryHome): string => `${account}/${region}/`
const keyOf = (place: Place): string => homeKey(place) + place.repository

const named =
  (reference: string) =>
  (image: StoredImage): boolean =>
    image.digest === reference || image.tags.includes(reference)

function putImage(shelf: Shelf | undefined, { manifest, mediaType, tag }: NewImage): PutOutcome {
  if (!shelf) throw new Error('putImage: the repository does not exist')
  const digests = missingReferences(shelf, manifest)
  if (digests.length > 0) return { result: 'missing', digests }
  const digest = digestOf(manifest)
  const holder = tag === undefined ? undefined : [...shelf.images.values()].find(named(tag))
  if (tag !== undefined && holder) {
    if (isImmutableTag(shelf.settings, tag)) return immutableOutcome(holder, digest)
    holder.tags = holder.tags.filter((other) => other !== tag)
  }
  const image = shelf.images.get(digest) ?? { digest, mediaType, manifest, tags: [], pushedAt: new Date() }
  if (tag !== undefined) image.tags.push(tag)
  shelf.images.set(digest, image)
  return { result: holder?.digest === digest ? 'unchanged' : 'stored', digest }
}

const immutableOutcome = (holder: StoredImage, digest: string): PutOutcome =>
  holder.digest === digest ? { result: 'unchanged', digest } : { result: 'tag-immutable' }

interface ManifestShape {
  config?: { digest: string }
  layers?: { digest: string; urls?: string[] }[]
  manifests?: { digest: string }[]
}

function missingReferences(shelf: Shelf, manifest: string): string[] {
  const { config, layers = [], manifests = [] } = JSON.parse(manifest) as ManifestShape
  const blobs = [...(config ? [config] : []), ...layers.filter((layer) => !layer.urls)]
  return [
    ...blobs.filter(({ digest }) => !shelf.blobs.has(digest)),
    ...manifests.filter(({ digest }) => !shelf.images.has(digest)),
  ].map(({ digest }) => digest)
}

/** A catalog with empty repositories of one registry in it. */
export async function catalogOf(
  home: RegistryHome,
  repositories: (string | StoredRepository)[],
): Promise<ImageCatalog> {
  const catalog = createCatalog()
  for (const repository of repositories) {
    const settings = typeof repository === 'string' ? newRepository(repository) : repository
    await catalog.createRepository(home, settings)
  }
  return catalog
}
