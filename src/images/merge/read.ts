import { createHash } from 'node:crypto'
import { platformIn } from '../../aws/registry/manifest.ts'
import type { FoundImage } from '../../aws/registry/registry.ts'
import { fail } from '../../errors/errors.ts'
import { type Digest, isDigest } from '../../names/reference.ts'
import { isRecord, jsonObject } from '../../names/text.ts'
import type { Descriptor, PartImage, Texts } from './part.ts'

/** The descriptor of a manifest that stands by itself. @throws StepError where it is not what its digest says. */
export function describe({ manifest, mediaType, digest }: FoundImage): Descriptor {
  const has = `sha256:${createHash('sha256').update(manifest).digest('hex')}`
  if (has === digest) return { mediaType, digest, size: Buffer.byteLength(manifest) }
  return fail({
    code: 'ECR_FAILED',
    message: `ECR handed over a manifest whose digest is ${has}, and named it ${digest}`,
    hint: 'Run the job again; check AWS_ENDPOINT_URL_ECR on this runner if it stays.',
  })
}

/** The entries of an index: those that are images, and attestations of these. */
export interface Entries {
  readonly images: readonly Descriptor[]
  readonly attestations: readonly Descriptor[]
}

export function entriesOf(index: string): Entries {
  const { manifests } = jsonObject(index)
  const all = (Array.isArray(manifests) ? manifests : []).flatMap((entry) => descriptorIn(entry) ?? [])
  const images = all.filter((one) => subjectOf(one) === undefined)
  const digests = new Set<string>(images.map(({ digest }) => digest))
  // One that is about no image of its index says nothing of what is put together.
  const attestations = all.filter((one) => digests.has(subjectOf(one) ?? ''))
  return { images, attestations }
}

/** What an attestation is about (BuildKit, "Image attestation storage"). */
function subjectOf({ annotations = {} }: Descriptor): string | undefined {
  if (annotations['vnd.docker.reference.type'] !== 'attestation-manifest') return undefined
  return annotations['vnd.docker.reference.digest'] ?? ''
}

function descriptorIn(entry: unknown): Descriptor | undefined {
  if (!isRecord(entry)) return undefined
  const { mediaType, digest, size, annotations, artifactType } = entry
  if (typeof mediaType !== 'string' || typeof size !== 'number') return undefined
  if (typeof digest !== 'string' || !isDigest(digest)) return undefined
  return {
    mediaType,
    digest,
    size,
    ...(isRecord(annotations) ? { annotations: textsIn(annotations) } : {}),
    ...(typeof artifactType === 'string' ? { artifactType } : {}),
  }
}

/** The images that a tag stands for: itself, or those of its index. */
export function imagesIn({ manifest, digest, isIndex }: FoundImage): ReadonlySet<Digest> {
  return new Set(isIndex ? entriesOf(manifest).images.map((one) => one.digest) : [digest])
}

/** undefined: the configuration is none of an image. */
export function imageOf(
  descriptor: Descriptor,
  manifest: string,
  configuration: string | undefined,
): PartImage | undefined {
  const platform = platformIn(configuration ?? '')
  if (!platform) return undefined
  const { config } = jsonObject(configuration ?? '')
  const labels = textsIn(isRecord(config) ? config.Labels : undefined)
  return { descriptor, platform, annotations: annotationsOf(manifest), labels }
}

export const annotationsOf = (manifest: string): Texts => textsIn(jsonObject(manifest).annotations)

function textsIn(value: unknown): Texts {
  const entries = isRecord(value) ? Object.entries(value) : []
  return Object.fromEntries(entries.flatMap(([key, text]) => (typeof text === 'string' ? [[key, text]] : [])))
}
