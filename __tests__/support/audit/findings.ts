import type { Finding, Findings } from '../../../src/report/finding.ts'
import type { ReportedRule } from '../../../src/report/findings/rule.ts'

/** A finding as a rule of the audit has it; each with another number is another one. */
export function aFinding(but: Partial<Finding> = {}, number = 1): Finding {
  return {
    rule: 'image-mutable-tag',
    severity: 'warning',
    path: 'overlays/prod/kustomization.yaml',
    line: 4,
    column: 13,
    endLine: 4,
    endColumn: 19,
    message: 'The tag "latest" can move, so nobody knows what runs',
    hint: 'Name the tag of a commit, or a digest',
    fixable: 'no',
    inheritedBy: [],
    fingerprint: number.toString(16).padStart(64, '0'),
    excerpt: '    newTag: latest # for now',
    ...but,
  }
}

export function aReport(findings: readonly Finding[], but: Partial<Findings> = {}): Findings {
  const suppressed = { comments: 0, globs: 0, baseline: 0 }
  return { findings, suppressed, files: 12, skipped: [], broken: [], ...but }
}

export const RULES: readonly ReportedRule[] = [
  {
    id: 'image-mutable-tag',
    title: 'A tag can move',
    severity: 'warning',
    why: 'What runs is what the tag was when the node pulled it.',
    help: 'https://example.test/rules/image-mutable-tag.md',
  },
  {
    id: 'image-empty',
    title: 'An image is empty',
    severity: 'error',
    why: 'Nothing can be pulled.',
    help: undefined,
  },
]

/** So many findings, of all levels, rules and in many files. */
export function manyFindings(count: number): readonly Finding[] {
  return Array.from({ length: count }, (_, index) =>
    aFinding(
      {
        rule: RULES[index % 2]?.id ?? '',
        severity: (['error', 'warning', 'notice'] as const)[index % 3] ?? 'notice',
        path: `apps/app-${index % 977}/overlays/prod/kustomization.yaml`,
        line: index + 1,
        endLine: index + 1,
        inheritedBy: index % 5 === 0 ? [`clusters/a/app-${index}`, `clusters/b/app-${index}`] : [],
      },
      index + 1,
    ),
  )
}

/** What somebody could write to break out of a report. */
export const HOSTILE = [
  'a\nb\r\nc\rd',
  '50% ::error::x::',
  ']]> --> <script>alert(1)</script> & "quoted"',
  '`code` **bold** | cell | [link](http://x.test) <!-- x',
  '\u001b[31mred\u001b[0m \u0000 \u009b2J \u202egnp.exe \u200b',
  'half \ud83d and \udc00',
  '$(id) ##[group]x ##vso[task.x]',
] as const
