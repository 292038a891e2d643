import { RULES } from '../../doors/audit/rules/all.ts'
import type { Rule } from '../../doors/audit/rules/rule.ts'
import { nearest } from '../../names/nearest.ts'
import { SEVERITIES } from '../../report/finding.ts'
import { paint } from '../../report/terminal/paint.ts'
import { DONE, hasColours, type Program } from '../program.ts'
import { refused } from '../refuse.ts'

/** What a rule finds, why it matters, and how it is put right. */
export function explain(id: string, program: Program): number {
  const rule = RULES.find((one) => one.id === id)
  if (!rule) return refused([unknownRule(id)], 'ecr-gitops audit', program)
  const { out, env } = program
  const say = paint(hasColours(out, env))
  const parts = [
    `${say('bold', rule.id)} (${say(rule.severity, severityOf(rule))})`,
    rule.title,
    rule.why,
    ...exampleOf(rule, say),
    `Change its severity: --rules ${rule.id}=off|notice|warning|error, or rules in .ecr-gitops.yaml.
Keep one line quiet: # ecr-gitops: ignore[${rule.id}] and a reason, on the line or above it.`,
  ]
  out.write(`${parts.join('\n\n')}\n`)
  return DONE
}

function exampleOf({ example }: Rule, say: ReturnType<typeof paint>): readonly string[] {
  if (!example) return []
  const { path, bad, good } = example
  return [
    `${say('error', 'Found')} in ${path}:\n${indented(bad)}`,
    `${say('help', 'Put right')}:\n${indented(good)}`,
  ]
}

/** All rules, the worst first. */
export function listRules({ out, env }: Program): number {
  const say = paint(hasColours(out, env))
  const width = Math.max(...RULES.map(({ id }) => id.length))
  const ordered = RULES.toSorted((one, other) => rank(one) - rank(other))
  for (const rule of ordered) {
    out.write(
      `${say(rule.severity, rule.severity.padEnd(7))}  ${rule.id.padEnd(width)}  ${rule.title}${inBrackets(asked(rule))}\n`,
    )
  }
  return DONE
}

const rank = ({ severity }: Rule): number => SEVERITIES.indexOf(severity)

const asked = ({ off, needs }: Rule): string => {
  if (off) return 'off unless it is asked for'
  return needs === undefined ? '' : `needs ${NEEDS[needs]}`
}

const NEEDS: Readonly<Record<NonNullable<Rule['needs']>, string>> = {
  registries: 'allowed-registries',
  roleAccounts: 'allowed-role-accounts',
  nodesPullWithRole: 'nodes-pull-with-role',
  expectedImages: 'expected-images',
  aws: 'role-to-assume',
}

const inBrackets = (text: string): string => (text === '' ? '' : ` (${text})`)

const severityOf = (rule: Rule): string =>
  [rule.severity, asked(rule)].filter((part) => part !== '').join(', ')

const indented = (text: string): string => text.trimEnd().replaceAll(/^(?=.)/gm, '    ')

function unknownRule(id: string): string {
  const close = nearest(
    id,
    RULES.map((rule) => rule.id),
  )
  return `there is no rule ${id}. ${close === undefined ? 'See: ecr-gitops audit --list-rules' : `Did you mean ${close}?`}`
}
