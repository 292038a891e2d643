import { counted } from '../../report/findings/rule.ts'
import { renderAuditSummary } from '../../report/findings/summary.ts'
import { fitting, renderProblem } from '../../report/markdown.ts'
import { proposalLines } from './plan/propose.ts'
import type { Delivered, Place } from './ports.ts'
import type { AuditRecord } from './record.ts'

/** The job summary: everything that was found, or why nothing could be. */
export function renderSummary(record: AuditRecord, env: NodeJS.ProcessEnv): string {
  const { error, findings, rules = [] } = record
  const problems = error?.problems ?? []
  if (!findings) {
    return `${fitting(['## Audit: it could not run', ...problems.map(renderProblem)]).join('\n\n')}\n`
  }
  const failed = problems.map(renderProblem).map((text) => `${text}\n\n`)
  const summary = renderAuditSummary(findings, {
    rules,
    linkTo: linkTo(record, env),
    proposal: proposalOf(record),
    notes: [...changeNote(record), ...helmNotes(record), ...fixedNotes(record)],
  })
  return `${failed.join('')}${summary}`
}

/** Lines of the repository of the run, at the commit that was looked at (GitHub docs, "Permanent links to files"). */
function linkTo(
  { place }: AuditRecord,
  { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_SHA: commit }: NodeJS.ProcessEnv,
): (path: string, line: number) => string | undefined {
  const isThere = server && repository && commit && place?.shown('') === ''
  const encoded = (path: string) => path.split('/').map(encodeURIComponent).join('/')
  return (path, line) =>
    isThere ? `${server}/${repository}/blob/${commit}/${encoded(path)}#L${line}` : undefined
}

const MISSING =
  'No allowed-registries are given, so nobody can say which registry is a wrong one: rules that need them did not run.'

function proposalOf({ plan, proposal }: AuditRecord) {
  if (!plan || plan.settings.registries.length > 0 || !proposal) return undefined
  const text = `${MISSING} The images here agree on these lines for .ecr-gitops.yaml; check them first:`
  return { text, lines: proposalLines(proposal), language: 'yaml' }
}

function changeNote({ plan, proposal, change }: AuditRecord): readonly string[] {
  const missing = plan && plan.settings.registries.length === 0 && !proposal ? [MISSING] : []
  if (!change) return missing
  if ('since' in change) return [...missing, ...sinceNote(change)]
  return [...missing, `Everything is reported, not only what the change causes: ${change.unknown}.`]
}

/** That less than everything is reported: nobody must take it for all that is wrong. */
export function sinceNote(change: AuditRecord['change']): readonly string[] {
  if (!change || !('since' in change)) return []
  return [
    `This is what the change since ${change.since.slice(0, 12)} causes; what was wrong before is not here.`,
  ]
}

/** What helm was not asked for, for the summary and a terminal. */
export function helmNotes({ notRendered }: AuditRecord): readonly string[] {
  if (notRendered === undefined) return []
  return [
    `helm was not asked for ${counted(notRendered, 'chart')}: there are too many of them, or they took too long.`,
  ]
}

/** What became of fixes, for the summary and a terminal. */
export function fixedNotes({ fixed, place }: AuditRecord): readonly string[] {
  if (!fixed) return []
  const { findings, files, refused } = fixed
  const made = `${counted(findings.length, 'finding')} in ${counted(files.length, 'file')}`
  return [
    ...(findings.length === 0 ? [] : [whereFixed(made, fixed, place)]),
    ...refused.map(({ finding: { path, line }, why }) => `Not fixed: ${path}:${line}: ${why}`),
  ]
}

function whereFixed(
  made: string,
  { patch, pullRequest, suggestions }: Delivered,
  place: Place | undefined,
): string {
  if (patch !== undefined) return `Fixes of ${made} are in ${patch} (${applying(patch, place)}).`
  if (pullRequest !== undefined) return `Fixes of ${made} are proposed in ${pullRequest}.`
  if (!suggestions) return `Fixed ${made}.`
  const { made: shown, elsewhere } = suggestions
  const rest = elsewhere > 0 ? `; ${elsewhere} concern lines that the pull request does not show` : ''
  return `${counted(shown, 'suggestion')} on the pull request${rest}.`
}

/** The paths of a patch begin at the root of the repository, and git takes them from where it is. */
function applying(patch: string, place: Place | undefined): string {
  const root = place?.shown('') ?? ''
  if (root === '') return `git apply ${patch}`
  // Another name may mean something else to a shell, or to git.
  return /^[\w.][\w./-]*$/.test(root)
    ? `git -C ${root} apply "$PWD/${patch}"`
    : 'for git apply in the root of the repository'
}
