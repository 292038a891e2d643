import { marked } from 'marked'
import { describe, expect, test } from 'vitest'
import { renderAuditSummary } from '../../../../src/report/findings/summary.ts'
import { aFinding, aReport, HOSTILE, manyFindings, RULES } from '../../../support/audit/findings.ts'
import { processorTime } from '../../processor-time.ts'

const OPTIONS = { rules: RULES }

test('all findings stand in a table of their rule, the worst rule first', () => {
  const report = aReport(
    [
      aFinding({ inheritedBy: ['overlays/a', ''], fixable: 'safe' }),
      aFinding({ rule: 'image-empty', severity: 'error', path: 'b.yaml', message: 'Empty' }),
    ],
    {
      suppressed: { comments: 1, globs: 2, baseline: 3 },
      skipped: [{ path: 'big.yaml', why: 'large' }],
    },
  )
  const linkTo = (path: string, line: number) => `https://example.test/${path}#L${line}`
  expect(renderAuditSummary(report, { ...OPTIONS, linkTo, notes: ['Two files were *mended*.'] })).toBe(
    `## Audit: 1 error, 1 warning

| Rule | Severity | Findings | Files | Safe fixes |
| --- | --- | --- | --- | --- |
| <code>image-empty</code> | error | 1 | 1 |  |
| [<code>image-mutable-tag</code>](https://example.test/rules/image-mutable-tag.md) | warning | 1 | 1 | 1 |

### <code>image-empty</code>

An image is empty

| Where | What is wrong | What to change |
| --- | --- | --- |
| [<code>b.yaml:4:13</code>](https://example.test/b.yaml#L4) | **error** Empty | Name the tag of a commit, or a digest |

### [<code>image-mutable-tag</code>](https://example.test/rules/image-mutable-tag.md)

A tag can move

| Where | What is wrong | What to change |
| --- | --- | --- |
| [<code>overlays/prod/<wbr>kustomization.<wbr>yaml:4:13</code>](https://example.test/overlays/prod/kustomization.yaml#L4) | **warning** The tag "latest" can move, so nobody knows what runs | **safe fix:** Name the tag of a commit, or a digest<details><summary>inherited by 2</summary><code>overlays/a</code><br><code>.</code></details> |

12 files looked at. Kept quiet: 1 by comments, 2 by globs of the settings, 3 by the baseline.

1 file not read:

- big.yaml (large)

Two files were \\*mended\\*.
`,
  )
})

test('nothing found is said, with the lines to paste', () => {
  const proposal = { text: 'All images are here:', lines: 'allowed-registries:\n  - `a`\n', language: 'yaml' }
  expect(renderAuditSummary(aReport([]), { ...OPTIONS, proposal })).toBe(
    '## Audit: nothing found\n\nAll images are here:\n\n```yaml\nallowed-registries:\n  - `a`\n```\n\n12 files looked at.\n',
  )
})

test('a rule that broke is told of first', () => {
  const broken = [{ rule: 'image-empty', path: 'a.yaml', message: 'no *node*' }]
  expect(renderAuditSummary(aReport([], { broken }), OPTIONS)).toContain(
    '> **The rule <code>image-empty</code> could not finish in <code>a.yaml</code>:** no \\*node\\*.',
  )
})

describe('what is too much', () => {
  test('keeps to what GitHub takes, tells the errors, and counts the rest', () => {
    const report = aReport(manyFindings(25_000))
    const before = processorTime()
    const text = renderAuditSummary(report, OPTIONS)
    expect(processorTime() - before).toBeLessThan(3000)
    expect(Buffer.byteLength(text)).toBeLessThan(1024 * 1024)
    expect(text).toMatch(/^[\d,]+ findings more did not fit here\.$/m)
    expect(text).toContain('12 files looked at.')
  })

  test('names thirty of those that inherit, and cuts long texts', () => {
    const inheritedBy = Array.from({ length: 1000 }, (_, index) => `o/${index}`)
    const text = renderAuditSummary(aReport([aFinding({ inheritedBy, message: 'x'.repeat(1e6) })]), OPTIONS)
    expect(text).toContain('inherited by 1000')
    expect(text).toContain('and 970 more')
    expect(text.length).toBeLessThan(5000)
  })

  test('names twenty files that were not read', () => {
    const skipped = Array.from({ length: 30 }, (_, index) => ({ path: `${index}.yaml`, why: 'large' }))
    expect(renderAuditSummary(aReport([], { skipped }), OPTIONS)).toContain('- and 10 more\n')
  })
})

test.each(HOSTILE)('%j stays in its cell, and does nothing there', (text) => {
  const finding = aFinding({ path: text, message: text, hint: text, inheritedBy: [text] })
  const page = renderAuditSummary(aReport([finding]), OPTIONS)
  expect(page).not.toMatch(/[^\P{Cc}\n]|\p{Cf}|\p{Cs}/u)
  const html = marked.parse(page, { async: false })
  expect(html.match(/<tr>/g)).toHaveLength(4)
  expect(html.match(/<td>/g)).toHaveLength(8)
  // A bare address is a link to what it says, and nothing is another one.
  expect(html).not.toMatch(/<script|>link<\/a>/)
  // Ours are the level alone.
  expect(html.match(/<strong>/g)).toHaveLength(1)
})
