import { allOrProblems } from '../../errors/together.ts'
import { asStepError } from '../../errors/unforeseen.ts'
import type { Bump } from '../../gitops/bump.ts'
import type { Proposal } from '../../gitops/proposal.ts'
import type { Inspection, Plan } from '../../plan/plan.ts'
import type { Log } from '../../runner/log.ts'
import type { Phases } from '../../runner/phases.ts'
import type { Source } from '../../source/source.ts'
import { wouldFail } from './plan/inspection.ts'
import type { DeployRecord } from './record.ts'

export interface LookOptions {
  readonly source: Source
  readonly onProposal: (proposal: Proposal) => void
}

/** What the overlays of a run come to is known to its report, also where something is wrong with it. */
export const keepIn =
  (record: DeployRecord) =>
  (proposal: Proposal): void => {
    record.proposal = proposal
  }

/** Opens what can only look, and stops at the signal. */
export type OpenInspection = (
  inspection: Inspection,
  options: LookOptions & { readonly signal: AbortSignal },
) => Promise<Looking>

interface Looking extends Pick<Bump, 'preflight'> {
  /** Ends when nothing is asked of the server any more. */
  readonly read: Promise<void>
}

/** Ends when images may be built: while git has its key in a file, none is. */
export type Quiet = () => Promise<void>

interface InspectPorts {
  readonly openInspection: OpenInspection
  readonly log: Log
  readonly phases: Phases
}

interface InspectOptions {
  readonly ports: InspectPorts
  readonly record: DeployRecord
  readonly source: Source
}

/** How long a build that is over waits for a config repository that does not answer. */
const LATE_MS = 10_000

const TOO_LATE = 'The overlays are not checked: the config repository could not be read in time.'

/**
 * Looks at the overlays of a run that does not deploy, beside all that it does otherwise. What a deploy would be refused
 * for fails a dry run, together with what else is wrong; any other run says it, and waits for it a moment at most.
 */
export async function besideInspection(
  { inspection, dryRun }: Plan,
  work: (quiet: Quiet) => Promise<void>,
  options: InspectOptions,
): Promise<void> {
  if (!inspection) return work(atOnce)
  const late = new AbortController()
  const opening = open(inspection, late.signal, options)
  const inspecting = options.ports.phases.during('config repository', async () => {
    await (await opening).preflight()
  })
  // Nothing is built in a dry run.
  if (dryRun) {
    await allOrProblems([work(atOnce), inspecting])
    return
  }
  const within = async (waited: Promise<unknown>) => {
    const timer = setTimeout(() => late.abort(), LATE_MS)
    await waited
    clearTimeout(timer)
  }
  const looked = inspecting.catch((error: unknown) => report(error, late.signal, options))
  const keyIsGone = () => within(opening.then(({ read }) => read).catch(() => undefined))
  try {
    await work(inspection.config.credential.kind === 'ssh' ? keyIsGone : atOnce)
  } finally {
    await within(looked)
  }
}

const atOnce: Quiet = async () => {}

function open(
  inspection: Inspection,
  signal: AbortSignal,
  { ports, source, record }: InspectOptions,
): Promise<Looking> {
  return ports.openInspection(inspection, { source, signal, onProposal: keepIn(record) })
}

/** A mistake that this run is not refused for. */
function report(error: unknown, late: AbortSignal, { ports: { log }, record }: InspectOptions): void {
  if (late.aborted) {
    record.unchecked = TOO_LATE
    log.info(TOO_LATE)
    return
  }
  record.mistakes = asStepError(error).problems
  for (const problem of record.mistakes) log.warning(wouldFail(problem))
}
