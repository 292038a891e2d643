import type { RepositoryFiles } from '../../effective/file.ts'
import { withHelm } from '../../effective/helm/rendered.ts'
import { openRepository } from '../../effective/open-repository.ts'
import type { EffectiveRepository } from '../../effective/repository.ts'
import { fail, failOnAny, type Problem, StepError } from '../../errors/errors.ts'
import { counted } from '../../report/findings/rule.ts'
import { askedOfHelm } from './charts/asked.ts'
import { answersBefore } from './charts/before.ts'
import { readBaseline } from './findings/baseline.ts'
import { caused } from './findings/changed-only.ts'
import { type Audit, findAll } from './findings/find.ts'
import type { PlacedFinding } from './findings/placed.ts'
import { reportedFixes } from './findings/reported-fixes.ts'
import { fixFound } from './fix-found.ts'
import { type Inputs, parseInputs } from './inputs.ts'
import { auditedOf } from './plan/audited.ts'
import { type AuditPlan, makePlan, REPORT_KINDS } from './plan/make-plan.ts'
import { propose } from './plan/propose.ts'
import type { RegistryFacts } from './plan/registry-facts.ts'
import { readSettingsFile, SETTINGS_FILE } from './plan/settings-file.ts'
import type { Base, HelmAnswers, Place, Ports } from './ports.ts'
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

/** What helm says of the charts that a rule wants to know of, where helm is at hand. */
async function askHelm(
  repository: EffectiveRepository,
  { plan, place, ports, record }: Pick<Begun, 'plan' | 'place'> & Pick<Looking, 'ports' | 'record'>,
): Promise<{
  readonly repository: EffectiveRepository
  readonly answers?: HelmAnswers['answers']
}> {
  const uses = ports.renderCharts ? askedOfHelm(repository.charts, plan.settings) : []
  if (!ports.renderCharts || uses.length === 0) return { repository }
  ports.progress(`Rendering ${counted(uses.length, 'chart')} with helm`)
  const { answers, leftOut } = await ports.renderCharts(uses, place)
  if (leftOut.length > 0) record.notRendered = leftOut.length
  return { repository: withHelm(repository, answers), answers }
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
  { plan, inputs, ports, record }: Pick<Begun, 'plan' | 'inputs'> & Pick<Looking, 'ports' | 'record'>,
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

interface Begun {
  readonly inputs: Inputs
  readonly place: Place
  readonly files: RepositoryFiles
  readonly plan: AuditPlan
}

/** Settings of both places, with all that is wrong with either. */
function begin(ports: Ports, record: AuditRecord): Begun {
  const rules = RULES.map(({ id }) => id)
  const { inputs, problems } = parseInputs(ports.inputs, rules)
  const place = located(inputs.path, problems, ports)
  record.place = place
  ports.progress('Reading files')
  const files = ports.readFiles(place)
  const own = readSettingsFile(files.file(SETTINGS_FILE), rules)
  failOnAny([...problems, ...own.problems.map((problem) => placedFrom(place, problem))])
  const plan = makePlan(inputs, own.settings)
  record.plan = plan
  return { inputs, place, files, plan }
}

/** What is wrong besides is told of a path, too, that leads nowhere. */
function located(path: string, problems: readonly Problem[], ports: Ports): Place {
  try {
    return ports.locate(path)
  } catch (error) {
    failOnAny([...problems, ...(error instanceof StepError ? error.problems : [])])
    throw error
  }
}

function placedFrom({ shown }: Place, problem: Problem): Problem {
  const { checkoutPlace: at } = problem
  return at ? { ...problem, checkoutPlace: { ...at, file: shown(at.file) } } : problem
}

function knownFindings(plan: AuditPlan, place: Place, ports: Ports): ReadonlySet<string> {
  const file = plan.baseline
  const text = file && ports.readText(file, place)
  const known = text === undefined ? 'is not there' : readBaseline(text)
  if (typeof known !== 'string') return known
  return fail({
    code: 'INPUT_INVALID',
    inputs: ['baseline'],
    message: `the baseline ${file?.path ?? ''} ${known}`,
    hint: `Make it anew: ecr-gitops audit --write-baseline ${file?.path ?? 'FILE'}. Or set baseline to the path of the file.`,
  })
}

type KnownBase = Extract<Base, { readonly files: RepositoryFiles }>

interface Looking {
  readonly ports: Ports
  readonly record: AuditRecord
  readonly look: (base: KnownBase) => Audit
}

/** What was wrong before the change: nothing where all that is wrong is wanted. */
async function beforeChange(
  place: Place,
  plan: AuditPlan,
  { ports, record, look }: Looking,
): Promise<readonly PlacedFinding[]> {
  const base = await ports.readBase(place, plan)
  if (!base) return []
  if ('files' in base) {
    record.change = { since: base.commit, changed: base.changed }
    return look(base).findings
  }
  const unknown = 'it is not known what this change causes'
  if (plan.changedOnly === 'true') {
    const hint =
      'Check out more of the history (fetch-depth: 2 on a pull request), or set changed-only to false.'
    const message = `${unknown}: ${base.unknown}`
    fail({ code: 'INPUT_INVALID', inputs: ['changed-only'], message, hint })
  }
  record.change = base
  ports.log.warning(`${unknown}, so everything is reported: ${base.unknown}`)
  return []
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
