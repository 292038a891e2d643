import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Severity } from '../../../src/report/finding.ts'

const FOLDER = join(import.meta.dirname, '..', '..', 'fixtures', 'audit')
/** What an audit is to find, in repositories that have faults. */
const EXPECTED = 'expected.json'

/** A fault of a fixture, at the line that decides. */
export interface Expected {
  readonly rule: string
  readonly path: string
  readonly line: number
  readonly severity: Severity

  readonly inheritedBy: readonly string[]
}

export interface Fixture {
  readonly name: string
  readonly folder: string
  readonly files: Readonly<Record<string, string>>
  /** undefined for a repository that deploys as it stands: nothing in it is an error. */
  readonly expected: readonly Expected[] | undefined
}

/** Every repository of `__tests__/fixtures/audit`, by its name. */
export const fixtures = (): readonly Fixture[] => readdirSync(FOLDER).toSorted().map(fixture)

export function fixture(name: string): Fixture {
  const folder = join(FOLDER, name)
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  const paths = entries.map((entry) => relative(folder, join(entry.parentPath, entry.name))).toSorted()
  const { [EXPECTED]: expected, ...files } = Object.fromEntries(
    paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]),
  )
  return {
    name,
    folder,
    files,
    expected: expected === undefined ? undefined : (JSON.parse(expected) as readonly Expected[]),
  }
}
