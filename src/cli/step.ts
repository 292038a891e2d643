import type { OpenDoor, Step } from '../action.ts'
import type { StepError } from '../errors/errors.ts'
import { asStepError } from '../errors/unforeseen.ts'
import type { Report } from '../report/write-report.ts'
import { conceal } from '../runner/conceal.ts'
import { Environment } from '../runner/environment.ts'
import { keptLog, type Log, withoutControls } from '../runner/log.ts'
import { Secrets } from '../runner/secrets.ts'
import { Waiting } from '../runner/waiting.ts'
import { Workspace } from '../runner/workspace.ts'
import type { Asked } from './command.ts'
import type { Program } from './program.ts'

/** What came of a door that the program opened. */
export interface Ended {
  readonly error: StepError | undefined
  readonly report: Report
}

/** Opens a door with options as its inputs: what a step of a job is to an action, a run of the program is here. */
export async function runDoor(
  open: (step: Step) => OpenDoor,
  asked: Asked,
  program: Program,
): Promise<Ended> {
  const { env } = program
  const environment = new Environment(env, conceal)
  const secrets = new Secrets(() => {})
  const workspace = new Workspace(env.RUNNER_TEMP)
  const { signal } = new AbortController()
  const { log, said } = keptLog(programLog(program))
  const waiting = new Waiting({ say: log.info, hide: (text) => secrets.hide(text), signal })
  const closers: (() => unknown)[] = [() => waiting.end()]
  const atEnd: Step['atEnd'] = (close) => closers.push(close)
  const inputs = { read: (name: string) => asked.options.get(name) ?? '', prefix: '--', kind: '' }
  const door = open({ inputs, environment, secrets, log, watch: waiting.watch, signal, workspace, atEnd })
  const error = await door.work().then(() => undefined, asStepError)
  for (const close of closers) await close()
  await workspace.remove().catch((reason: unknown) => log.warning(String(reason)))
  return { error, report: door.report(error, said()) }
}

/** What people should know goes beside what they asked for; how the work goes does not concern them. */
function programLog({ err }: Program): Log {
  const say = (kind: string) => (text: string) => err.write(`${kind}: ${withoutControls(text)}\n`)
  return { info: () => {}, notice: say('notice'), warning: say('warning'), group: (_, work) => work() }
}

/** Why it could not run: each mistake, and what to change. */
export function explainError({ problems }: StepError, { err }: Program): void {
  for (const { message, hint, checkoutPlace } of problems) {
    const place = checkoutPlace ? `${checkoutPlace.file}${lineOf(checkoutPlace.line)}: ` : ''
    err.write(withoutControls(`error: ${place}${message}\n  ${hint}\n`))
  }
}

const lineOf = (line: number | undefined): string => (line === undefined ? '' : `:${line}`)
