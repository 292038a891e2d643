import { request } from 'node:https'
import { buffer } from 'node:stream/consumers'
import { digestOf, MANIFEST_TYPES, OCI_MANIFEST } from '../support/image-store.ts'
import type { Rig } from './rig.ts'

export type Reference = { host: string; repository: string; tag: string }

export interface Ask {
  method: string
  /** A registry at another address than the rig's own, under the same certificate. */
  address?: string | undefined
  host: string
  path: string
  headers?: Record<string, string>
  body?: string
  password?: string
}

export interface Answer {
  status: number | undefined
  headers: Record<string, string | string[] | undefined>
  body: string
  /** The body as it came. */
  bytes: Buffer
}

/** One request to the registry itself, at its loopback address. */
export function askRegistry({ registry }: Rig, question: Ask): Promise<Answer> {
  const { method, address = registry.address, host, path, headers, body, password } = question
  return new Promise((resolve, reject) => {
    const asking = request({
      method,
      path,
      host: address,
      port: registry.port,
      servername: host,
      ca: registry.ca,
      auth: `AWS:${password ?? registry.password}`,
      headers: { host, ...headers, ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }) },
      agent: false,
    })
    asking.on('error', reject)
    asking.on('response', (response) => {
      const { statusCode: status, headers: heads } = response
      buffer(response).then(
        (bytes) => resolve({ status, headers: heads, body: bytes.toString(), bytes }),
        reject,
      )
    })
    asking.end(body)
  })
}

/** Asks the registry itself which manifest a tag names. */
export async function headManifest(
  rig: Rig,
  { host, repository, tag }: Reference,
  password?: string,
): Promise<{ status: number | undefined; digest: string | undefined }> {
  const { status, headers } = await askRegistry(rig, {
    method: 'HEAD',
    host,
    path: `/v2/${repository}/manifests/${tag}`,
    // A registry that is sent fewer types may answer 404, or convert the manifest to one with another digest.
    headers: { accept: MANIFEST_TYPES.join(', ') },
    ...(password !== undefined && { password }),
  })
  const digest = headers['docker-content-digest']
  return { status, digest: typeof digest === 'string' ? digest : undefined }
}

/** Puts an image there as another client would, past every front end; returns its digest. */
export async function putImage(rig: Rig, { host, repository, tag }: Reference): Promise<string> {
  const config = JSON.stringify({
    os: 'linux',
    architecture: 'amd64',
    rootfs: { type: 'layers', diff_ids: [] },
    comment: `for ${tag} by another client`,
  })
  const started = await must(rig, { method: 'POST', host, path: `/v2/${repository}/blobs/uploads/` })
  const location = new URL(String(started.headers.location))
  location.searchParams.set('digest', digestOf(config))
  await must(rig, { method: 'PUT', host, path: `${location.pathname}${location.search}`, body: config })
  const mediaType = 'application/vnd.oci.image.config.v1+json'
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    config: { mediaType, digest: digestOf(config), size: config.length },
    layers: [],
  })
  const path = `/v2/${repository}/manifests/${tag}`
  await must(rig, { method: 'PUT', host, path, headers: { 'content-type': OCI_MANIFEST }, body: manifest })
  return digestOf(manifest)
}

async function must(rig: Rig, question: Ask): Promise<Answer> {
  const answer = await askRegistry(rig, question)
  if ((answer.status ?? 500) >= 300)
    throw new Error(`${question.method} ${question.path}: ${answer.status} ${answer.body}`)
  return answer
}
