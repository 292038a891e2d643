import { describe, expect, test } from 'vitest'
import { renderJunit } from '../../../../src/report/findings/junit.ts'
import { aFinding, aReport, HOSTILE, manyFindings, RULES } from '../../../support/audit/findings.ts'

const OPTIONS = { rules: RULES, failOn: 'error' } as const

test('rules are suites, files are tests, and findings at the limit are failures', () => {
  const report = aReport([
    aFinding({ severity: 'error', message: 'It is "bad" & <wrong>' }),
    aFinding({ severity: 'warning', message: 'It is odd', line: 9 }),
    aFinding({ severity: 'warning', path: 'b.yaml' }),
  ])
  expect(renderJunit(report, OPTIONS)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="ecr-gitops audit" tests="3" failures="1" errors="0">
  <testsuite name="image-mutable-tag" tests="2" failures="1" errors="0">
    <testcase classname="image-mutable-tag" name="overlays/prod/kustomization.yaml">
      <failure message="It is &quot;bad&quot; &amp; &lt;wrong&gt;" type="error">overlays/prod/kustomization.yaml:4:13: error: It is "bad" &amp; &lt;wrong&gt;
  help: Name the tag of a commit, or a digest
overlays/prod/kustomization.yaml:9:13: warning: It is odd
  help: Name the tag of a commit, or a digest</failure>
    </testcase>
    <testcase classname="image-mutable-tag" name="b.yaml">
      <system-out>b.yaml:4:13: warning: The tag "latest" can move, so nobody knows what runs
  help: Name the tag of a commit, or a digest</system-out>
    </testcase>
  </testsuite>
  <testsuite name="image-empty" tests="1" failures="0" errors="0">
    <testcase classname="image-empty" name="all files"/>
  </testsuite>
</testsuites>
`)
})

describe('failures', () => {
  test.each([
    ['error', 34],
    ['warning', 67],
    ['notice', 100],
    ['never', 0],
  ] as const)('from %s on are %d of a hundred', (failOn, failures) => {
    const xml = renderJunit(aReport(manyFindings(100)), { rules: [], failOn })
    expect(xml).toContain(`tests="100" failures="${failures}" errors="0">\n  <testsuite`)
  })
})

test('a rule that broke is an error of its suite', () => {
  const broken = [{ rule: 'image-empty', path: undefined, message: 'a\nb' }]
  const xml = renderJunit(aReport([], { broken }), OPTIONS)
  expect(xml).toContain('<error message="a&#10;b" type="broken"/>')
  expect(xml).toContain('tests="2" failures="0" errors="1"')
})

test.each(HOSTILE)('%j is text, in characters that XML has', (text) => {
  const findings = [aFinding({ path: text, message: text, hint: text, severity: 'error', rule: text })]
  const xml = renderJunit(aReport(findings), OPTIONS)
  // What is left without the elements that are written has neither brackets nor quotation marks of its own.
  const texts = xml.replaceAll(
    /<\/?(?:testsuites?|testcase|failure|system-out|\?xml)(?: [a-z]+="[^"<>]*")*\s*[/?]?>/g,
    '',
  )
  expect(texts).not.toMatch(/[<]|\]\]>|&(?!amp;|lt;|gt;|quot;|#\d+;)/)
  expect(xml).not.toMatch(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u)
})
