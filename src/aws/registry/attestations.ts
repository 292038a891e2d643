import { jsonObject } from '../../names/text.ts'
import type { FoundImage } from './registry.ts'

/** Whether an index holds attestations of its images (BuildKit, docs/attestations/attestation-storage.md). */
export function isAttested({ manifest }: Pick<FoundImage, 'manifest'>): boolean {
  const { manifests } = jsonObject(manifest)
  if (!Array.isArray(manifests)) return false
  return manifests.some((entry: IndexEntry | null) => {
    const { [REFERENCE_TYPE]: type } = entry?.annotations ?? {}
    return type === 'attestation-manifest'
  })
}

const REFERENCE_TYPE = 'vnd.docker.reference.type'

/** Nothing in it is sure to be what the specification says: others have pushed it. */
interface IndexEntry {
  readonly annotations?: Readonly<Record<string, unknown>> | null
}
