import { isRecord } from '../../../names/text.ts'
import type { Finding } from '../../../report/finding.ts'

/** Findings that are known, and that nobody is to hear of: what counts is the key, the rest is for people. */
export function renderBaseline(findings: readonly Finding[]): string {
  const known = findings.map(({ fingerprint, rule, path, message }) => [fingerprint, { rule, path, message }])
  return `${JSON.stringify({ version: 1, findings: Object.fromEntries(known) }, null, 2)}\n`
}

/** The fingerprints of a baseline; a text of its mistake otherwise. */
export function readBaseline(text: string): ReadonlySet<string> | string {
  const parsed = parseJson(text)
  if (parsed === undefined) return 'is no JSON'
  if (!isRecord(parsed) || !isRecord(parsed.findings))
    return 'has no findings: a baseline is what --write-baseline writes'
  if (parsed.version !== 1) return `is of version ${JSON.stringify(parsed.version)}, and this reads version 1`
  return new Set(Object.keys(parsed.findings))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    return undefined
  }
}
