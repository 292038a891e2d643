import type { ImageCatalog } from './image-catalog.ts'
import { digestOf, findRepository, isImmutableTag, OCI_MANIFEST } from './image-store.ts'
import type { Reply } from './part.ts'
import { empty, type RegistryCall, registryError } from './registry-reply.ts'

export async function getManifest(catalog: ImageCatalog, call: RegistryCall): Promise<Reply> {
  const { place, reference, exchange } = call
  const image = await catalog.image(place, reference)
  if (!image || !accepts(exchange.headers.accept, image.mediaType)) {
    return registryError(404, 'MANIFEST_UNKNOWN', 'Requested image not found')
  }
  const headers = { 'content-type': image.mediaType, 'docker-content-digest': image.digest }
  return {
    ...empty(200, { ...headers, 'content-length': `${Buffer.byteLength(image.manifest)}` }),
    body: image.manifest,
  }
}

/** The registry does not convert: an image in another type than the accepted ones is not found. */
function accepts(header: string | undefined, mediaType: string): boolean {
  if (header === undefined) return true
  const types = header.split(',').map((type) => type.split(';')[0]?.trim())
  return types.includes('*/*') || types.includes(mediaType)
}

export async function putManifest(catalog: ImageCatalog, call: RegistryCall): Promise<Reply> {
  const { place, reference, exchange } = call
  const manifest = (await exchange.read()).toString()
  const digest = digestOf(manifest)
  const byDigest = reference.startsWith('sha256:')
  if (byDigest && reference !== digest) {
    return registryError(400, 'DIGEST_INVALID', `The manifest's digest is ${digest}, not ${reference}`)
  }
  if (!isJson(manifest)) return registryError(400, 'MANIFEST_INVALID', 'The manifest is not valid JSON')
  const mediaType = exchange.headers['content-type'] ?? OCI_MANIFEST
  const tag = byDigest ? undefined : reference
  const outcome = await catalog.putImage(place, { manifest, mediaType, tag })
  if (outcome.result === 'missing') {
    return registryError(
      400,
      'MANIFEST_BLOB_UNKNOWN',
      `blob unknown to registry: ${outcome.digests.join(', ')}`,
    )
  }
  // ECR refuses an immutable tag even for the digest it already holds (ECR API reference, ImageTagAlreadyExistsException).
  if (
    outcome.result === 'tag-immutable' ||
    (outcome.result === 'unchanged' && (await immutable(catalog, call)))
  ) {
    return tagInvalid(call)
  }
  const location = `/v2/${place.repository}/manifests/${digest}`
  return empty(201, { location, 'docker-content-digest': digest })
}

const tagInvalid = ({ place, reference }: RegistryCall): Reply =>
  registryError(
    400,
    'TAG_INVALID',
    `The image tag '${reference}' already exists in the '${place.repository}' repository and cannot be overwritten because the repository is immutable.`,
  )

async function immutable(catalog: ImageCatalog, { place, reference }: RegistryCall): Promise<boolean> {
  const repository = await findRepository(catalog, place)
  return repository !== undefined && isImmutableTag(repository, reference)
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
