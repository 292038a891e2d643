import type { RepositoryFiles } from '../../../effective/file.ts'
import { applyFixes } from '../../../effective/fix/apply.ts'
import { changePlanner } from '../../../effective/fix/plan-change.ts'
import { isRefusal } from '../../../effective/fix/refusal.ts'
import type { ReportedFix } from '../../../report/findings/sarif-result.ts'
import type { Fix } from '../rules/rule.ts'
import { openPlaces, type Places } from './place.ts'
import type { PlacedFinding } from './placed.ts'

/** The fixes that are proved, by fingerprint, as changes of text at their places. */
export function reportedFixes(
  found: readonly PlacedFinding[],
  files: RepositoryFiles,
): ReadonlyMap<string, ReportedFix> {
  const places = openPlaces()
  const wanted = found.flatMap(({ finding, fix }) => (fix ? [{ finding, fix, changes: fix.changes }] : []))
  const { applied } = applyFixes(files, wanted)
  const plan = changePlanner(files)
  return new Map(
    applied.flatMap(({ finding, fix }) => {
      const edits = editsOf(fix, plan, places)
      return edits.length > 0 ? [[finding.fingerprint, { title: fix.title, edits }] as const] : []
    }),
  )
}

/** A file that was not there has no place to change. */
function editsOf(
  { changes }: Fix,
  plan: ReturnType<typeof changePlanner>,
  places: Places,
): ReportedFix['edits'] {
  const planned = changes.map(plan)
  if (planned.some((one) => isRefusal(one) || one.file === undefined)) return []
  return planned.flatMap((one) => {
    if (isRefusal(one) || one.file === undefined) return []
    const { start, end, text } = one.splice
    return [{ path: one.path, ...places.exactly({ source: one.file, start, end }), text }]
  })
}
