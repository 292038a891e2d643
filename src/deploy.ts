import { checkBuild } from './build/build-image.ts'
import { type LookedUp, lookUp, obtain } from './build/obtain.ts'
import type { BuildRoom } from './build/room.ts'
import { allOrProblems } from './errors.ts'
import type { Bump } from './gitops/bump.ts'
import { unifiedDiff } from './gitops/diff.ts'
import type { Proposal } from './gitops/propose.ts'
import { type Inputs, parseInputs } from './inputs/inputs.ts'
import type { ReadInput } from './inputs/reader.ts'
import { makePlan } from './plan/make-plan.ts'
import type { CheckPlan, EngineChoice, Plan, PushPlan } from './plan/plan.ts'
import type { ConnectRegistry } from './registry/connect.ts'
import type { RegistryLogin } from './registry/registry.ts'
import { announcePlan, announceVerdicts } from './report/announce.ts'
import type { DeployRecord } from './report/record.ts'
import type { Log } from './runner/log.ts'
import type { Source } from './source/source.ts'

/** The edges that a deploy works through. */
export interface Ports {
  readonly readInput: ReadInput
  readonly readSource: (context: string) => Promise<Source>
  readonly connect: (source: Source) => ConnectRegistry
  readonly openBump: (plan: PushPlan, inputs: Inputs, source: Source) => Bump | undefined
  readonly openBuildRoom: (choice: EngineChoice, logins: readonly RegistryLogin[]) => Promise<BuildRoom>
  readonly log: Log
}

/** The story of a deploy. What has happened is kept in the record, so that a failed run can be reported too. */
export async function deploy(ports: Ports, record: DeployRecord): Promise<void> {
  const parsed = parseInputs(ports.readInput)
  const source = await ports.readSource(parsed.inputs.buildOptions.context)
  record.source = source
  const plan = makePlan(parsed, source)
  record.plan = plan
  announcePlan(plan, ports.log)
  if (plan.kind === 'check') {
    if (!plan.dryRun) await check(plan, { ...ports, record, source })
    return
  }

  const connect = ports.connect(source)
  const bump = ports.openBump(plan, parsed.inputs, source)
  // git starts first: it works in a process of its own while this one signs requests.
  const preflight = bump?.tryOut(new Map())
  const [images, proposal] = await allOrProblems([lookUp(plan.images, connect), preflight])
  if (plan.dryRun) return dryRun({ images, proposal, bump }, ports, record)

  await obtainAll(images, { ...ports, record, plan, registries: connect })
  if (bump) await commit(bump, ports, record)
}

type Step = Ports & { readonly record: DeployRecord }

async function check(plan: CheckPlan, step: Step & { readonly source: Source }): Promise<void> {
  const connect = plan.logins.length > 0 ? step.connect(step.source) : undefined
  const logins = connect ? await baseLogins(plan, connect) : []
  const room = await step.openBuildRoom(plan.engine, logins)
  for (const image of plan.images) {
    if (!image.build) continue
    const { build } = image
    const started = performance.now()
    const context = room.contextFor(image)
    await step.log.group(`Build ${image.name} with ${room.engine.name}`, () =>
      checkBuild(build, room.engine, context),
    )
    step.record.images.set(image.name, { how: 'checked', found: undefined, seconds: since(started) })
  }
}

/** Every image is obtained before anything is committed; what was pushed is reused by the next run. */
async function obtainAll(
  images: readonly LookedUp[],
  step: Step & { readonly plan: PushPlan; readonly registries: ConnectRegistry },
): Promise<void> {
  const { plan, registries, record, log } = step
  let room: Promise<BuildRoom> | undefined
  const open = async () => {
    const logins = await baseLogins(plan, registries)
    return step.openBuildRoom(plan.engine, [...logins, ...images.map(({ login }) => login)])
  }
  const openOnce = () => {
    room ??= open()
    return room
  }
  await allOrProblems(
    images.map(async (looked) => {
      const started = performance.now()
      const obtained = await obtain(looked, openOnce, log)
      record.images.set(looked.image.name, { ...obtained, seconds: since(started) })
    }),
  )
}

function baseLogins(plan: Plan, connect: ConnectRegistry): Promise<readonly RegistryLogin[]> {
  return allOrProblems(plan.logins.map((access) => connect(access).login()))
}

async function dryRun(
  found: { images: readonly LookedUp[]; proposal: Proposal | undefined; bump: Bump | undefined },
  { log }: Ports,
  record: DeployRecord,
): Promise<void> {
  const images = found.images.flatMap((one) => (one.found ? [{ ...one, found: one.found }] : []))
  for (const one of images) record.images.set(one.image.name, { how: 'reused', found: one.found, seconds: 0 })
  const proposal = await found.bump?.tryOut(knownDigests(record))
  if (!proposal) return
  record.proposal = proposal
  record.diff = unifiedDiff(proposal)
  if (images.length < found.images.length) {
    record.note = 'The image is not built yet: where the diff sets a digest, zeros stand for it.'
  }
  announceVerdicts(record, log)
}

async function commit(bump: Bump, { log }: Ports, record: DeployRecord): Promise<void> {
  const written = await bump.commit(knownDigests(record))
  record.proposal = written.proposal
  record.diff = unifiedDiff(written.proposal)
  if (written.commit !== undefined) record.commit = written.commit
  announceVerdicts(record, log)
}

function knownDigests({ images }: DeployRecord) {
  return new Map([...images].flatMap(([name, { found }]) => (found ? [[name, found.digest] as const] : [])))
}

const since = (started: number): number => (performance.now() - started) / 1000
