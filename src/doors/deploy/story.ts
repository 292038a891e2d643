import type { ConnectRegistry } from '../../aws/registry/connect-registries.ts'
import { allOrProblems } from '../../errors/together.ts'
import type { Delivered } from '../../gitops/delivery.ts'
import { hasStandIn, type Proposal } from '../../gitops/proposal.ts'
import { checkAll, rehearse } from '../../images/check.ts'
import type { Decision } from '../../images/decide.ts'
import { obtainAll } from '../../images/obtain.ts'
import type { CheckPlan, Plan, PushPlan } from '../../plan/plan.ts'
import type { Source } from '../../source/source.ts'
import { announceNotices, announcePlan, announceVerdicts } from './announce.ts'
import { decide } from './decide.ts'
import { engineOpener } from './engine.ts'
import { tracked } from './github-deployment/track.ts'
import { ingredientsOf, type ParsedInputs } from './inputs.ts'
import { besideInspection, keepIn, type Quiet } from './inspect.ts'
import { isLoneMerge, nothingNew, ownCommits } from './plan/delivery/own-commits.ts'
import { makePlan } from './plan/make-plan.ts'
import type { Ports } from './ports.ts'
import { readInputs } from './read-inputs.ts'
import type { DeployRecord } from './record.ts'

interface Run {
  readonly ports: Ports
  readonly record: DeployRecord
  readonly source: Source
}

interface BuildingRun extends Run {
  readonly quiet: Quiet
}

/** The story of a deploy. What has happened is kept in the record, so that a failed run can be reported too. */
export async function deploy(ports: Ports, record: DeployRecord): Promise<void> {
  const parsed = await readInputs(ports)
  const { inputs } = parsed
  ports.confine(inputs.images.flatMap(({ build }) => build.secretEnvs.map(({ variable }) => variable)))
  const source = await ports.readSource(ingredientsOf(inputs))
  const plan = makePlan(parsed, source, ports.log.warning)
  const nothing = await onlyOwnCommits(plan, parsed, { ports, source })
  if (nothing) {
    record.idle = true
    return ports.log.notice(nothing)
  }
  record.plan = plan
  announcePlan(plan, ports.log)
  const connect = ports.connect(plan, source)
  const run = { ports, record, source }
  const work = (quiet: Quiet) =>
    plan.kind === 'check' ? check(plan, connect, { ...run, quiet }) : push(plan, connect, { ...run, quiet })
  try {
    await besideInspection(plan, work, run)
  } catch (error) {
    announceNotices(record, ports.log.notice)
    throw error
  }
  if (!plan.inspection || !record.proposal) return
  if (plan.dryRun) await report(record.proposal, run)
  else announceNotices(record, ports.log.info)
}

/** Why there is nothing to do after a push to the repository that the step itself commits to. */
async function onlyOwnCommits(
  plan: Plan,
  { inputs }: ParsedInputs,
  { ports, source }: Pick<Run, 'ports' | 'source'>,
): Promise<string | undefined> {
  if (plan.kind !== 'push' || !plan.config) return undefined
  const { repository } = inputs.config
  const merged = isLoneMerge(repository, source)
    ? await (await ports.openHistory(plan, source)).merged(source.sha)
    : undefined
  const brought = merged === undefined ? source.brought : [merged, ...source.brought]
  const own = ownCommits(repository, { ...source, brought })
  return own ? nothingNew(own, await ports.openHistory(plan, source), plan.images) : undefined
}

async function push(plan: PushPlan, connect: ConnectRegistry, run: BuildingRun): Promise<void> {
  const { ports, record, source, quiet } = run
  const platformsOf = (name: string) => record.images.get(name)?.found?.platforms ?? []
  const bump = await ports.openBump(plan, { source, connect, platformsOf, onProposal: keepIn(record) })
  const { log, phases } = ports
  const engine = ports.engineOf(plan)
  const decisions = await decide(plan, { connect, bump, engine, phases })
  for (const decision of decisions) note(decision, record)
  const own = decisions.map(({ login }) => login)
  const openEngine = engineOpener(plan, { engine, connect, phases, quiet, own })
  const building = { openEngine, log, phases }
  if (plan.dryRun) {
    const tried = bump && phases.during('config repository', () => bump.tryOut(knownDigests(record)))
    const [proposal] = await allOrProblems([tried, rehearse(decisions, building)])
    return proposal && report(proposal, run)
  }
  const { values, failure } = await obtainAll(decisions, plan, building)
  for (const { name, ...obtained } of values) record.images.set(name, obtained)
  if (failure) throw failure
  if (!bump) return
  const tracker = plan.githubDeployment && (await ports.openDeployment(plan.githubDeployment))
  record.deployment = tracker
  const commit = () => bump.commit(knownDigests(record))
  const delivered = await phases.during('commit', () => tracked(tracker, record.proposal, commit))
  keepDelivered(delivered, record)
  await report(delivered.proposal, run)
}

/** The head of a branch that only proposes is no commit that anything is deployed from. */
function keepDelivered(delivered: Delivered, record: DeployRecord): void {
  if (delivered.kind === 'pushed') record.commit = delivered.commit
  if (delivered.kind === 'proposed') record.isProposed = true
  if (delivered.pullRequest) record.pullRequest = delivered.pullRequest
}

async function check(
  plan: CheckPlan,
  connect: ConnectRegistry,
  { ports, record, quiet }: BuildingRun,
): Promise<void> {
  const { log, phases } = ports
  const engine = ports.engineOf(plan)
  const openEngine = engineOpener(plan, { engine, connect, phases, quiet })
  const { values, failure } = await checkAll(plan, { openEngine, log, phases })
  for (const { name, seconds } of values)
    record.images.set(name, { how: 'checked', found: undefined, seconds })
  if (failure) throw failure
}

/** What is known of an image before anything is built. */
function note(decision: Decision, { images }: DeployRecord): void {
  const { image, how, found } = decision
  if (how === 'reused') images.set(image.name, { how, found, seconds: 0 })
  if (how === 'unchanged') {
    images.set(image.name, { how, found, deployedTag: decision.deployedTag, seconds: 0 })
  }
}

function knownDigests({ images }: DeployRecord) {
  return new Map([...images].flatMap(([name, { found }]) => (found ? [[name, found.digest] as const] : [])))
}

async function report(proposal: Proposal, { ports, record }: Run): Promise<void> {
  record.proposal = proposal
  record.diff = (await ports.loadDiff())(proposal)
  if (hasStandIn(proposal)) {
    record.note = 'What is not built yet has no digest: zeros stand for it in the diff.'
  }
  announceVerdicts(record, ports.log)
}
