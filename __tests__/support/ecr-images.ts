import { type EcrCall, EcrRefusal, type ImageFailure, type ImageId, placeOf } from './ecr-call.ts'
import { digestOf, type ImageStore, OCI_MANIFEST, type Place, type StoredImage } from './image-store.ts'

async function findImage(store: ImageStore, place: Place, id: ImageId): Promise<StoredImage | undefined> {
  const reference = id.imageDigest ?? id.imageTag
  const image = reference === undefined ? undefined : await store.image(place, reference)
  return image && id.imageTag && id.imageDigest && !image.tags.includes(id.imageTag) ? undefined : image
}

const NOT_FOUND: ImageFailure = {
  failureCode: 'ImageNotFound',
  failureReason: 'Requested image not found',
}

/** ECR API reference, BatchGetImage, `imageIds`. */
const MOST_IMAGES = 100

export async function batchGetImage(call: EcrCall): Promise<unknown> {
  const place = await placeOf(call)
  const { imageIds = [], acceptedMediaTypes } = call.input
  if (imageIds.length < 1 || imageIds.length > MOST_IMAGES) {
    throw new EcrRefusal('InvalidParameterException', `Invalid parameter at 'imageIds': ${imageIds.length}`)
  }
  const found = await Promise.all(
    imageIds.map(async (id) => {
      const image = await findImage(call.store, place, id)
      const isArchived = call.settings.archived.has(id.imageTag ?? '')
      const failure = call.settings.withheld.get(id.imageTag ?? '') ?? (isArchived ? NOT_FOUND : undefined)
      const accepted = image !== undefined && (acceptedMediaTypes?.includes(image.mediaType) ?? true)
      return accepted && !failure ? { id, image } : { id, failure: failure ?? NOT_FOUND }
    }),
  )
  return {
    images: found.flatMap(({ id, image }) => (image ? [imageAnswer(place, id, image)] : [])),
    failures: found.flatMap(({ id, failure }) => (failure ? [{ imageId: id, ...failure }] : [])),
  }
}

const imageAnswer = (place: Place, id: ImageId, image: StoredImage): unknown => ({
  registryId: place.account,
  repositoryName: place.repository,
  imageId: { imageDigest: image.digest, ...(id.imageTag && { imageTag: id.imageTag }) },
  imageManifest: image.manifest,
  imageManifestMediaType: image.mediaType,
})

export async function describeImages(call: EcrCall): Promise<unknown> {
  const place = await placeOf(call)
  const ids = call.input.imageIds
  const images = ids
    ? await Promise.all(ids.map((id) => requireImage(call, place, id)))
    : (await call.store.images(place)).filter((image) => isDescribed(call, image))
  return {
    imageDetails: images.map((image) => ({
      registryId: place.account,
      repositoryName: place.repository,
      imageDigest: image.digest,
      imageTags: image.tags,
      imageSizeInBytes: image.manifest.length,
      imagePushedAt: image.pushedAt.getTime() / 1000,
      imageManifestMediaType: image.mediaType,
      imageStatus: statusOf(call, image),
    })),
  }
}

const statusOf = ({ settings }: EcrCall, { tags }: StoredImage): 'ACTIVE' | 'ARCHIVED' =>
  tags.some((tag) => settings.archived.has(tag)) ? 'ARCHIVED' : 'ACTIVE'

/** ECR API reference, DescribeImagesFilter: active images alone, unless others are asked for. */
function isDescribed(call: EcrCall, image: StoredImage): boolean {
  const { imageStatus = 'ACTIVE' } = call.input.filter ?? {}
  return imageStatus === 'ANY' || imageStatus === statusOf(call, image)
}

async function requireImage(call: EcrCall, place: Place, id: ImageId): Promise<StoredImage> {
  const image = await findImage(call.store, place, id)
  if (image && isDescribed(call, image)) return image
  const which = `{imageDigest:'${id.imageDigest ?? 'null'}', imageTag:'${id.imageTag ?? 'null'}'}`
  throw new EcrRefusal(
    'ImageNotFoundException',
    `The image with imageId ${which} does not exist within the repository with name '${place.repository}' in the registry with id '${place.account}'`,
  )
}

export async function putImage(call: EcrCall): Promise<unknown> {
  const place = await placeOf(call)
  const { imageManifest: manifest = '', imageManifestMediaType, imageTag: tag, imageDigest } = call.input
  if (imageDigest && imageDigest !== digestOf(manifest)) {
    throw new EcrRefusal('ImageDigestDoesNotMatchException', 'The digest does not match the manifest')
  }
  const mediaType = imageManifestMediaType ?? mediaTypeIn(manifest)
  const outcome = await call.store.putImage(place, { manifest, mediaType, tag })
  const where = `in the repository with name '${place.repository}' in registry with id '${place.account}'`
  if (outcome.result === 'tag-immutable') {
    throw new EcrRefusal(
      'ImageTagAlreadyExistsException',
      `The image tag '${tag}' already exists in the '${place.repository}' repository and cannot be overwritten because the tag is immutable.`,
    )
  }
  if (outcome.result === 'missing') {
    const index = 'manifests' in (JSON.parse(manifest) as object)
    throw new EcrRefusal(
      index ? 'ReferencedImagesNotFoundException' : 'LayersNotFoundException',
      `${index ? 'Images' : 'Layers'} with digests '[${outcome.digests}]' not found ${where}`,
    )
  }
  if (outcome.result === 'unchanged') {
    throw new EcrRefusal(
      'ImageAlreadyExistsException',
      `Image with digest '${outcome.digest}' and tag '${tag}' already exists ${where}`,
    )
  }
  const image = { digest: outcome.digest, mediaType, manifest, tags: [], pushedAt: new Date() }
  return { image: imageAnswer(place, { ...(tag && { imageTag: tag }) }, image) }
}

const mediaTypeIn = (manifest: string): string =>
  (JSON.parse(manifest) as { mediaType?: string }).mediaType ?? OCI_MANIFEST
