import { closeSync, openSync } from 'node:fs'
import { devNull } from 'node:os'
import * as core from '@actions/core'
import { explained, StepError } from './errors/errors.ts'
import { asStepError } from './errors/unforeseen.ts'
import type { InputSource } from './inputs/reader.ts'
import { helpLink } from './report/help-link.ts'
import { type Report, writeReport } from './report/write-report.ts'
import { conceal } from './runner/conceal.ts'
import { Environment } from './runner/environment.ts'
import { WORKSPACE_STATE } from './runner/left-behind.ts'
import { keptLog, type Log, runnerLog, type Said } from './runner/log.ts'
import { Secrets } from './runner/secrets.ts'
import { Waiting, type Watch } from './runner/waiting.ts'
import { Workspace } from './runner/workspace.ts'

/** What a door works with while it is one step of a job, or one run of the program. */
export interface Step {
  readonly inputs: InputSource
  readonly environment: Environment
  /** What it masks is hidden in this run alone. */
  readonly secrets: Secrets
  readonly log: Log
  /** Has people hear of what takes long. */
  readonly watch: Watch
  /** Aborted when the job is cancelled. */
  readonly signal: AbortSignal
  /** Private to this step, and removed at its end. */
  readonly workspace: Workspace
  /** Has something done at the end, whatever came of the work. */
  readonly atEnd: (close: () => unknown) => void
}

/** A door that is open: `report` is asked once, whatever came of the work, and with all that people were warned of. */
export interface OpenDoor {
  work(): Promise<void>
  report(error: StepError | undefined, said: Said): Report
}

const LINGER_MS = 1_000
const SHOWN = 'Other processes of this user may be able to read the inputs and tokens of this step'

/** Runs a door as a step of a job: signals, the private folder, the report, the exit code. */
export async function runAction(open: (step: Step) => OpenDoor): Promise<void> {
  const environment = new Environment(process.env, conceal)
  const { variables } = environment
  const secrets = new Secrets(core.setSecret)
  const workspace = new Workspace(variables.RUNNER_TEMP)
  const cancel = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => cancel.abort())
  const { signal } = cancel
  const { log, said } = keptLog(runnerLog)
  const waiting = new Waiting({ say: log.info, hide: (text) => secrets.hide(text), signal })
  const closers: (() => unknown)[] = [() => waiting.end()]
  const atEnd: Step['atEnd'] = (close) => closers.push(close)
  const step = { inputs: INPUTS, environment, secrets, log, watch: waiting.watch, signal, workspace, atEnd }
  const door = open(step)
  const link = helpLink(variables)
  const error = await work(door, step).catch((thrown: unknown) => {
    const failed = signal.aborted ? cancelled(thrown) : asStepError(thrown)
    return link ? explained(failed, link) : failed
  })
  process.exitCode = error ? 1 : 0
  // What was deployed stays deployed: neither a full disk nor a file that cannot be removed turns it red.
  const warn = (reason: unknown) => log.warning(String(reason))
  // One after the other, because a run that is out of open files may have none for all of it.
  for (const close of closers) await close()
  await workspace.remove().catch(warn)
  await (async () => {
    const report = door.report(error, said())
    process.exitCode = report.exitCode ?? process.exitCode
    await writeReport(report, variables)
  })().catch(warn)
  // Something may still wait for an answer that nobody needs any more, as a source of credentials that hangs; but the
  // log may be read slowly, and what stands at its end is why the run failed.
  process.stdout.write('', () => setTimeout(() => process.exit(), LINGER_MS).unref())
}

async function work(door: OpenDoor, { environment, workspace, log, atEnd }: Step): Promise<undefined> {
  // Held for the end: a run that is out of open files could remove nothing and report nothing.
  const spare = openSync(devNull, 'r')
  atEnd(() => closeSync(spare))
  // Without it the post step would not know what to remove.
  core.saveState(WORKSPACE_STATE, workspace.path)
  // Before anything is started that could look. What the inputs name besides follows when they are read.
  const shown = environment.confine([])
  if (shown) log.info(`${SHOWN} (${shown}).`)
  await door.work()
}

const INPUTS: InputSource = {
  read: (name) => core.getInput(name, { trimWhitespace: false }),
  prefix: '',
  kind: 'the input ',
}

/** Reads inputs as they are; what may be secret in one is masked before anything else sees it. */
export function inputReader(
  { inputs, secrets }: Pick<Step, 'inputs' | 'secrets'>,
  secretsIn: (name: string, value: string) => readonly string[],
) {
  return (name: string): string => {
    const value = inputs.read(name)
    for (const secret of secretsIn(name, value)) secrets.mask(secret)
    return value
  }
}

function cancelled(cause: unknown): StepError {
  const hint =
    'Run the job again: images that were pushed are reused, and a commit is made whole or not at all.'
  return new StepError([{ code: 'CANCELLED', message: 'the run was cancelled', hint }], cause)
}
