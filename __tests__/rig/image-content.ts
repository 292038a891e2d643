import { gunzipSync } from 'node:zlib'
import { MANIFEST_TYPES } from '../support/image-store.ts'
import { askRegistry, type Reference } from './registry-client.ts'
import type { Rig } from './rig.ts'
import type { RigWorld } from './rig-world.ts'

export interface Descriptor {
  digest: string
  mediaType: string
  annotations?: Record<string, string>
  platform?: { os: string; architecture: string }
}

/** Of an image, or of an index, which has `manifests` instead of `config` and `layers`. */
export interface Manifest {
  mediaType: string
  annotations?: Record<string, string>
  config: Descriptor
  layers: Descriptor[]
  manifests?: Descriptor[]
}

export interface ImageConfig {
  created: string
  config: { Labels?: Record<string, string> }
}

/** The tag of the commit at hand. */
export const ownTag = ({ facts }: RigWorld): Reference => ({
  host: facts.host,
  repository: facts.ecrRepository,
  tag: facts.head,
})

/** The manifest that the registry has under a tag or a digest. */
export async function readManifest(rig: Rig, { host, repository, tag }: Reference): Promise<Manifest> {
  const path = `/v2/${repository}/manifests/${tag}`
  return JSON.parse((await get(rig, host, path)).toString()) as Manifest
}

export async function readConfig(rig: Rig, reference: Reference): Promise<ImageConfig> {
  const { config } = await readManifest(rig, reference)
  return JSON.parse((await readBlob(rig, reference, config)).toString()) as ImageConfig
}

/** All that a node would pull of the image, layers unpacked, as one text of bytes. */
export async function readEverything(rig: Rig, reference: Reference): Promise<string> {
  const manifest = await readManifest(rig, reference)
  const blobs = await Promise.all(
    [manifest.config, ...manifest.layers].map((blob) => readBlob(rig, reference, blob)),
  )
  return [JSON.stringify(manifest), ...blobs.map(unpacked)].join('\n')
}

const unpacked = (blob: Buffer): string =>
  (blob[0] === 0x1f && blob[1] === 0x8b ? gunzipSync(blob) : blob).toString('latin1')

const readBlob = (rig: Rig, { host, repository }: Reference, { digest }: Descriptor): Promise<Buffer> =>
  get(rig, host, `/v2/${repository}/blobs/${digest}`)

async function get(rig: Rig, host: string, path: string): Promise<Buffer> {
  const headers = { accept: [...MANIFEST_TYPES, '*/*'].join(', ') }
  const { status, bytes } = await askRegistry(rig, { method: 'GET', host, path, headers })
  if (status !== 200) throw new Error(`GET ${path}: ${status}`)
  return bytes
}
