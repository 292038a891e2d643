import type { DeployError } from '../errors.ts'
import type { Proposal } from '../gitops/propose.ts'
import type { ImagePlan, Plan } from '../plan/plan.ts'
import type { FoundImage } from '../registry/registry.ts'

/** What has happened so far; a failed run is reported from what it got to. */
export interface DeployRecord {
  plan?: Plan
  readonly images: Map<string, ImageRecord>
  /** The one that was written, or that a dry run would write. */
  proposal?: Proposal
  /** What the proposal changes, as `git diff` shows it. */
  diff?: string
  /** What the reader of the diff must know. */
  note?: string
  commit?: string
  error?: DeployError
}

export interface ImageRecord {
  readonly how: 'built' | 'reused' | 'checked'
  /** undefined for a build that was not pushed. */
  readonly found: FoundImage | undefined
  readonly seconds: number
}

/** In the order in which they decide the result of the step. */
export const RESULTS = [
  'failed',
  'deployed',
  'proposed',
  'held',
  'superseded',
  'built',
  'checked',
  'dry-run',
  'unchanged',
] as const

export type Result = (typeof RESULTS)[number]

export function strongest(results: readonly Result[]): Result {
  return RESULTS.find((result) => results.includes(result)) ?? 'unchanged'
}

/** Result per overlay of one image; without overlays, the result of the image stands under none. */
export function overlayResults(record: DeployRecord, image: ImagePlan): ReadonlyMap<string, Result> {
  return new Map(image.overlays.map((overlay) => [overlay, overlayResult(record, image, overlay)]))
}

function overlayResult(record: DeployRecord, image: ImagePlan, overlay: string): Result {
  const whole = undeployedResult(record)
  if (whole !== undefined) return whole
  const target = record.proposal?.targets.find(
    (candidate) => candidate.image === image.name && candidate.overlay === overlay,
  )
  if (target?.outcome === 'write') return record.commit === undefined ? 'failed' : 'deployed'
  return target?.outcome ?? 'failed'
}

/** The result of a run that never came to write overlays. */
function undeployedResult({ error, plan }: DeployRecord): Result | undefined {
  if (error || !plan) return 'failed'
  if (plan.dryRun) return 'dry-run'
  if (plan.kind === 'check') return 'checked'
  return plan.config ? undefined : 'built'
}

export function imageResult(record: DeployRecord, image: ImagePlan): Result {
  return undeployedResult(record) ?? strongest([...overlayResults(record, image).values()])
}

export function stepResult(record: DeployRecord): Result {
  return (
    undeployedResult(record) ??
    strongest((record.plan?.images ?? []).map((image) => imageResult(record, image)))
  )
}
