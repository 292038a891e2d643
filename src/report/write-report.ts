import * as core from '@actions/core'
import type { Problem } from '../errors.ts'
import { inert } from '../runner/log.ts'
import { outputsOf } from './outputs.ts'
import type { DeployRecord } from './record.ts'
import { renderSummary } from './summary.ts'

/** Outputs, summary and annotations: once, at the end, also of a failed run. */
export async function writeReport(record: DeployRecord, env: NodeJS.ProcessEnv): Promise<void> {
  for (const problem of record.error?.problems ?? []) annotate(problem)
  explainCause(record.error?.cause)
  for (const [name, value] of Object.entries(outputsOf(record))) core.setOutput(name, value)
  // Absent outside a runner; a summary is no reason to fail.
  if (env.GITHUB_STEP_SUMMARY) await core.summary.addRaw(renderSummary(record)).write()
}

function annotate(problem: Problem): void {
  const link = problem.configPlace?.url ? `\nSee ${problem.configPlace.url}` : ''
  const place = problem.checkoutPlace
  core.error(`${problem.message}\nWhat to change: ${problem.hint}${link}`, {
    title: problem.code,
    ...(place ? { file: place.file, ...(place.line === undefined ? {} : { startLine: place.line }) } : {}),
  })
}

function explainCause(cause: unknown): void {
  for (let current = cause; current instanceof Error; current = current.cause) {
    core.info(`caused by ${inert(`${current.name}: ${current.message}`.replaceAll(/\s+/g, ' '))}`)
    core.debug(current.stack ?? '')
  }
}
