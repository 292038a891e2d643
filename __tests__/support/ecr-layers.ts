import { type EcrCall, EcrRefusal, placeOf } from './ecr-call.ts'
import type { StoredImage } from './image-store.ts'

/** ECR API reference, GetDownloadUrlForLayer: only of what an image refers to. */
export async function getDownloadUrlForLayer(call: EcrCall): Promise<unknown> {
  const place = await placeOf(call)
  const { layerDigest = '' } = call.input
  if (!/^[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+$/.test(layerDigest)) {
    throw new EcrRefusal('InvalidParameterException', `Invalid parameter at 'layerDigest': '${layerDigest}'`)
  }
  const where = `in the repository with name '${place.repository}' in registry with id '${place.account}'`
  if ((await call.store.blob(place, layerDigest)) === undefined) {
    throw new EcrRefusal(
      'LayersNotFoundException',
      `Layers with digests '[${layerDigest}]' not found ${where}`,
    )
  }
  if (
    call.store.listsImages &&
    !(await call.store.images(place)).some((image) => holds(image, layerDigest))
  ) {
    throw new EcrRefusal(
      'LayerInaccessibleException',
      `The layer '${layerDigest}' is not associated with an image ${where}`,
    )
  }
  return { downloadUrl: call.layerUrl(place, layerDigest), layerDigest }
}

const holds = ({ manifest }: StoredImage, digest: string): boolean => {
  const { config, layers = [] } = JSON.parse(manifest) as {
    config?: { digest: string }
    layers?: { digest: string }[]
  }
  return [config, ...layers].some((blob) => blob?.digest === digest)
}
