import { gzipSync } from 'node:zlib'
import type { ImageCatalog } from './image-catalog.ts'
import { digestOf, OCI_INDEX, OCI_MANIFEST, type Place } from './image-store.ts'

export interface SampleImage {
  tag: string
  annotations?: Record<string, string>
  labels?: Record<string, string>
  /** An index over one manifest per `os/architecture`; a plain manifest when absent. */
  platforms?: string[]
  /** That of a plain manifest, as its configuration has it; `linux/amd64` when absent. */
  platform?: string
}

const CONFIG_TYPE = 'application/vnd.oci.image.config.v1+json'
const LAYER_TYPE = 'application/vnd.oci.image.layer.v1.tar+gzip'

/** Places a small valid image in the catalog without a push; returns the digest its tag has. */
export async function putSampleImage(
  catalog: ImageCatalog,
  place: Place,
  image: SampleImage,
): Promise<string> {
  const { tag, annotations, platforms } = image
  if (!platforms)
    return store(catalog, place, { tag, mediaType: OCI_MANIFEST, body: manifestFor(catalog, place, image) })
  const manifests: unknown[] = []
  for (const platform of platforms) {
    const body = manifestFor(catalog, place, { ...image, platform })
    const digest = await store(catalog, place, { mediaType: OCI_MANIFEST, body })
    const [os, architecture] = platform.split('/')
    const size = JSON.stringify(body).length
    manifests.push({ mediaType: OCI_MANIFEST, digest, size, platform: { os, architecture } })
  }
  const body = { schemaVersion: 2, mediaType: OCI_INDEX, manifests, ...(annotations && { annotations }) }
  return store(catalog, place, { tag, mediaType: OCI_INDEX, body })
}

interface Stored {
  tag?: string
  mediaType: string
  body: unknown
}

async function store(catalog: ImageCatalog, place: Place, { tag, mediaType, body }: Stored): Promise<string> {
  const manifest = JSON.stringify(body)
  const outcome = await catalog.putImage(place, { manifest, mediaType, tag })
  if (outcome.result === 'stored' || outcome.result === 'unchanged') return outcome.digest
  throw new Error(`the sample image was not stored in ${place.repository}: ${outcome.result}`)
}

function manifestFor(catalog: ImageCatalog, place: Place, image: SampleImage): unknown {
  const [os = 'linux', architecture = 'amd64', variant] = image.platform?.split('/') ?? []
  const tar = Buffer.alloc(1024)
  const config = JSON.stringify({
    os,
    architecture,
    ...(variant && { variant }),
    config: { Labels: { ...image.labels, 'org.example.sample': image.tag } },
    rootfs: { type: 'layers', diff_ids: [digestOf(tar)] },
  })
  const descriptor = (mediaType: string, data: Buffer) => ({
    mediaType,
    digest: catalog.putBlob(place, data),
    size: data.length,
  })
  return {
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    config: descriptor(CONFIG_TYPE, Buffer.from(config)),
    layers: [descriptor(LAYER_TYPE, gzipSync(tar))],
    ...(image.annotations && { annotations: image.annotations }),
  }
}
