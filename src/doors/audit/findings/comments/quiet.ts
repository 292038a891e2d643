import type { AuditFile } from '../../../../effective/file.ts'
import type { Holder } from '../holders.ts'
import type { Ground, PlacedFinding } from '../placed.ts'
import { type IgnoreComment, ignoreCommentsIn, type Mention } from './scan.ts'
import { type Targets, targetsOf } from './targets.ts'

/** The comments of all files that keep findings quiet, and which of their words did. */
export interface Comments {
  readonly all: readonly IgnoreComment[]
  readonly misplaced: ReadonlySet<IgnoreComment>
  readonly used: ReadonlySet<Mention>
  /** Whether one of them is about the finding; that one has then been of use. */
  readonly quiet: (placed: PlacedFinding) => boolean
}

interface FileComments {
  readonly file: AuditFile
  readonly targets: Targets
}

/** @param found a kustomization may deploy a file whose name nobody would look at, and comments in it count as well. */
export function readComments(ground: Ground, found: readonly PlacedFinding[]): Comments {
  const byPath = new Map<string, FileComments>()
  const all: IgnoreComment[] = []
  const misplaced = new Set<IgnoreComment>()
  for (const path of new Set([...ground.files.paths, ...found.map(({ finding }) => finding.path)])) {
    const file = ground.files.file(path)
    if (file?.path !== path) continue
    const comments = ignoreCommentsIn(file, ground.holdersOf)
    if (comments.length === 0) continue
    const targets = targetsOf({ file, comments }, ground.places.startsOf(file))
    byPath.set(path, { file, targets })
    all.push(...comments)
    for (const one of targets.misplaced) misplaced.add(one)
  }
  const { used, use } = openUses()
  const quiet = (placed: PlacedFinding): boolean => {
    const known = byPath.get(placed.finding.path)
    if (!known) return false
    const about = commentsAbout(placed, known, ground).map((comments) => use(comments, placed.finding.rule))
    return about.includes(true)
  }
  return { all, misplaced, used, quiet }
}

/** Which words are of use. Comments of one line are looked through once, however much is found below them. */
function openUses(): {
  readonly used: ReadonlySet<Mention>
  readonly use: (comments: readonly IgnoreComment[], rule: string) => boolean
} {
  const used = new Set<Mention>()
  const open = new WeakMap<readonly IgnoreComment[], Map<string, Mention[]>>()
  const use = (comments: readonly IgnoreComment[], rule: string): boolean => {
    const known = open.get(comments) ?? Map.groupBy(mentionsOf(comments), (mention) => mention.rule)
    open.set(comments, known)
    const mentions = known.get(rule)
    // Emptied: they are of use already.
    for (const mention of mentions?.splice(0) ?? []) used.add(mention)
    return mentions !== undefined
  }
  return { used, use }
}

const mentionsOf = (comments: readonly IgnoreComment[]): readonly Mention[] =>
  comments.flatMap(({ mentions }) => mentions)

/**
 * Those on the line of a finding and above it (of a comment, those above what it is about), above each entry or item that holds it, and beside the key of the
 * innermost one, whose value may begin on a line of its own.
 */
function commentsAbout(
  { start, finding }: PlacedFinding,
  { file, targets }: FileComments,
  { holdersOf, places }: Ground,
): readonly (readonly IgnoreComment[])[] {
  const holders = holdersOf(file, start)
  const lineOfHolder = (holder: Holder) => places.lineAt(file, holder.start) - 1
  const own = finding.line - 1
  const innermost = holders.at(-1)
  const beside = new Set([own, ...(innermost ? [lineOfHolder(innermost)] : [])])
  // A comment above the first entry of a document is about that entry, and not about all of them.
  const above = new Set([own, targets.about.get(own) ?? own, ...holders.slice(1).map(lineOfHolder)])
  return [
    targets.whole,
    ...[...beside].map((line) => targets.beside.get(line) ?? []),
    ...[...above].map((line) => targets.above.get(line) ?? []),
  ]
}
