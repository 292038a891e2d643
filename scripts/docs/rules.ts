import { rulePage } from '../../src/doors/audit/reported-rules.ts'
import type { Rule } from '../../src/doors/audit/rules/rule.ts'
import { SEVERITIES } from '../../src/report/finding.ts'
import { fenced } from '../../src/report/markdown.ts'
import { replaceBetween } from './between.ts'
import { table } from './table.ts'

const MADE = '<!-- Made by `npm run docs` from src/doors/audit/rules. -->'

/** A page for each rule, by its path. */
export const rulePages = (rules: readonly Rule[]): Readonly<Record<string, string>> =>
  Object.fromEntries(rules.map((rule) => [rulePage(rule.id), renderRule(rule)]))

function renderRule(rule: Rule): string {
  const { id, title, severity, why } = rule
  const parts = [
    `# ${id}`,
    MADE,
    `**${title}.** Severity: ${severity}. ${runs(rule)}`,
    why,
    ...exampleOf(rule),
    '## Change it',
    `Another severity, or \`off\`, in \`.ecr-gitops.yaml\`, in the input \`rules\`, or with \`--rules ${id}=off\`:`,
    fenced(`rules:\n  ${id}: off`, 'yaml'),
    `One line that is meant to be so: \`# ecr-gitops: ignore[${id}] why\` on it, or above it. [All ways](../audit.md#what-is-not-reported).`,
  ]
  return `${parts.join('\n\n')}\n`
}

function exampleOf({ example }: Rule): readonly string[] {
  if (!example) return []
  const { path, bad, good } = example
  const language = languageOf(path)
  return [`Found, in \`${path}\`:`, fenced(bad, language), 'Put right:', fenced(good, language)]
}

const LANGUAGES: Readonly<Record<string, string>> = {
  yaml: 'yaml',
  yml: 'yaml',
  json: 'json',
  tf: 'hcl',
  ts: 'ts',
}

const languageOf = (path: string): string => LANGUAGES[/\.(\w+)$/.exec(path)?.[1] ?? ''] ?? 'text'

const NEEDS: Readonly<Record<NonNullable<Rule['needs']>, string>> = {
  registries: 'allowed-registries',
  roleAccounts: 'allowed-role-accounts',
  nodesPullWithRole: 'nodes-pull-with-role',
  expectedImages: 'expected-images',
  aws: 'role-to-assume',
}

function runs({ off, needs }: Rule): string {
  if (off) return 'It runs where `rules` gives it a severity.'
  return needs === undefined ? 'It always runs.' : `It runs where \`${NEEDS[needs]}\` is given.`
}

/** docs/audit.md with all rules between its markers, the worst first. */
export function renderRuleIndex(page: string, rules: readonly Rule[]): string {
  const ordered = SEVERITIES.flatMap((severity) => rules.filter((rule) => rule.severity === severity))
  const rows = ordered.map(({ id, severity, title, off, needs }) => [
    `[${id}](rules/${id}.md)`,
    off ? `off (${severity})` : severity,
    title,
    needs === undefined ? '' : `\`${NEEDS[needs]}\``,
  ])
  return replaceBetween(page, 'rules', table(['Rule', 'Severity', 'Finds', 'Needs'], rows))
}
