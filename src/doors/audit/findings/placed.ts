import type { RepositoryFiles } from '../../../effective/file.ts'
import { changePlanner } from '../../../effective/fix/plan-change.ts'
import { isRefusal } from '../../../effective/fix/refusal.ts'
import type { Finding } from '../../../report/finding.ts'
import type { Fix } from '../rules/rule.ts'
import { fingerprints } from './fingerprint.ts'
import type { HoldersOf } from './holders.ts'
import type { Places } from './place.ts'
import type { RuleFound } from './run.ts'

/** A finding as reports have it, with what it takes to mend it. */
export interface PlacedFinding {
  readonly finding: Finding
  /** Offset of its place. */
  readonly start: number
  readonly fix: Fix | undefined
}

/** What it takes to say where something stands; each is worked out once. */
export interface Ground {
  readonly files: RepositoryFiles
  readonly places: Places
  readonly holdersOf: HoldersOf
}

/** Findings in the order of files and places, each with what it is known by. */
export function placeAll(
  found: readonly RuleFound[],
  { files, places, holdersOf }: Ground,
): readonly PlacedFinding[] {
  const fingerprint = fingerprints(holdersOf)
  const plan = changePlanner(files)
  // What would be refused is not promised.
  const fixableBy = (fix: Fix | undefined): Finding['fixable'] =>
    fix?.changes.every((change) => !isRefusal(plan(change))) ? fix.safety : 'no'
  return found.toSorted(byPlace).map(({ rule, severity, found: { at, message, hint, inheritedBy, fix } }) => {
    const { path } = at.source
    const known = fingerprint({ rule, at, file: files.file(path) })
    const finding = {
      rule,
      severity,
      path,
      ...places.of(at),
      message,
      hint,
      fixable: fixableBy(fix),
      inheritedBy: inheritedBy ?? [],
      fingerprint: known,
    } as const
    return { finding, start: at.start, fix }
  })
}

function byPlace(one: RuleFound, other: RuleFound): number {
  const [from, to] = [one.found, other.found]
  return (
    compare(from.at.source.path, to.at.source.path) ||
    from.at.start - to.at.start ||
    compare(one.rule, other.rule) ||
    from.at.end - to.at.end ||
    compare(from.message, to.message)
  )
}

const compare = (one: string, other: string): number => (one < other ? -1 : Number(one > other))
