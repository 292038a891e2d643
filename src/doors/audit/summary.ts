import { counted } from '../../report/findings/rule.ts'
import { renderAuditSummary } from '../../report/findings/summary.ts'
import { fitting, renderProblem } from '../../report/markdown.ts'
import { proposalLines } from './plan/propose.ts'
import type { Delivered } from './ports.ts'
import type { AuditRecord, Fixed } from './record.ts'

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
    notes: [...changeNote(record), ...helmNotes(record), ...fixedNotes(record.fixed)],
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
  const said =
    'since' in change
      ? `This is what the change since ${change.since.slice(0, 12)} causes; what was wrong before is not here.`
      : `Everything is reported, not only what the change causes: ${change.unknown}.`
  return [...missing, said]
}

/** What helm was not asked for, for the summary and a terminal. */
export function helmNotes({ notRendered }: AuditRecord): readonly string[] {
  if (notRendered === undefined) return []
  return [
    `helm was not asked for ${counted(notRendered, 'chart')}: there are too many of them, or they took too long.`,
  ]
}

/** What became of fixes, for the summary and a terminal. */
export function fixedNotes(fixed: Fixed | undefined): readonly string[] {
  if (!fixed) return []
  const { findings, files, refused } = fixed
  const made = `${counted(findings.length, 'finding')} in ${counted(files.length, 'file')}`
  return [
    ...(findings.length === 0 ? [] : [whereFixed(made, fixed)]),
    ...refused.map(({ finding: { path, line }, why }) => `Not fixed: ${path}:${line}: ${why}`),
  ]
}

function whereFixed(made: string, { patch, pullRequest, suggestions }: Delivered): string {
  if (patch !== undefined) return `Fixes of ${made} are in ${patch} (git apply ${patch}).`
  if (pullRequest !== undefined) return `Fixes of ${made} are proposed in ${pullRequest}.`
  if (!suggestions) return `Fixed ${made}.`
  const { made: shown, elsewhere } = suggestions
  const rest = elsewhere > 0 ? `; ${elsewhere} concern lines that the pull request does not show` : ''
  return `${counted(shown, 'suggestion')} on the pull request${rest}.`
}
