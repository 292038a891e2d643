import type { RepositoryFiles } from '../../effective/file.ts'
import { withHelm } from '../../effective/helm/rendered.ts'
import { openRepository } from '../../effective/open-repository.ts'
import type { EffectiveRepository } from '../../effective/repository.ts'
import { beforeChange, type KnownBase } from './before-change.ts'
import { type Begun, begin, knownFindings } from './begin.ts'
import { askHelm } from './charts/ask-helm.ts'
import { answersBefore } from './charts/before.ts'
import { caused } from './findings/changed-only.ts'
import { type Audit, findAll } from './findings/find.ts'
import type { PlacedFinding } from './findings/placed.ts'
import { reportedFixes } from './findings/reported-fixes.ts'
import { fixFound } from './fix-found.ts'
import type { Inputs } from './inputs.ts'
import { auditedOf } from './plan/audited.ts'
import { type AuditPlan, REPORT_KINDS } from './plan/make-plan.ts'
import { propose } from './plan/propose.ts'
import type { RegistryFacts } from './plan/registry-facts.ts'
import type { Place, Ports } from './ports.ts'
import type { AuditRecord } from './record.ts'
import { renderReport } from './render-reports.ts'
import { reportedRules } from './reported-rules.ts'
import { RULES } from './rules/all.ts'

/** The story of an audit. What has happened is kept in the record, so that a failed run can be reported too. */
export async function audit(ports: Ports, record: AuditRecord): Promise<void> {
  const { inputs, place, files, plan } = begin(ports, record)
  const baseline = plan.baseline && knownFindings(plan, place, ports)
  const charts = { plan, place, ports, record }
  const open = (read: RepositoryFiles) => openRepository(read, plan.settings.extraImagePaths)
  const { repository, answers } = await askHelm(open(files), charts)
  const registry = await lookedUp(repository, inputs, ports)
  const look = (read: RepositoryFiles, known = open(read)): Audit => {
    ports.progress(`Looking at ${read.paths.length} files`)
    const audited = auditedOf(read, plan.settings, { repository: known, registry })
    return findAll(audited, RULES, { ...(baseline ? { baseline } : {}) })
  }
  const lookBefore = ({ files: were, changed }: KnownBase): Audit => {
    const known = open(were)
    return look(were, answers ? withHelm(known, answersBefore(known.charts, answers, changed)) : known)
  }
  const before = await beforeChange(place, plan, { ports, record, look: lookBefore })
  const keep = ({ report, findings }: Audit, read: RepositoryFiles): readonly PlacedFinding[] => {
    const kept = inScope(caused(findings, before), place.scope)
    record.findings = { ...report, findings: kept.map(({ finding }) => finding) }
    record.fixes = () => reportedFixes(kept, read)
    return kept
  }
  const first = look(files, repository)
  const found = keep(first, files)
  const quiet = first.suppressed.filter(({ by }) => by === 'baseline').map(({ placed }) => placed)
  record.known = [...found, ...inScope(quiet, place.scope)].map(({ finding }) => finding)
  if (plan.settings.registries.length === 0) record.proposal = proposeRegistries(repository, plan, place)
  if (plan.fix !== 'off') {
    const changed = await fixFound(found, { plan, place, files, inputs, ports, record })
    const left = changed && ports.readFiles(place)
    if (left) keep(look(left, (await askHelm(open(left), charts)).repository), left)
  }
  writeReports(place, { plan, inputs, ports, record })
}

/** What ECR says of the images that are deployed, where there is a role to ask it with. */
async function lookedUp(
  { images }: EffectiveRepository,
  { roles }: Inputs,
  ports: Ports,
): Promise<RegistryFacts | undefined> {
  if (roles.length === 0) return undefined
  ports.progress('Asking ECR for the images that are deployed')
  return ports.lookUp(images, roles)
}

function writeReports(
  place: Place,
  {
    plan,
    inputs,
    ports,
    record,
  }: Pick<Begun, 'plan' | 'inputs'> & { readonly ports: Ports; readonly record: AuditRecord },
): void {
  const rules = reportedRules(plan.settings, ports.env, inputs.roles.length > 0)
  record.rules = rules
  const { findings, fixes } = record
  const rendering = { plan, rules, version: ports.version, scope: place.scope, fixes }
  for (const kind of REPORT_KINDS) {
    const file = plan.reports[kind]
    if (!file || !findings) continue
    ports.writeText(file, renderReport(kind, findings, rendering), place)
    record.written = { ...record.written, [kind]: file.path }
  }
}

/** What stands below the folder that was named, or reaches a cluster from there. */
const inScope = (found: readonly PlacedFinding[], scope: string): readonly PlacedFinding[] =>
  found.filter(({ finding: { path, inheritedBy } }) => isOf(scope, [path, ...inheritedBy]))

const isOf = (scope: string, paths: readonly string[]): boolean =>
  scope === '' || paths.some((path) => path === scope || path.startsWith(`${scope}/`))

function proposeRegistries(
  { images }: EffectiveRepository,
  { settings }: AuditPlan,
  { scope }: Place,
): AuditRecord['proposal'] {
  const own = images.filter(({ written, origins }) =>
    isOf(scope, [written.source.path, ...origins.map(({ root }) => root)]),
  )
  return propose(own, settings.placeholderAccounts)
}
