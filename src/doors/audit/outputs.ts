import { countsOf } from '../../report/findings/rule.ts'
import type { AuditRecord } from './record.ts'

/** The outputs of audit/action.yml, in its order; a test holds the two lists equal. */
export const OUTPUT_NAMES = [
  'errors',
  'warnings',
  'notices',
  'files',
  'fixed-files',
  'sarif',
  'json',
  'junit',
] as const

export type Outputs = Record<(typeof OUTPUT_NAMES)[number], string>

export function outputsOf({ findings, fixed, written, place }: AuditRecord): Outputs {
  const counts = findings && countsOf(findings)
  const count = (number: number | undefined): string => (number === undefined ? '' : String(number))
  const paths = (files: Iterable<string>) => [...new Set(files)].map((path) => place?.shown(path) ?? path)
  return {
    errors: count(counts?.error),
    warnings: count(counts?.warning),
    notices: count(counts?.notice),
    files: paths((findings?.findings ?? []).map(({ path }) => path)).join('\n'),
    'fixed-files': paths(fixed?.files ?? []).join('\n'),
    sarif: written?.sarif ?? '',
    json: written?.json ?? '',
    junit: written?.junit ?? '',
  }
}
