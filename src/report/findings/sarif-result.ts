import type { Finding } from '../finding.ts'
import type { SarifFix, SarifLocation, SarifResult } from './sarif-types.ts'

/** A change of text that mends a finding, for reports that show it. */
export interface ReportedFix {
  readonly title: string
  readonly edits: readonly (Pick<Finding, 'path' | 'line' | 'column' | 'endLine' | 'endColumn'> & {
    readonly text: string
  })[]
}

/** GitHub shows so much of a text and of places (docs, "SARIF support for code scanning"). */
const LONGEST_TEXT = 1000
const MOST_RELATED = 100

/**
 * Not `primaryLocationLineHash`: GitHub's action for the upload makes that one itself, of the lines around, and warns of
 * every result that has another.
 */
const FINGERPRINT = 'ecrGitops/v1'

export const LEVELS = { error: 'error', warning: 'warning', notice: 'note' } as const

export function resultOf(
  finding: Finding,
  { ruleIndex, fix }: { readonly ruleIndex: number | undefined; readonly fix: ReportedFix | undefined },
): SarifResult {
  const { rule, severity, message, hint, path, inheritedBy, fingerprint } = finding
  const { line: startLine, column: startColumn, endLine, endColumn } = finding
  const snippet = { text: wellFormed(finding.excerpt.slice(0, LONGEST_TEXT)) }
  const place = locationOf(path)
  const region = { startLine, startColumn, endLine, endColumn, snippet }
  return {
    ruleId: rule,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: LEVELS[severity],
    message: { text: messageText(message, hint) },
    locations: [{ physicalLocation: { ...place.physicalLocation, region } }],
    partialFingerprints: { [FINGERPRINT]: fingerprint },
    ...(inheritedBy.length > 0 ? { relatedLocations: relatedTo(inheritedBy) } : {}),
    ...(fix ? { fixes: [fixOf(fix)] } : {}),
  }
}

/** In a message of SARIF brackets are links, unless a backslash stands before them (2.1.0, section 3.11.6). */
const messageText = (message: string, hint: string): string =>
  `${bounded(message)}. What to change: ${bounded(hint)}`.replaceAll(/[\\[\]]/g, String.raw`\$&`)

const bounded = (text: string): string =>
  wellFormed(text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}...` : text)

const wellFormed = (text: string): string => text.toWellFormed()

export function locationOf(path: string): SarifLocation {
  return { physicalLocation: { artifactLocation: { uri: uriOf(path), uriBaseId: '%SRCROOT%' } } }
}

/** A path as a relative reference: its names are encoded, so that none is read as a scheme or a query. */
function uriOf(path: string): string {
  const uri = path
    .split('/')
    .map((name) => encodeURIComponent(wellFormed(name)))
    .join('/')
  return uri === '' ? './' : uri
}

function relatedTo(inheritedBy: readonly string[]): readonly SarifLocation[] {
  return inheritedBy.slice(0, MOST_RELATED).map((path, index) => ({
    id: index + 1,
    message: { text: `inherited by ${bounded(path === '' ? 'the root' : path)}` },
    ...locationOf(path),
  }))
}

function fixOf({ title, edits }: ReportedFix): SarifFix {
  const changes = [...Map.groupBy(edits, ({ path }) => path)].map(([path, ofFile]) => ({
    artifactLocation: locationOf(path).physicalLocation.artifactLocation,
    replacements: ofFile.map(({ line, column, endLine, endColumn, text }) => ({
      deletedRegion: { startLine: line, startColumn: column, endLine, endColumn },
      insertedContent: { text: wellFormed(text) },
    })),
  }))
  return { description: { text: title }, artifactChanges: changes }
}
