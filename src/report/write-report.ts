import * as core from '@actions/core'
import type { Problem, StepError } from '../errors/errors.ts'
import { inert, withoutControls } from '../runner/log.ts'

/** What a door has to say at its end. */
export interface Report {
  readonly error: StepError | undefined
  readonly outputs: Readonly<Record<string, string>>
  /** Markdown of the job summary. */
  readonly summary: string
  /** Workflow commands, and lines between them, that are written as they are. */
  readonly annotations?: readonly string[]
  /** Where it is not 1 for an error and 0 otherwise. */
  readonly exitCode?: number
}

/** Outputs, summary and annotations: once, at the end, also of a failed run. */
export async function writeReport(report: Report, env: NodeJS.ProcessEnv): Promise<void> {
  for (const problem of report.error?.problems ?? []) annotate(problem)
  explainCause(report.error?.cause)
  for (const line of report.annotations ?? []) core.info(line)
  for (const [name, value] of Object.entries(report.outputs)) core.setOutput(name, value)
  // Absent outside a runner; a summary is no reason to fail.
  if (env.GITHUB_STEP_SUMMARY) await core.summary.addRaw(report.summary).write()
}

/** The runner cuts longer messages, in the log as well (actions/runner, ExecutionContext), and the hint stands last. */
const MESSAGE_LENGTH = 4096
/** How much of a long message is its beginning; the rest is its end, as of the log of a step. */
const HEAD_LENGTH = 1000

function annotate(problem: Problem): void {
  const link = problem.configPlace?.url ? `\nSee ${problem.configPlace.url}` : ''
  const help = problem.help ? `\nMore: ${problem.help}` : ''
  const change = `\nWhat to change: ${problem.hint}${link}${help}`
  const place = problem.checkoutPlace
  const text = `${abridged(problem.message, MESSAGE_LENGTH - change.length)}${change}`
  core.error(withoutControls(text), {
    title: problem.code,
    ...(place ? { file: place.file, ...(place.line === undefined ? {} : { startLine: place.line }) } : {}),
  })
}

function abridged(message: string, length: number): string {
  if (message.length <= length) return message
  const gap = '\n[...]\n'
  return `${message.slice(0, HEAD_LENGTH)}${gap}${message.slice(HEAD_LENGTH + gap.length - length)}`
}

function explainCause(cause: unknown): void {
  for (let current = cause; current instanceof Error; current = current.cause) {
    const cause = `${current.name}: ${current.message}`.replaceAll(/\s+/g, ' ')
    core.info(`caused by ${inert(withoutControls(cause))}`)
    core.debug(current.stack ?? '')
  }
}
