import type { RepositoryFiles } from '../../effective/file.ts'
import { fail, failOnAny, type Problem, StepError } from '../../errors/errors.ts'
import { readBaseline } from './findings/baseline.ts'
import { type Inputs, parseInputs } from './inputs.ts'
import { type AuditPlan, makePlan } from './plan/make-plan.ts'
import { readSettingsFile, SETTINGS_FILE } from './plan/settings-file.ts'
import type { Place, Ports } from './ports.ts'
import type { AuditRecord } from './record.ts'
import { RULES } from './rules/all.ts'

/** What an audit begins with. */
export interface Begun {
  readonly inputs: Inputs
  readonly place: Place
  readonly files: RepositoryFiles
  readonly plan: AuditPlan
}

/** Settings of both places, with all that is wrong with either. */
export function begin(ports: Ports, record: AuditRecord): Begun {
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

/** What the baseline knows. @throws StepError where it is none. */
export function knownFindings(plan: AuditPlan, place: Place, ports: Ports): ReadonlySet<string> {
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
