import { inputReader, type OpenDoor, type Step } from '../../action.ts'
import { renderAnnotations } from '../../report/findings/annotations.ts'
import { renderTerminal } from '../../report/terminal/findings.ts'
import { inert } from '../../runner/log.ts'
import { packageVersion } from '../../runner/package/version.ts'
import { deliver } from './deliver.ts'
import { readText, writeText } from './disk.ts'
import { locate } from './locate.ts'
import { outputsOf } from './outputs.ts'
import type { Ports } from './ports.ts'
import { type AuditRecord, exitCodeOf } from './record.ts'
import { renderSummary } from './summary.ts'
import { keepYoungMemorySmall } from './young-memory.ts'

/** The audit door over the real edges. */
export function openAudit(step: Step, record: AuditRecord = {}, progress = step.log.info): OpenDoor {
  return {
    work: async () => {
      keepYoungMemorySmall()
      const { audit } = await import('./story.ts')
      await audit({ ...(await portsOf(step)), progress }, record)
    },
    report: (error) => {
      if (error) record.error = error
      return {
        error,
        outputs: outputsOf(record),
        summary: renderSummary(record, step.environment.variables),
        annotations: annotationsOf(record),
        exitCode: exitCodeOf(record),
      }
    },
  }
}

/** Everything, folded, because GitHub shows no more than some; and those as annotations. */
function annotationsOf({ findings, rules = [], change, place, written }: AuditRecord): readonly string[] {
  if (!findings) return []
  const pathOf = (path: string) => place?.shown(path) ?? path
  const shown = {
    ...findings,
    findings: findings.findings.map((one) => ({ ...one, path: pathOf(one.path) })),
  }
  const changed = change && 'changed' in change ? [...change.changed].map(pathOf) : []
  const everything = ['in the job summary', ...Object.values(written ?? {})].join(', and in ')
  const text = renderTerminal(shown, { colours: false, columns: LOG_COLUMNS })
    .trimEnd()
    .split('\n')
    .map(inert)
  return [
    ...(shown.findings.length > 0 ? ['::group::What was found', ...text, '::endgroup::'] : text),
    ...renderAnnotations(shown, { changed: new Set(changed), rules, everything }),
  ]
}

/** What the log of a job shows without a bar to move it. */
const LOG_COLUMNS = 120

async function portsOf(step: Step): Promise<Omit<Ports, 'progress'>> {
  const { environment, log, inputs } = step
  const cwd = process.cwd()
  const { readFiles, readBase, lookUp, openCharts } = await import('./edges.ts')
  return {
    inputs: { ...inputs, read: inputReader(step, secretsIn) },
    env: environment.variables,
    version: packageVersion(),
    locate: (path) => locate(path, cwd),
    readFiles,
    readBase: (place, plan) => readBase(place, plan, step),
    readText: (file, place) => readText(file, place, cwd),
    writeText: (file, text, place) => writeText(file, text, { place, cwd }),
    renderCharts: await openCharts(step),
    lookUp: (images, roles) => lookUp(images, roles, step),
    deliver: deliver(step, cwd),
    log,
  }
}

const secretsIn = (name: string, value: string): readonly string[] => (name === 'github-token' ? [value] : [])
