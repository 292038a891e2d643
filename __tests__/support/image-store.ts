import { createHash } from 'node:crypto'

export interface RegistryHome {
  account: string
  region: string
}

export interface Place extends RegistryHome {
  repository: string
}

export type Mutability = 'MUTABLE' | 'IMMUTABLE' | 'IMMUTABLE_WITH_EXCLUSION' | 'MUTABLE_WITH_EXCLUSION'

export interface StoredRepository {
  name: string
  mutability: Mutability
  /** Wildcard patterns of the two `_WITH_EXCLUSION` settings. */
  filters: string[]
  scanOnPush: boolean
  /** Of a repository that is encrypted with KMS. */
  kmsKey?: string | undefined
  tags?: { Key: string; Value: string }[] | undefined
  createdAt: Date
}

export interface StoredImage {
  digest: string
  mediaType: string
  manifest: string
  tags: string[]
  pushedAt: Date
}

export interface NewImage {
  manifest: string
  mediaType: string
  tag?: string | undefined
}

export type PutOutcome =
  | { result: 'stored'; digest: string }
  | { result: 'unchanged'; digest: string }
  | { result: 'tag-immutable' }
  | { result: 'missing'; digests: string[] }

/** Where images are: the embedded registry's memory or a real registry. */
export interface ImageStore {
  repositories(home: RegistryHome): Promise<StoredRepository[]>
  createRepository(home: RegistryHome, repository: StoredRepository): Promise<void>
  /** By tag or by digest. */
  image(place: Place, reference: string): Promise<StoredImage | undefined>
  images(place: Place): Promise<StoredImage[]>
  /** Whether `images` has those without a tag, too. */
  listsImages: boolean
  blob(place: Place, digest: string): Buffer | undefined | Promise<Buffer | undefined>
  putImage(place: Place, image: NewImage): Promise<PutOutcome>
}

export const DOCKER_MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json'
export const DOCKER_LIST = 'application/vnd.docker.distribution.manifest.list.v2+json'
export const OCI_MANIFEST = 'application/vnd.oci.image.manifest.v1+json'
export const OCI_INDEX = 'application/vnd.oci.image.index.v1+json'
export const MANIFEST_TYPES: readonly string[] = [OCI_INDEX, OCI_MANIFEST, DOCKER_LIST, DOCKER_MANIFEST]

export const digestOf = (data: string | Buffer): string =>
  `sha256:${createHash('sha256').update(data).digest('hex')}`

export const newRepository = (
  name: string,
  settings: Partial<Omit<StoredRepository, 'name'>> = {},
): StoredRepository => ({
  name,
  mutability: 'IMMUTABLE',
  filters: [],
  scanOnPush: false,
  createdAt: new Date(),
  ...settings,
})

export const findRepository = async (
  store: ImageStore,
  place: Place,
): Promise<StoredRepository | undefined> =>
  (await store.repositories(place)).find(({ name }) => name === place.repository)

export function isImmutableTag(repository: StoredRepository, tag: string): boolean {
  const excluded = repository.filters.some((filter) => wildcard(filter).test(tag))
  const settings: Record<Mutability, boolean> = {
    MUTABLE: false,
    IMMUTABLE: true,
    IMMUTABLE_WITH_EXCLUSION: !excluded,
    MUTABLE_WITH_EXCLUSION: excluded,
  }
  return settings[repository.mutability]
}

/** `*` (and in policies `?`) over a literal text. */
export const wildcard = (pattern: string, flags = ''): RegExp =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    flags,
  )
