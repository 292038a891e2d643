import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { buffer } from 'node:stream/consumers'
import {
  digestOf,
  type ImageStore,
  MANIFEST_TYPES,
  type NewImage,
  type Place,
  type PutOutcome,
  type StoredImage,
  type StoredRepository,
} from './image-store.ts'

export interface DistributionOptions {
  /** Origin of the registry, e.g. its real ECR host name over TLS. */
  url: string
  username: string
  password: string
  ca?: string
  /** Where that name is really to be reached. */
  connect?: { host: string; port: number }
  /** A distribution registry has no notion of an existing repository: this list has. */
  repositories: StoredRepository[]
}

interface Answer {
  status: number
  headers: IncomingMessage['headers']
  body: Buffer
}

interface Ask {
  method: string
  path: string
  headers?: Record<string, string>
  body?: string
}

/** Images of a real Docker distribution registry, read through its own API. */
export function createDistributionStore(options: DistributionOptions): ImageStore {
  const ask = (question: Ask): Promise<Answer> => send(question, options)
  const image = (place: Place, reference: string) => readImage(ask, place, reference)
  return {
    repositories: async () => options.repositories,
    createRepository: async (_home, repository) => {
      options.repositories.push(repository)
    },
    image,
    listsImages: false,
    blob: async (place, digest) => {
      const answer = await ask({ method: 'GET', path: `/v2/${place.repository}/blobs/${digest}` })
      return answer.status === 200 ? answer.body : undefined
    },
    images: async (place) => {
      const answer = await ask({ method: 'GET', path: `/v2/${place.repository}/tags/list` })
      const { tags } = answer.status === 200 ? JSON.parse(answer.body.toString()) : { tags: [] }
      const images = await Promise.all(((tags ?? []) as string[]).map((tag) => image(place, tag)))
      return images.filter((found) => found !== undefined)
    },
    putImage: (place, given) => putImage(ask, place, given),
  }
}

async function send(
  { method, path, headers = {}, body }: Ask,
  options: DistributionOptions,
): Promise<Answer> {
  const url = new URL(path, options.url)
  const { connect } = options
  const secure = url.protocol === 'https:'
  const request = (secure ? httpsRequest : httpRequest)({
    method,
    host: connect?.host ?? url.hostname,
    port: connect?.port ?? (url.port || (secure ? 443 : 80)),
    path: url.pathname,
    auth: `${options.username}:${options.password}`,
    headers: { host: url.host, ...headers, ...(body && { 'content-length': Buffer.byteLength(body) }) },
    ...(secure && { servername: url.hostname }),
    ...(options.ca && { ca: options.ca }),
  })
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve).once('error', reject)
  })
  request.end(body)
  const response = await answered
  return { status: response.statusCode ?? 0, headers: response.headers, body: await buffer(response) }
}

type Asker = (question: Ask) => Promise<Answer>

async function readImage(ask: Asker, place: Place, reference: string): Promise<StoredImage | undefined> {
  const path = `/v2/${place.repository}/manifests/${reference}`
  const accept = MANIFEST_TYPES.join(', ')
  const answer = await ask({ method: 'GET', path, headers: { accept } })
  if (answer.status === 404) return undefined
  if (answer.status !== 200) throw new Error(`the registry answered ${answer.status} to ${path}`)
  const manifest = answer.body.toString()
  return {
    digest: digestOf(manifest),
    mediaType: answer.headers['content-type'] ?? '',
    manifest,
    tags: reference.startsWith('sha256:') ? [] : [reference],
    pushedAt: new Date(),
  }
}

async function putImage(
  ask: Asker,
  place: Place,
  { manifest, mediaType, tag }: NewImage,
): Promise<PutOutcome> {
  const digest = digestOf(manifest)
  const answer = await ask({
    method: 'PUT',
    path: `/v2/${place.repository}/manifests/${tag ?? digest}`,
    headers: { 'content-type': mediaType },
    body: manifest,
  })
  if (answer.status === 201) return { result: 'stored', digest }
  if (answer.status === 400 || answer.status === 404) return { result: 'missing', digests: [digest] }
  throw new Error(`the registry answered ${answer.status} to a manifest PUT`)
}
