import type { FoundImage } from '../../aws/registry/registry.ts'
import type { Place, Problem, StepError } from '../../errors/errors.ts'
import type { PullRequestLink } from '../../gitops/delivery.ts'
import type { EntryVerdict, Proposal } from '../../gitops/proposal.ts'
import { isGlob } from '../../names/path.ts'
import type { ImagePlan } from '../../plan/image.ts'
import { configOf, type Plan } from '../../plan/plan.ts'
import { targetName } from '../../plan/target.ts'
import type { Said } from '../../runner/log.ts'
import type { Phase } from '../../runner/phases.ts'

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
  /** The one that proposes it, was merged with it, or decided that nothing was to be done. */
  pullRequest?: PullRequestLink
  /** It waits in the pull request. */
  isProposed?: boolean
  /** That GitHub keeps. */
  deployment?: { readonly id: number | undefined } | undefined
  /** What a deploy would be refused for, in a run that does not deploy. */
  mistakes?: readonly Problem[]
  /** What could not be checked, beside what the plan says of it. */
  unchecked?: string
  /** Whom AWS takes this run for, by ARN. */
  identities?: readonly string[]
  /** What people were warned of, and otherwise should know. */
  said?: Said
  /** How long they took. */
  phases?: readonly Phase[]
  /** Nothing was to be done, so that nothing was planned. */
  idle?: true
  error?: StepError
}

export interface ImageRecord {
  /** `released`: a version tag was put on the image of its commit; `merged`: it was put together of others; `unchanged`: it stays as it is deployed. */
  readonly how: 'built' | 'reused' | 'released' | 'merged' | 'checked' | 'unchanged'
  /** undefined for a build that was not pushed, and mostly for what stays as it is deployed. */
  readonly found: FoundImage | undefined
  /** Of an image that stays as it is deployed: the tag that all of its overlays hold, where it is one. */
  readonly deployedTag?: string | undefined
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

/** Result per target of one image, by what it is called; once the config repository was read, its globs are the paths that they stand for. */
export function overlayResults(record: DeployRecord, image: ImagePlan): ReadonlyMap<string, Result> {
  const verdicts = record.proposal?.verdicts.filter((verdict) => verdict.image === image.name)
  const found = verdicts?.map(({ overlay }) => overlay) ?? []
  // What was refused has no verdict; what a pattern stands for then, nobody knows.
  const isWhole = record.error === undefined && record.plan?.inspection === undefined
  const refused = isWhole && verdicts ? [] : image.targets
  const named = refused.filter(({ path }) => !isGlob(path) || found.length === 0).map(targetName)
  const overlays = new Set([...found, ...named])
  return new Map([...overlays].map((overlay) => [overlay, overlayResult(record, image, overlay)]))
}

/** Whether a run that does not deploy has looked at an overlay, and what it found. */
export function inspectionOf(
  record: DeployRecord,
  image: ImagePlan,
  overlay: string,
): 'mistake' | 'not checked' | undefined {
  const { plan, error, mistakes = [] } = record
  const isAsked = plan?.inspection !== undefined || (plan?.unchecked.length ?? 0) > 0
  if (error || !isAsked) return undefined
  if (!record.proposal) return 'not checked'
  const verdict = verdictOf(record, image, overlay)
  // What is wrong with one entry of a file says nothing of its others.
  const isOwn = (place: Place | undefined) =>
    place?.file === verdict?.place.file && place?.line === verdict?.place.line
  const isAt = ({ configPlace, alsoAt = [] }: Problem) => [configPlace, ...alsoAt].some(isOwn)
  return verdict && !mistakes.some(isAt) ? undefined : 'mistake'
}

function overlayResult(record: DeployRecord, image: ImagePlan, overlay: string): Result {
  const whole = undeployedResult(record)
  if (whole !== undefined) return whole
  const outcome = verdictOf(record, image, overlay)?.outcome ?? 'failed'
  if (outcome === 'write') return writtenResult(record)
  // Why an overlay has not changed is said in its notice, and is no result of its own.
  return outcome === 'untouched' ? 'unchanged' : outcome
}

function writtenResult({ commit, isProposed = false }: DeployRecord): Result {
  if (isProposed) return 'proposed'
  return commit === undefined ? 'failed' : 'deployed'
}

/** What was proposed for one image in one overlay. */
export function verdictOf(
  { proposal }: DeployRecord,
  image: ImagePlan,
  overlay: string,
): EntryVerdict | undefined {
  return proposal?.verdicts.find((verdict) => verdict.image === image.name && verdict.overlay === overlay)
}

/** The result of a run that never came to write overlays. */
function undeployedResult({ error, plan, idle }: DeployRecord): Result | undefined {
  if (idle && !error) return 'unchanged'
  if (error || !plan) return 'failed'
  if (plan.dryRun) return 'dry-run'
  if (plan.kind === 'check') return 'checked'
  return configOf(plan) ? undefined : 'built'
}

export function stepResult(record: DeployRecord): Result {
  const images = record.plan?.images ?? []
  return (
    undeployedResult(record) ??
    strongest(images.flatMap((image) => [...overlayResults(record, image).values()]))
  )
}

/** The tag to speak of: that of an image which stays as it is deployed is the deployed one. */
export function tagOf(record: DeployRecord, image: ImagePlan): string {
  const { how, deployedTag } = record.images.get(image.name) ?? {}
  if (how !== 'unchanged') return image.tag
  const verdict = record.proposal?.verdicts.find((one) => one.image === image.name)
  // The later look knows what another writer has put there since the first one.
  return verdict?.previous ?? deployedTag ?? image.tag
}
