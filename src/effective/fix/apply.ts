import type { RepositoryFiles } from '../file.ts'
import type { Change } from '../yaml/change.ts'
import { Draft, type FixedFile } from './draft.ts'
import { changePlanner, type PlannedChange } from './plan-change.ts'
import { isRefusal } from './refusal.ts'

/** Changes that are made together, or not at all. */
export interface Changes {
  readonly changes: readonly Change[]
}

export interface Fixed<F> {
  /** Sorted by path. */
  readonly files: readonly FixedFile[]
  readonly applied: readonly F[]
  readonly refused: readonly RefusedFix<F>[]
}

/** Not made, because of a reason: what is said goes on from there. */
export interface RefusedFix<F> {
  readonly fix: F
  readonly reason: string
}

/** A proof reads whole files; nobody has so many fixes that cannot be proved. */
const MOST_PROOFS = 60

/**
 * The texts with as many of the fixes as can be made; of two that do not go together, the first. Each is a splice that
 * leaves all other bytes as they are, and is proved by reading the text again.
 */
export function applyFixes<F extends Changes>(files: RepositoryFiles, fixes: readonly F[]): Fixed<F> {
  const refused: RefusedFix<F>[] = []
  const plan = changePlanner(files)
  const planned = fixes.flatMap((fix) => {
    const changes = fix.changes.map(plan)
    const refusal = changes.find(isRefusal)
    if (refusal) refused.push({ fix, reason: refusal.reason })
    return refusal ? [] : [{ fix, changes: changes.flatMap((change) => (isRefusal(change) ? [] : change)) }]
  })
  const fitting = withoutOverlaps(planned, refused)
  const applied = proved(fitting, refused)
  return { files: Draft.of(applied).files(), applied: applied.map(({ fix }) => fix), refused }
}

interface PlannedFix<F> {
  readonly fix: F
  readonly changes: readonly PlannedChange[]
}

function withoutOverlaps<F>(
  fixes: readonly PlannedFix<F>[],
  refused: RefusedFix<F>[],
): readonly PlannedFix<F>[] {
  const draft = new Draft()
  return fixes.filter((one) => {
    if (draft.add(one.changes)) return true
    refused.push({ fix: one.fix, reason: 'another fix changes the same place; run again after that one' })
    return false
  })
}

/** Those that are proved together. Where all are not, each half is tried, on top of what is good. */
function proved<F>(fixes: readonly PlannedFix<F>[], refused: RefusedFix<F>[]): readonly PlannedFix<F>[] {
  let good: readonly PlannedFix<F>[] = []
  let left = MOST_PROOFS
  const open = [fixes]
  for (let group = open.pop(); group !== undefined; group = open.pop()) {
    left -= 1
    const paths = new Set(group.flatMap(({ changes }) => changes.map(({ path }) => path)))
    if (left >= 0 && Draft.of([...good, ...group]).isProved(paths)) good = [...good, ...group]
    else if (group.length > 1) open.push(group.slice(group.length / 2), group.slice(0, group.length / 2))
    else refused.push(...group.map(({ fix }) => ({ fix, reason: UNPROVED })))
  }
  return good
}

const UNPROVED = 'the text, read again, would not say just what is wanted'
