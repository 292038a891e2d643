import { resolve } from 'node:path'
import { replaceFile } from '../../doors/audit/disk.ts'
import { openAudit } from '../../doors/audit/open.ts'
import type { AuditRecord } from '../../doors/audit/record.ts'
import { messageOf } from '../../errors/errors.ts'
import { oneOf } from '../../inputs/fields.ts'
import { counted } from '../../report/findings/rule.ts'
import type { Asked } from '../command.ts'
import { CANNOT_RUN, DONE, type Program } from '../program.ts'
import { progressOn } from '../progress.ts'
import { refused } from '../refuse.ts'
import { explainError, runDoor } from '../step.ts'

const FORMATS = oneOf('text', 'json', 'sarif')

/** `ecr-gitops audit`, as it was asked for. */
export async function runAudit(asked: Asked, program: Program): Promise<number> {
  const { options } = asked
  const explained = options.get('explain')
  if (explained !== undefined) return (await import('./explain.ts')).explain(explained, program)
  if (options.has('list-rules')) return (await import('./explain.ts')).listRules(program)
  const format = FORMATS(options.get('format') ?? 'text')
  if ('mistake' in format) {
    return refused([`--format ${format.mistake}`], 'ecr-gitops audit', program)
  }
  const record: AuditRecord = {}
  const progress = progressOn(program.err)
  const inputs = new Map([['path', asked.operands[0] ?? ''], ...presets(options), ...options])
  const { error, report } = await runDoor(
    (step) => openAudit(step, record, progress.say),
    { ...asked, options: inputs },
    program,
  )
  progress.end()
  if (error) {
    explainError(error, program)
    return CANNOT_RUN
  }
  const baseline = options.get('write-baseline')
  if (baseline !== undefined) return writeBaseline(baseline, record, program)
  const { render } = await import('./render.ts')
  program.out.write(render(format.value, record, program))
  return report.exitCode ?? DONE
}

/** A baseline is of everything, not of a change, and nothing is mended for it. */
const presets = (options: Asked['options']): readonly (readonly [string, string])[] =>
  options.has('write-baseline')
    ? [
        ['changed-only', 'false'],
        ['fix', 'off'],
      ]
    : []

async function writeBaseline(path: string, record: AuditRecord, { cwd, err }: Program): Promise<number> {
  const { renderBaseline } = await import('../../doors/audit/findings/baseline.ts')
  const known = record.known ?? []
  try {
    replaceFile(resolve(cwd, path), renderBaseline(known))
  } catch (error) {
    err.write(`error: ${path} cannot be written: ${messageOf(error)}\n`)
    return CANNOT_RUN
  }
  err.write(
    `${counted(known.length, 'finding')} in ${path}: --baseline ${path} keeps them quiet from now on.\n`,
  )
  return DONE
}
