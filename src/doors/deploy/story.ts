import type { ConnectRegistry } from '../../aws/registry/connect-registries.ts'
import type { RegistryLogin } from '../../aws/registry/registry.ts'
import { allOrProblems, asStepError, StepError, withoutEchoes } from '../../errors/errors.ts'
import type { Bump, Unchanged } from '../../gitops/bump.ts'
import { hasStandIn, type Proposal } from '../../gitops/proposal.ts'
import { checkAll, rehearse } from '../../images/check.ts'
import { type Decision, decideOrExplain } from '../../images/decide.ts'
import { lookUp, mayBeBuilt } from '../../images/look-up.ts'
import { obtainAll } from '../../images/obtain.ts'
import type { EngineOfRun } from '../../images/open-engine.ts'
import type { ReadYaml } from '../../inputs/image-list.ts'
import type { ReadInput } from '../../inputs/reader.ts'
import type { CheckPlan, Plan, PushPlan } from '../../plan/plan.ts'
import { unifiedDiff } from '../../report/diff.ts'
import type { Log } from '../../runner/log.ts'
import type { Phases } from '../../runner/phases.ts'
import type { Asked, Ground, Ingredients, Source } from '../../source/source.ts'
import { announceNotices, announcePlan, announceVerdicts } from './announce.ts'
import { holdsYaml, ingredientsOf, type ParsedInputs, parseInputs } from './inputs.ts'
import { besideInspection, type LookOptions, type OpenInspection, type Quiet } from './inspect.ts'
import { settlePaths } from './plan/build/outside.ts'
import { buildPaths } from './plan/build/paths.ts'
import { makePlan } from './plan/make-plan.ts'
import type { DeployRecord } from './record.ts'

type Engine = Pick<EngineOfRun, 'ask' | 'open'>

interface BumpingOptions extends LookOptions {
  readonly connect: ConnectRegistry
}

/** The edges that a deploy works through. */
export interface Ports {
  readonly readInput: ReadInput
  /** Asked for where an input that is YAML has a text. */
  readonly loadYaml: () => Promise<ReadYaml>
  /** Keeps variables that hold secrets from all child processes but the engine. */
  readonly confine: (variables: readonly string[]) => unknown
  /** Follows links, and reads nothing else. */
  readonly readGround: (asked: Asked) => Ground
  readonly readSource: (images: readonly Ingredients[]) => Promise<Source>
  readonly connect: (plan: Plan, source: Source) => ConnectRegistry
  readonly openBump: (plan: PushPlan, options: BumpingOptions) => Promise<Bump | undefined>
  readonly openInspection: OpenInspection
  readonly engineOf: (plan: Plan) => Engine
  readonly log: Log
  readonly phases: Phases
}

/** The story of a deploy. What has happened is kept in the record, so that a failed run can be reported too. */
export async function deploy(ports: Ports, record: DeployRecord): Promise<void> {
  const parsed = settle(await readInputs(ports), ports)
  const { inputs } = parsed
  ports.confine(inputs.images.flatMap(({ build }) => build.secretEnvs.map(({ variable }) => variable)))
  const source = await ports.readSource(ingredientsOf(inputs))
  const plan = makePlan(parsed, source, ports.log.warning)
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
  if (plan.dryRun) report(record.proposal, run)
  else announceNotices(record, ports.log.info)
}

async function push(plan: PushPlan, connect: ConnectRegistry, run: BuildingRun): Promise<void> {
  const { ports, record, source } = run
  const onProposal = (proposal: Proposal) => {
    record.proposal = proposal
  }
  const bump = await ports.openBump(plan, { source, connect, onProposal })
  const { log, phases } = ports
  const engine = ports.engineOf(plan)
  const decisions = await decide(plan, { connect, bump, engine, phases })
  for (const decision of decisions) note(decision, record)
  const own = decisions.map(({ login }) => login)
  const openEngine = openedWhen(run.quiet, () =>
    phases.during('engine', () => engine.open(logIn(plan, connect, own))),
  )
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
  const delivered = await phases.during('commit', () => bump.commit(knownDigests(record)))
  if (delivered.kind === 'pushed') record.commit = delivered.commit
  report(delivered.proposal, run)
}

async function readInputs({ readInput, loadYaml }: Ports): Promise<ParsedInputs> {
  const readYaml = holdsYaml(readInput) ? await loadYaml() : noYaml
  return parseInputs(readInput, readYaml)
}

function noYaml(): never {
  throw new Error('every input that is YAML is empty')
}

/** Before git or an engine looks at a folder, it is known to be one that this run may read. */
function settle(given: ParsedInputs, { readGround }: Ports): ParsedInputs {
  const { engine } = given.inputs
  const paths = buildPaths(given.inputs).map(({ path }) => path)
  const ground = readGround({ paths, trusted: engine.trustedPaths })
  return settlePaths(given, ground)
}

/** What is known of an image before anything is built. */
function note(decision: Decision, { images }: DeployRecord): void {
  const { image, how, found } = decision
  if (how === 'reused') images.set(image.name, { how, found, seconds: 0 })
  if (how === 'unchanged') {
    images.set(image.name, { how, found, deployedTag: decision.deployedTag, seconds: 0 })
  }
}

interface Sides {
  readonly connect: ConnectRegistry
  readonly bump: Bump | undefined
  readonly engine: Engine
  readonly phases: Phases
}

/** The registries are asked while the config repository is read; what is wrong with either is reported together. */
async function decide(
  plan: PushPlan,
  { connect, bump, engine, phases }: Sides,
): Promise<readonly Decision[]> {
  // git starts first: it works in a process of its own while this one signs requests.
  const preflight = bump
    ? phases.during('config repository', () => bump.preflight())
    : Promise.resolve(none())
  const decided = lookUp(plan.images, connect, phases).then(async (images) => {
    if (images.some(mayBeBuilt)) engine.ask()
    const unchanged = await preflight.catch(none)
    return decideOrExplain(images, { createRepository: plan.createRepository, unchanged })
  })
  const [decisions] = await allOrProblems([unexplained(decided, preflight), preflight])
  return decisions
}

/** An overlay that names another registry says why this one has not what is looked for. */
function unexplained<T>(decided: Promise<readonly T[]>, preflight: Promise<unknown>): Promise<readonly T[]> {
  return decided.catch(async (error: unknown) => {
    if (!(error instanceof StepError)) throw error
    const shown = await preflight.then(
      () => [],
      (cause: unknown) => asStepError(cause).problems,
    )
    const [first, ...rest] = withoutEchoes(error.problems, shown)
    if (!first) return []
    throw rest.length + 1 === error.problems.length ? error : new StepError([first, ...rest], error.cause)
  })
}

const none = (): Unchanged => new Map()

interface Run {
  readonly ports: Ports
  readonly record: DeployRecord
  readonly source: Source
}

interface BuildingRun extends Run {
  readonly quiet: Quiet
}

/** The engine of a build that may begin. */
const openedWhen =
  <T>(quiet: Quiet, open: () => Promise<T>) =>
  async (): Promise<T> => {
    const [opened] = await allOrProblems([open(), quiet()])
    return opened
  }

async function check(plan: CheckPlan, connect: ConnectRegistry, run: BuildingRun): Promise<void> {
  const { ports, record } = run
  const { log, phases } = ports
  const engine = ports.engineOf(plan)
  const openEngine = openedWhen(run.quiet, () =>
    phases.during('engine', () => engine.open(logIn(plan, connect))),
  )
  const { values, failure } = await checkAll(plan, { openEngine, log, phases })
  for (const { name, seconds } of values)
    record.images.set(name, { how: 'checked', found: undefined, seconds })
  if (failure) throw failure
}

/** For an engine that can push to the step's own registries and pull from those of base images. */
async function logIn(
  { logins }: Plan,
  connect: ConnectRegistry,
  own: readonly RegistryLogin[] = [],
): Promise<readonly RegistryLogin[]> {
  const base = await allOrProblems(logins.map((access) => connect(access).login()))
  return [...base, ...own]
}

function report(proposal: Proposal, { ports, record }: Run): void {
  record.proposal = proposal
  record.diff = unifiedDiff(proposal)
  if (hasStandIn(proposal)) {
    record.note = 'What is not built yet has no digest: zeros stand for it in the diff.'
  }
  announceVerdicts(record, ports.log)
}

function knownDigests({ images }: DeployRecord) {
  return new Map([...images].flatMap(([name, { found }]) => (found ? [[name, found.digest] as const] : [])))
}
