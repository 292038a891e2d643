import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Finding } from '../../src/report/finding.ts'
import { type Expected, fixtures } from '../support/audit/fixtures.ts'
import { auditFolder, readAll, type Texts, writeAll } from '../support/audit/program.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'audit-seed-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const seeds = fixtures().flatMap(({ name, files, expected }) => (expected ? [{ name, files, expected }] : []))
const crlf = (files: Texts): Texts =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [path, text.replaceAll('\n', '\r\n')]))

const asExpected = ({ rule, path, line, severity, inheritedBy }: Finding): Expected => ({
  rule,
  path,
  line,
  severity,
  inheritedBy,
})
const key = ({ rule, path, line }: Expected) => `${path}:${line} ${rule}`
const sorted = (all: readonly Expected[]) =>
  all.toSorted((one, other) => (key(one) < key(other) ? -1 : Number(key(one) !== key(other))))

/** `path:line: -before +after`, of lines that are others; `path:line: +after` of those that are new. */
const changes = (before: Texts, after: Texts): readonly string[] =>
  Object.entries(after).flatMap(([path, text]) => {
    const [was, is] = [(before[path] ?? '').split('\n'), text.split('\n')]
    const first = is.findIndex((line, index) => line !== was[index])
    if (first < 0) return []
    const added = is.length - was.length
    const inserted = is
      .slice(first, first + added)
      .map((line, at) => `${path}:${first + at + 1}: +${line.trim()}`)
    const others = is.slice(first + added).flatMap((line, at) => {
      const old = was[first + at] ?? ''
      return old === line ? [] : [`${path}:${first + added + at + 1}: -${old.trim()} +${line.trim()}`]
    })
    return [...inserted, ...others]
  })

describe.each(seeds)('$name', ({ name, files, expected }) => {
  test.each([
    ['as it is', files],
    ['with CRLF', crlf(files)],
  ])('has its faults found by the program, and nothing else, %s', async (_, written) => {
    writeAll(folder, written)
    const { code, findings } = await auditFolder(folder)
    expect(sorted(findings.map(asExpected))).toEqual(sorted(expected))
    expect(code).toBe(1)
  })

  test('has all that is safe mended, and nothing else', async () => {
    writeAll(folder, files)
    const before = await auditFolder(folder)
    const { findings } = await auditFolder(folder, { options: ['--fix', 'safe'] })
    const after = readAll(folder)
    expect(changes(files, after)).toEqual(MENDED[name])
    expect(Object.keys(after)).toEqual(Object.keys(files))
    const left = before.findings
      .filter(({ fixable }) => fixable !== 'safe')
      .map(asExpected)
      .map(moved)
    expect(sorted(findings.map(asExpected))).toEqual(sorted([...left, ...(UNCOVERED[name] ?? [])]))
    // And again there is nothing to mend.
    await auditFolder(folder, { options: ['--fix', 'safe'] })
    expect(readAll(folder)).toEqual(after)
  })

  test('is mended alike with CRLF, to the byte', async () => {
    writeAll(folder, files)
    await auditFolder(folder, { options: ['--fix', 'safe'] })
    const after = readAll(folder)
    writeAll(folder, crlf(files))
    await auditFolder(folder, { options: ['--fix', 'safe'] })
    expect(readAll(folder)).toEqual(crlf(after))
  })
})

const PLACEHOLDER = '123456789012.dkr.ecr.ap-southeast-2.amazonaws.com'
const OWN = '465002806239.dkr.ecr.ap-southeast-2.amazonaws.com'
const renamed = (overlay: string, line: number, image: string) =>
  `training/overlays/${overlay}/kustomization.yaml:${line}: -newName: ${PLACEHOLDER}/ml/${image} +newName: ${OWN}/ml/${image}`

/** A statement more is above the others of the policy. */
const moved = (one: Expected): Expected =>
  one.path === 'iam/node-policy.json' ? { ...one, line: one.line + 1 } : one

/** Every line that is another one afterwards. */
const MENDED: Readonly<Record<string, readonly string[]>> = {
  'seed-marketplace': [],
  'seed-pull-secrets': [
    'iam/node-policy.json:4: +{ "Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*" },',
    `k8s/app/ingest.yaml:19: -image: $\{AWS_ACCOUNT_ID}.dkr.ecr.us-west-2.amazonaws.com/analytics/queue:4.0.2 +image: 843019275566.dkr.ecr.us-west-2.amazonaws.com/analytics/queue:4.0.2`,
    'k8s/refresh/cronjob.yaml:6: -schedule: "0 */10 * * *" +schedule: "0 */5 * * *"',
    'k8s/refresh/marketplace.yaml:6: -schedule: "30 1,13 * * *" +schedule: "30 */5 * * *"',
  ],
  'seed-training': [
    'evaluation/base/job.yaml:13: -image: https://quay.io/prometheus/pushgateway:v1.10.0 +image: quay.io/prometheus/pushgateway:v1.10.0',
    'evaluation/overlays/dev/kustomization.yaml:6: -newTag: 1.10 +newTag: "1.10"',
    'evaluation/overlays/qa/kustomization.yaml:9: -- name: report:v1 +- name: report',
    renamed('dev', 8, 'training-runner'),
    renamed('dev', 11, 'training-api'),
    renamed('staging', 8, 'training-runner'),
    renamed('staging', 11, 'training-api'),
    'training/overlays/staging/kustomization.yaml:23: -value: arn:aws:iam::123456789012:role/training-staging +value: arn:aws:iam::465002806239:role/training-staging',
  ],
}

/** What a mended line lets another rule see. */
const UNCOVERED: Readonly<Record<string, readonly Expected[]>> = {
  'seed-training': [
    {
      rule: 'kustomize-image-dead',
      path: 'evaluation/overlays/qa/kustomization.yaml',
      line: 9,
      severity: 'warning',
      inheritedBy: [],
    },
  ],
}
