import { checkAll } from './build/check.ts'
import { lookUp, obtainAll } from './build/obtain.ts'
import type { BuildRoom } from './build/room.ts'
import { allOrProblems } from './errors.ts'
import type { Bump } from './gitops/bump.ts'
import { unifiedDiff } from './gitops/diff.ts'
import type { Proposal } from './gitops/proposal.ts'
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
  // git looks at the checkout while the other inputs are parsed; it refuses a context that is no folder by itself.
  const reading = ports.readSource(ports.readInput('context').trim() || '.')
  const parsed = parseInputs(ports.readInput)
  const plan = makePlan(parsed, await reading)
  record.plan = plan
  announcePlan(plan, ports.log)
  const source = await reading
  const connect = ports.connect(source)
  if (plan.kind === 'check') return check(plan, connect, { ports, record })

  const bump = ports.openBump(plan, parsed.inputs, source)
  // git starts first: it works in a process of its own while this one signs requests.
  const preflight = bump?.preflight()
  const [images] = await allOrProblems([lookUp(plan.images, connect), preflight])
  if (plan.dryRun) {
    for (const { image, found } of images)
      if (found) record.images.set(image.name, { how: 'reused', found, seconds: 0 })
    if (bump) tell(await bump.tryOut(knownDigests(record)), { ports, record })
    return
  }

  await obtainAll(images, {
    openRoom: () => openRoom(plan, connect, { ports, own: images.map(({ login }) => login) }),
    onObtained: (image, obtained) => record.images.set(image.name, obtained),
    log: ports.log,
  })
  if (!bump) return
  const written = await bump.commit(knownDigests(record))
  if (written.commit !== undefined) record.commit = written.commit
  tell(written.proposal, { ports, record })
}

interface Step {
  readonly ports: Ports
  readonly record: DeployRecord
}

async function check(plan: CheckPlan, connect: ConnectRegistry, { ports, record }: Step): Promise<void> {
  if (plan.dryRun) return
  await checkAll(plan, {
    openRoom: () => openRoom(plan, connect, { ports, own: [] }),
    onChecked: (image, seconds) =>
      record.images.set(image.name, { how: 'checked', found: undefined, seconds }),
    log: ports.log,
  })
}

/** An engine that can push to the step's own registries and pull from those of base images. */
async function openRoom(
  { engine, logins }: Plan,
  connect: ConnectRegistry,
  { ports, own }: { readonly ports: Ports; readonly own: readonly RegistryLogin[] },
): Promise<BuildRoom> {
  const base = await allOrProblems(logins.map((access) => connect(access).login()))
  return ports.openBuildRoom(engine, [...base, ...own])
}

function tell(proposal: Proposal, { ports, record }: Step): void {
  record.proposal = proposal
  record.diff = unifiedDiff(proposal)
  if (knownDigests(record).size < (record.plan?.images.length ?? 0)) {
    record.note = 'The image is not built yet: where the diff sets a digest, zeros stand for it.'
  }
  announceVerdicts(record, ports.log)
}

function knownDigests({ images }: DeployRecord) {
  return new Map([...images].flatMap(([name, { found }]) => (found ? [[name, found.digest] as const] : [])))
}
