import type { ImageStore, Place } from './image-store.ts'
import { marker } from './markers.ts'
import { type Exchange, type Part, type Reply, startPart } from './part.ts'

/** Where ECR keeps what images are made of: a bucket that is read by signed addresses, and asks for no credentials. */
export interface LayerBucket extends Part {
  /** An address of a blob; its signature is a secret. */
  addressOf(place: Place, digest: string): string
  signatures(): string[]
}

export async function startLayerBucket(store: ImageStore): Promise<LayerBucket> {
  const signed = new Map<string, { place: Place; digest: string }>()
  const part = await startPart({
    action: () => 'GetObject',
    answer: (exchange) => answer(exchange, { store, signed }),
    shapeError: (code, message, status = 500) => refusal(status, code, message),
  })
  return Object.assign(part, {
    addressOf: (place: Place, digest: string) => {
      const signature = marker('layer-signature')
      signed.set(signature, { place, digest })
      return `${part.url}/${place.account}/${digest.slice('sha256:'.length)}?X-Amz-Expires=3600&X-Amz-Signature=${signature}`
    },
    signatures: () => [...signed.keys()],
  })
}

interface Shelf {
  store: ImageStore
  signed: Map<string, { place: Place; digest: string }>
}

async function answer({ url, headers }: Exchange, { store, signed }: Shelf): Promise<Reply> {
  // S3 takes one way to sign a request, and refuses two (S3 API, "Authenticating Requests").
  if (headers.authorization) return refusal(400, 'InvalidArgument', 'Only one auth mechanism allowed')
  const asked = signed.get(url.searchParams.get('X-Amz-Signature') ?? '')
  const isSame = asked && url.pathname.endsWith(asked.digest.slice('sha256:'.length))
  if (!asked || !isSame) {
    return refusal(403, 'SignatureDoesNotMatch', 'The request signature we calculated does not match.')
  }
  const blob = await store.blob(asked.place, asked.digest)
  if (!blob) return refusal(404, 'NoSuchKey', 'The specified key does not exist.')
  return { status: 200, headers: { 'content-type': 'application/octet-stream' }, body: blob }
}

const refusal = (status: number, code: string, message: string): Reply => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
})
