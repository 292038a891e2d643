import type { EntryVerdict } from '../../gitops/proposal.ts'
import { shortTag } from '../../names/tag.ts'
import type { PullRequestOptions } from '../../plan/config.ts'
import { type ImagePlan, isPushed } from '../../plan/image.ts'
import { configOf, type Plan } from '../../plan/plan.ts'
import { type TargetKind, targetName } from '../../plan/target.ts'
import type { Log } from '../../runner/log.ts'
import type { DeployRecord } from './record.ts'

/** Says first what this run is about to do, and why. */
export function announcePlan(plan: Plan, log: Log): void {
  for (const warning of plan.warnings) log.warning(warning)
  for (const notice of plan.notices) log.notice(notice)
  // Who asks for a dry run asks for a check of everything.
  for (const line of plan.unchecked) plan.dryRun ? log.notice(line) : log.info(line)
  for (const image of plan.images) announceImage(image, log)
  const config = configOf(plan)
  const intent = intentOf(plan)
  config ? log.info(intent) : log.notice(intent)
}

/** What the plan is about to do, in one line. */
export function intentOf(plan: Plan): string {
  const config = configOf(plan)
  const verb = config?.pullRequest ? 'Proposes a deploy to' : 'Deploys to'
  const what = config ? `${verb} ${config.remote.label}` : withoutDeploy(plan)
  return `${what}: ${plan.reason}.${plan.dryRun ? ' This is a dry run.' : ''}`
}

function withoutDeploy({ kind, images }: Plan): string {
  if (kind === 'check') return 'Builds only'
  // With build: never none of them is built.
  const [{ build, parts }] = images
  const what = parts.length > 0 ? 'Puts the image together' : 'Looks for the images'
  return `${build ? 'Builds and pushes' : what}, but does not deploy`
}

const NOUNS: Readonly<Record<TargetKind, string>> = {
  kustomize: 'overlay',
  'helm-values': 'values',
  manifest: 'manifest',
  argocd: 'application',
}

function announceImage(image: ImagePlan, log: Log): void {
  log.info(`Image ${image.name}: ${isPushed(image) ? image.repositoryUrl : image.repository}:${image.tag}`)
  for (const part of image.parts) log.info(`  of ${part}`)
  for (const target of image.targets) log.info(`  ${NOUNS[target.kind]} ${targetName(target) || '.'}`)
}

const OUTCOMES: Record<EntryVerdict['outcome'], string> = {
  write: 'changes',
  unchanged: 'has every wanted value already',
  untouched: 'stays as it is',
  superseded: 'stays as it is',
  held: 'is held',
}

/** What is to be known of the overlays, where nothing else is said of them. */
export function announceNotices({ proposal }: DeployRecord, say: (notice: string) => void): void {
  const verdicts = proposal?.verdicts.filter(({ outcome }) => outcome !== 'untouched') ?? []
  for (const notice of new Set(verdicts.flatMap(({ notices }) => notices))) say(notice)
}

/** The verdict on every overlay, and what changes. */
export function announceVerdicts(record: DeployRecord, log: Log): void {
  const { proposal, diff, note, commit } = record
  for (const { image, kind, file, key, previous, outcome, rollback, notices } of proposal?.verdicts ?? []) {
    // What is left alone, as most images of a monorepo are, is no news for an annotation.
    for (const notice of notices) outcome === 'untouched' ? log.info(notice) : log.notice(notice)
    const before = previous === undefined ? '' : ` (was ${shortTag(previous)})`
    const place = targetName({ kind, path: file, key })
    log.info(`${image} in ${place}: ${rollback ? 'is rolled back' : OUTCOMES[outcome]}${before}`)
  }
  if (diff) log.info(diff)
  if (note) log.notice(note)
  if (commit !== undefined) log.info(`Committed ${commit} to the config repository.`)
  announcePull(record, log)
}

function announcePull({ pullRequest, isProposed, plan }: DeployRecord, log: Log): void {
  if (pullRequest) log.info(`Pull request #${pullRequest.number}: ${pullRequest.url}`)
  if (isProposed) log.info(nextStep(configOf(plan)?.pullRequest))
}

/** What becomes of a pull request that is open, and what of it a person does. */
export function nextStep(options: PullRequestOptions | undefined): string {
  if (options?.draft) return 'Mark the draft ready for review, and merge it: that deploys.'
  return options?.autoMerge
    ? 'GitHub merges it as soon as everything is there that the branch demands (reviews, checks), unless a warning says otherwise: that deploys.'
    : 'Review and merge it: that deploys.'
}
