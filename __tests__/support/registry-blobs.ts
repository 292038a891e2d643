import { randomUUID } from 'node:crypto'
import type { ImageCatalog } from './image-catalog.ts'
import { digestOf, type Place } from './image-store.ts'
import type { Reply } from './part.ts'
import { empty, type RegistryCall, registryError } from './registry-reply.ts'

export interface BlobRules {
  catalog: ImageCatalog
  /** Bytes so far of each open upload. */
  uploads: Map<string, Buffer>
  /** Whether a blob of another repository may be mounted (ECR answers 202: upload it). */
  mount: () => boolean
}

export function getBlob({ catalog }: BlobRules, { place, reference, exchange }: RegistryCall): Reply {
  const blob = catalog.blob(place, reference)
  if (!blob) return registryError(404, 'BLOB_UNKNOWN', `blob unknown to registry: ${reference}`)
  const headers = { 'content-type': 'application/octet-stream', 'docker-content-digest': reference }
  const part = rangeOf(exchange.headers.range, blob.length)
  if (!part) return { ...empty(200, { ...headers, 'content-length': `${blob.length}` }), body: blob }
  const body = blob.subarray(part.from, part.to + 1)
  const range = { 'content-range': `bytes ${part.from}-${part.to}/${blob.length}` }
  return { ...empty(206, { ...headers, ...range, 'content-length': `${body.length}` }), body }
}

function rangeOf(header: string | undefined, length: number): { from: number; to: number } | undefined {
  const match = /^bytes=(\d+)-(\d*)$/.exec(header ?? '')
  if (!match) return undefined
  return { from: Number(match[1]), to: match[2] ? Math.min(Number(match[2]), length - 1) : length - 1 }
}

export async function startUpload(rules: BlobRules, call: RegistryCall): Promise<Reply> {
  const { place, exchange } = call
  const { searchParams } = exchange.url
  const mounted = mountBlob(rules, place, searchParams)
  if (mounted) return created(place, mounted)
  const digest = searchParams.get('digest')
  if (digest) return finish(rules, { ...call, reference: digest }, await exchange.read())
  const id = randomUUID()
  rules.uploads.set(id, Buffer.alloc(0))
  return accepted(place, id, 0)
}

function mountBlob(rules: BlobRules, place: Place, query: URLSearchParams): string | undefined {
  const digest = query.get('mount')
  const from = query.get('from')
  const blob = digest && from && rules.catalog.blob({ ...place, repository: from }, digest)
  return blob && rules.mount() ? rules.catalog.putBlob(place, blob) : undefined
}

export async function continueUpload(rules: BlobRules, call: RegistryCall): Promise<Reply> {
  const { reference: id, place, exchange } = call
  const before = rules.uploads.get(id)
  if (!before) return uploadUnknown(id)
  const from = /^(\d+)-\d+$/.exec(exchange.headers['content-range'] ?? '')?.[1]
  if (from !== undefined && Number(from) !== before.length) {
    return registryError(416, 'BLOB_UPLOAD_INVALID', `the next byte is ${before.length}, not ${from}`)
  }
  const bytes = Buffer.concat([before, await exchange.read()])
  rules.uploads.set(id, bytes)
  return accepted(place, id, bytes.length)
}

export async function finishUpload(rules: BlobRules, call: RegistryCall): Promise<Reply> {
  const { reference: id, exchange } = call
  const before = rules.uploads.get(id)
  if (!before) return uploadUnknown(id)
  rules.uploads.delete(id)
  const digest = exchange.url.searchParams.get('digest') ?? ''
  return finish(rules, { ...call, reference: digest }, Buffer.concat([before, await exchange.read()]))
}

export function uploadStatus({ uploads }: BlobRules, { place, reference: id }: RegistryCall): Reply {
  const bytes = uploads.get(id)
  return bytes ? { ...accepted(place, id, bytes.length), status: 204 } : uploadUnknown(id)
}

export function cancelUpload({ uploads }: BlobRules, { reference: id }: RegistryCall): Reply {
  return uploads.delete(id) ? empty(204) : uploadUnknown(id)
}

function finish({ catalog }: BlobRules, { place, reference }: RegistryCall, data: Buffer): Reply {
  const digest = digestOf(data)
  if (digest !== reference) {
    return registryError(
      400,
      'DIGEST_INVALID',
      `the uploaded bytes have digest ${digest}, not '${reference}'`,
    )
  }
  return created(place, catalog.putBlob(place, data))
}

const created = ({ repository }: Place, digest: string): Reply =>
  empty(201, { location: `/v2/${repository}/blobs/${digest}`, 'docker-content-digest': digest })

const accepted = ({ repository }: Place, id: string, length: number): Reply =>
  empty(202, {
    location: `/v2/${repository}/blobs/uploads/${id}`,
    'docker-upload-uuid': id,
    range: `0-${Math.max(length - 1, 0)}`,
  })

const uploadUnknown = (id: string): Reply =>
  registryError(404, 'BLOB_UPLOAD_UNKNOWN', `blob upload unknown to registry: ${id}`)
