import { setImmediate } from 'node:timers/promises'
import { inputReader, type OpenDoor, type Step } from '../../action.ts'
import { EngineOfRun } from '../../images/open-engine.ts'
import { secretsToMask } from '../../inputs/build-secrets.ts'
import { appKeyToMask } from '../../inputs/credential/app-key/app-key.ts'
import { tokenToMask } from '../../inputs/credential/config-token.ts'
import { keyToMask } from '../../inputs/credential/ssh-key/ssh-key.ts'
import type { GithubDeploymentPlan } from '../../plan/github-deployment.ts'
import type { Plan } from '../../plan/plan.ts'
import { Phases } from '../../runner/phases.ts'
import { readSource } from '../../source/checkout.ts'
import { readGround } from '../../source/ground.ts'
import { type Aws, openAws } from './open-aws.ts'
import type { OrdersOptions } from './open-orders.ts'
import { openRepository } from './open-repository.ts'
import { outputsOf } from './outputs.ts'
import type { Ports } from './ports.ts'
import type { DeployRecord } from './record.ts'
import { deploy } from './story.ts'
import { renderSummary } from './summary.ts'

const SECRET_INPUTS: ReadonlySet<string> = new Set(['config-token', 'github-token'])

function secretsIn(name: string, value: string): readonly string[] {
  if (name === 'config-ssh-key') return [value, ...keyToMask(value)]
  if (name === 'config-token') return [value, ...tokenToMask(value)]
  if (name === 'config-app-private-key') return [value, ...appKeyToMask(value)]
  if (SECRET_INPUTS.has(name)) return [value]
  return name === 'secrets' ? secretsToMask(value) : []
}

/** The deploy door over the real edges. */
export function openDeploy(step: Step): OpenDoor {
  const record: DeployRecord = { images: new Map() }
  const phases = new Phases(() => performance.now())
  return {
    work: () => deploy({ ...portsOf(step, record), phases }, record),
    report: (error, said) => {
      if (error) record.error = error
      record.said = said
      record.phases = phases.soFar()
      return { error, outputs: outputsOf(record), summary: renderSummary(record) }
    },
  }
}

/**
 * What starts processes is loaded with the door. What signs requests and what reads YAML takes long to compile, so it is
 * loaded while GitHub makes the token and git clones (measured in docs/adr/0013).
 */
function portsOf(step: Step, record: DeployRecord): Omit<Ports, 'phases'> {
  const { environment, log, watch, signal, workspace } = step
  const { variables: env } = environment
  const onIdentity = (principal: string) => {
    record.identities = [...(record.identities ?? []), principal]
  }
  let aws: Aws | undefined
  return {
    log,
    readInput: inputReader(step, secretsIn),
    ...LATER,
    confine: (names) => environment.confine(names),
    readGround: (asked) => readGround(asked, { env, privateFolder: workspace.path }),
    readSource: (images) =>
      watch(LOOKING, () =>
        readSource(env, images, { scratch: workspace.folder('checkouts'), environment, signal }),
      ),
    connect: (plan, source) => {
      aws = openAws({ ...step, onIdentity }, plan, source)
      return aws.connect
    },
    openBump: async ({ config, images, history }, look) => {
      if (!config) return undefined
      const opened = await openRepository(step, config, { ...look.source, aws })
      void opened.repository.begin()
      const { openBump } = await loadBump()
      const options = { config, ...opened, images, history, apiUrl: look.source.apiUrl, ...look }
      const bump = openBump({ ...options, environment, workspace, log, signal, watch })
      step.atEnd(() => bump.sought())
      return bump
    },
    openInspection: async ({ config, images }, { signal: late, ...look }) => {
      const either = AbortSignal.any([signal, late])
      const at = { ...look.source, aws }
      const { repository } = await openRepository({ ...step, signal: either }, config, at)
      const read = repository.begin()
      const { openInspection } = await loadBump()
      const options = { config, repository, images, ...look }
      const bump = openInspection({ ...options, environment, workspace, log, signal: either, watch })
      step.atEnd(() => bump.sought())
      return { preflight: () => bump.preflight(), read }
    },
    openDeployment: (plan) => openDeployment(plan, step),
    openHistory: async ({ history }, source) => openHistory({ ...step, history, source }),
    engineOf: (plan) => engineOf(step, plan),
  }
}

/** Loaded where it is asked for. */
const LATER = {
  loadYaml: async () => (await import('../../inputs/read-yaml.ts')).readYaml,
  loadDiff: async () => (await import('../../report/diff.ts')).unifiedDiff,
}

const LOOKING = () => ({ what: 'git, which looks at the checkout' })

/** Loaded where a deployment is kept. */
const openDeployment = async (plan: GithubDeploymentPlan, step: Step) =>
  (await import('./github-deployment/open.ts')).openTracker(plan, step)

/** Loaded where a push looks like one of this step. */
const openHistory = async (options: Omit<OrdersOptions, 'config' | 'apiUrl'>) =>
  (await import('./open-orders.ts')).openHistory({ ...options, apiUrl: options.source.apiUrl })

/** While git clones. */
async function loadBump() {
  // A cancel is heard by whoever reads, who then waits for git to end.
  await setImmediate()
  return import('./open-bump.ts')
}

function engineOf(step: Step, plan: Plan): EngineOfRun {
  const engine = new EngineOfRun(plan.engine, step)
  step.atEnd(() => engine.end())
  return engine
}
