import type { Findings } from '../../../report/finding.ts'
import type { Settings } from '../plan/settings.ts'
import { unusedIgnore } from '../rules/comments/unused-ignore.ts'
import type { Audited, Found, Rule } from '../rules/rule.ts'
import { type Comments, readComments } from './comments/quiet.ts'
import { idleSilencers, unusedComments } from './comments/unused.ts'
import { ignoredByGlob } from './globs.ts'
import { openHolders } from './holders.ts'
import { openPlaces } from './place.ts'
import { type Ground, type PlacedFinding, placeAll } from './placed.ts'
import { isOn, type Ran, runRules } from './run.ts'

export interface FindOptions {
  /** What the rules need not tell again, by fingerprint. */
  readonly baseline?: ReadonlySet<string>
}

export interface Audit {
  readonly report: Findings
  /** The same findings as in the report, with their fixes. */
  readonly findings: readonly PlacedFinding[]
  /** What is kept quiet, and by what. */
  readonly suppressed: readonly Suppressed[]
}

export interface Suppressed {
  readonly placed: PlacedFinding
  readonly by: keyof Findings['suppressed']
}

/** Everything that the rules find in a repository, less what it says that nobody is to hear of. */
export function findAll(audited: Audited, rules: readonly Rule[], options: FindOptions = {}): Audit {
  const ground: Ground = {
    files: audited.repository.files,
    places: openPlaces(),
    holdersOf: openHolders(),
  }
  const ran = runRules(rules, audited)
  const placed = placeAll(ran.found, ground)
  const comments = readComments(ground, placed)
  const silent = new Set(placed.filter(comments.quiet))
  const unused = unusedPlaced({ comments, ran, rules }, audited, ground)
  for (const one of unused.filter(comments.quiet)) silent.add(one)
  const idle = idlePlaced(comments, audited, ground)
  const spoken = ordered([...placed, ...unused, ...idle].filter((one) => !silent.has(one)))
  const by = suppressedBy(audited.settings.ignore, options.baseline ?? new Set())
  const judged = spoken.map((one) => ({ placed: one, by: by(one) }))
  const suppressed = [
    ...[...silent].map((one) => ({ placed: one, by: 'comments' as const })),
    ...judged.flatMap(({ placed: one, by }) => (by ? [{ placed: one, by }] : [])),
  ]
  const findings = judged.filter((one) => one.by === undefined).map((one) => one.placed)
  return { report: reportOf({ findings, suppressed }, ran, audited), findings, suppressed }
}

function suppressedBy(
  globs: readonly string[],
  baseline: ReadonlySet<string>,
): (placed: PlacedFinding) => 'globs' | 'baseline' | undefined {
  const ignored = ignoredByGlob(globs)
  return ({ finding: { rule, path, fingerprint } }) => {
    if (ignored(rule, path)) return 'globs'
    return baseline.has(fingerprint) ? 'baseline' : undefined
  }
}

interface Unused {
  readonly comments: Comments
  readonly ran: Ran
  readonly rules: readonly Rule[]
}

/** Of a rule that is off, or that broke, nobody knows what it would find. */
function unusedPlaced(
  { comments, ran, rules }: Unused,
  { settings }: Audited,
  ground: Ground,
): readonly PlacedFinding[] {
  const ids = new Set([...rules.map(({ id }) => id), unusedIgnore.id])
  const finished = new Set([...ran.finished].filter((id) => id !== unusedIgnore.id))
  return placeUnused(unusedComments(comments, { ids, finished }), settings, ground)
}

/** Comments for the rule itself are judged when the other ones are. */
const idlePlaced = (comments: Comments, { settings }: Audited, ground: Ground): readonly PlacedFinding[] =>
  placeUnused(idleSilencers(comments, unusedIgnore.id), settings, ground)

function placeUnused(found: readonly Found[], settings: Settings, ground: Ground): readonly PlacedFinding[] {
  if (!isOn(unusedIgnore, settings)) return []
  const said = settings.rules.get(unusedIgnore.id)
  const severity = said === undefined || said === 'off' ? unusedIgnore.severity : said
  return placeAll(
    found.map((one) => ({ rule: unusedIgnore.id, severity, found: one })),
    ground,
  )
}

function ordered(placed: readonly PlacedFinding[]): readonly PlacedFinding[] {
  return placed.toSorted((one, other) => {
    const [from, to] = [one.finding, other.finding]
    return from.path === to.path ? one.start - other.start : from.path < to.path ? -1 : 1
  })
}

function reportOf(
  { findings, suppressed }: Pick<Audit, 'findings' | 'suppressed'>,
  { broken }: Ran,
  { repository: { files } }: Audited,
): Findings {
  const count = (by: Suppressed['by']) => suppressed.filter((one) => one.by === by).length
  return {
    findings: findings.map(({ finding }) => finding),
    suppressed: { comments: count('comments'), globs: count('globs'), baseline: count('baseline') },
    files: files.paths.length,
    skipped: files.skipped,
    broken,
  }
}
