import { hash } from 'node:crypto'
import type { AuditFile } from '../../../effective/file.ts'
import type { Span } from '../../../effective/yaml/node.ts'
import type { Holder, HoldersOf } from './holders.ts'

/** A value longer than that is told from others by where it stands. */
const LONGEST_VALUE = 1000

/** What is found, and where: what a fingerprint is made of. */
export interface Known {
  readonly rule: string
  readonly at: Span
  readonly file: AuditFile | undefined
}

/**
 * Gives each finding what it is known by when lines move: SHA-256 of the rule, the file, the path in its YAML and the
 * value. Of equal ones each but the first counts its number in, so they have to come in the order of their places.
 */
export function fingerprints(holdersOf: HoldersOf): (known: Known) => string {
  const seen = new Map<string, number>()
  return (known) => {
    const parts = [known.rule, known.at.source.path, ...subjectOf(known, holdersOf)]
    const first = sha256(parts)
    const before = seen.get(first) ?? 0
    seen.set(first, before + 1)
    return before === 0 ? first : sha256([...parts, before])
  }
}

const sha256 = (parts: readonly unknown[]): string => hash('sha256', JSON.stringify(parts))

/** The path in the YAML, and the value there. */
function subjectOf({ at, file }: Known, holdersOf: HoldersOf): readonly [readonly string[], string] {
  const holders = file ? holdersOf(file, at.start) : []
  const exact = holders.findLastIndex(({ node }) => node.start === at.start && node.end === at.end)
  const path = holders.slice(0, exact < 0 ? holders.length : exact + 1).map(({ label }) => label)
  return [path, valueThere(at, holders[exact])]
}

/** Of a scalar its text, however it is quoted; none of a mapping or a list, whose lines change for any reason. */
function valueThere({ source, start, end }: Span, exact: Holder | undefined): string {
  if (exact) return exact.node.kind === 'scalar' ? exact.node.text.slice(0, LONGEST_VALUE) : ''
  const written = source.text.slice(start, Math.min(end, start + LONGEST_VALUE))
  return written.replaceAll(/\s+/g, ' ').trim()
}
