import { parentOf } from '../../../names/path.ts'
import { type Findings, SEVERITIES, type Severity } from '../../../report/finding.ts'
import type { Settings } from '../plan/settings.ts'
import type { Audited, Found, Rule } from '../rules/rule.ts'

/** Something that a rule found, with the severity that it has here. */
export interface RuleFound {
  readonly rule: string
  readonly severity: Severity
  readonly found: Found
}

export interface Ran {
  readonly found: readonly RuleFound[]
  readonly broken: Findings['broken']
  /** Ids of the rules that have looked at everything. */
  readonly finished: ReadonlySet<string>
}

/** Runs the rules that are on. One that throws costs no other one anything, nor what it has found before. */
export function runRules(rules: readonly Rule[], audited: Audited): Ran {
  const found: RuleFound[] = []
  const broken: Findings['broken'][number][] = []
  const finished = new Set<string>()
  for (const rule of rules) {
    if (!isOn(rule, audited.settings, audited.registry !== undefined)) continue
    const severityOf = severityHere(rule, audited.settings)
    try {
      for (const one of rule.check(audited)) {
        found.push({ rule: rule.id, severity: severityOf(one), found: one })
      }
      finished.add(rule.id)
    } catch (error) {
      broken.push({ rule: rule.id, ...failureOf(error) })
    }
  }
  return { found: merged(found), broken, finished }
}

/** Whether a rule is asked for, and has what it needs to say anything; `asksAws`: ECR was asked for the images. */
export function isOn({ id, off, needs }: Rule, settings: Settings, asksAws = false): boolean {
  const said = settings.rules.get(id)
  if (said === 'off' || (off && said === undefined)) return false
  return needs === undefined || (needs === 'aws' ? asksAws : IS_GIVEN[needs](settings))
}

const IS_GIVEN: Readonly<
  Record<Exclude<NonNullable<Rule['needs']>, 'aws'>, (settings: Settings) => boolean>
> = {
  registries: ({ registries }) => registries.length > 0,
  roleAccounts: ({ roleAccounts }) => roleAccounts.length > 0,
  nodesPullWithRole: ({ nodesPullWithRole }) => nodesPullWithRole,
  expectedImages: ({ expectedImages }) => expectedImages.size > 0,
}

/** What a rule says of a finding may be less than what the settings say of the rule, and never more. */
function severityHere({ id, severity }: Rule, settings: Settings): (found: Found) => Severity {
  const said = settings.rules.get(id)
  const most = said === 'off' ? undefined : said
  return (found) => {
    if (most === undefined) return found.severity ?? severity
    return found.severity === undefined ? most : milder(most, found.severity)
  }
}

const rank = (severity: Severity): number => SEVERITIES.indexOf(severity)
const milder = (one: Severity, other: Severity): Severity => (rank(one) > rank(other) ? one : other)
const worse = (one: Severity, other: Severity): Severity => (rank(one) < rank(other) ? one : other)

/** What one rule says of one place in the same words is one finding, with all that inherit it. */
function merged(found: readonly RuleFound[]): readonly RuleFound[] {
  const groups = Map.groupBy(found, ({ rule, found: { at, message } }) =>
    JSON.stringify([rule, at.source.path, at.start, at.end, message]),
  )
  return [...groups.values()].map((group) => {
    const [first, ...others] = group
    if (first === undefined) throw new Error('a group holds what it was made of')
    const inheritedBy = inheriting(first.found.at.source.path, group)
    return {
      rule: first.rule,
      severity: others.reduce((severity, other) => worse(severity, other.severity), first.severity),
      found: { ...first.found, inheritedBy },
    }
  })
}

/** The others: a file says of itself, and of the folder that it is in, nothing that they get from elsewhere. */
function inheriting(path: string, group: readonly RuleFound[]): readonly string[] {
  const roots = new Set(group.flatMap(({ found }) => found.inheritedBy ?? []))
  return [...roots].filter((root) => root !== path && root !== parentOf(path)).toSorted()
}

/** What was thrown may name the file that it is about, as errors of a file system do. */
function failureOf(error: unknown): { readonly path: string | undefined; readonly message: string } {
  if (!(error instanceof Error)) return { path: undefined, message: String(error) }
  const path = 'path' in error && typeof error.path === 'string' ? error.path : undefined
  return { path, message: error.message }
}
