import type { Problem } from '../../../errors/errors.ts'
import type { Judged } from '../../../errors/judged.ts'
import { PLACEHOLDERS, unknownPlaceholders } from '../../../gitops/message/template.ts'
import type { GitRemote } from '../../../inputs/config-inputs.ts'
import { isPrivate } from '../../../names/host.ts'
import type { ConfigPlan } from '../../../plan/config.ts'
import type { Source } from '../../../source/source.ts'
import type { Inputs } from '../inputs.ts'
import type { AwsOfRun } from './app.ts'
import { planVia } from './commit-via.ts'
import { planRemote } from './config-remote.ts'
import { credentialProblem, planCredential } from './credential.ts'
import { planDelivery, pullRequestProblems } from './delivery/pull-request.ts'
import { foreignTokenProblems } from './own-repository.ts'
import { replicaProblems } from './replicas.ts'
import { missingTargets, overlayMistakes } from './targets.ts'
import { loginProblems, withLogin } from './token-login.ts'

/** GitHub's own bot account, so that the commit shows its picture (users API, id 41898282). */
const BOT = { name: 'github-actions[bot]', email: '41898282+github-actions[bot]@users.noreply.github.com' }

interface ConfigOptions {
  readonly inputs: Inputs
  readonly repository: GitRemote
  /** Where the run gets credentials of AWS. */
  readonly aws?: AwsOfRun | undefined
}

export function planConfig({ inputs, repository, aws }: ConfigOptions, source: Source): Judged<ConfigPlan> {
  const { config } = inputs
  const credential = planCredential({ inputs, repository, aws }, source)
  const remote = planRemote(repository, credential.value, source)
  const options = { config, remote: repository, credential: credential.value }
  const via = planVia(options, source)
  const delivery = planDelivery(options, source)
  const plan = {
    remote,
    credential: withLogin(credential.value, remote, config.tokenUser),
    branch: config.branch,
    pin: config.pin,
    retarget: config.retarget,
    replicas: config.replicas,
    ...delivery.value,
    onStale: config.onStale,
    onDiverged: config.onDiverged,
    createMissing: config.createMissing,
    renderCheck: config.renderCheck,
    chartVersion: config.chartVersion,
    knownAccounts: knownAccounts(inputs),
    messageTemplate: config.commitMessage,
    author: config.commitAuthor ?? BOT,
    via: via.value,
  }
  return {
    value: plan,
    problems: [
      ...missingTargets(inputs),
      ...credential.problems,
      ...reachable({ credential, via, delivery }),
      ...planned(plan),
      ...foreignTokenProblems(config, repository, source),
    ],
  }
}

interface Ways {
  readonly credential: Judged<ConfigPlan['credential']>
  readonly via: Judged<unknown>
  readonly delivery: Judged<unknown>
}

/** What is the matter with a credential is said once. */
function reachable({ credential, via, delivery }: Ways): readonly Problem[] {
  const { value, problems } = credential
  if (problems.length > 0) return value.kind === 'none' ? [] : delivery.problems
  // The same keeps both from the API.
  return delivery.problems.length > 0 ? delivery.problems : via.problems
}

const planned = (plan: Pick<ConfigPlan, 'remote' | 'credential'>): readonly Problem[] => [
  ...unencrypted(plan),
  ...loginProblems(plan.credential, plan.remote),
]

function unencrypted({ remote, credential }: Pick<ConfigPlan, 'remote' | 'credential'>): readonly Problem[] {
  if (credential.kind !== 'token' || isPrivate(remote.url)) return []
  const message = `config-repository is at ${remote.url}, and config-token would cross the network unencrypted`
  return [credentialProblem('INPUT_INVALID', message, 'Write config-repository as an https:// URL.')]
}

function knownAccounts(inputs: Inputs): ReadonlySet<string> {
  const { roleToAssume, images, loginRegistries, allowedAccountIds } = inputs
  const roles = [roleToAssume, ...loginRegistries.map(({ role }) => role)]
  const registries = images.map(({ registry }) => registry)
  const named = [...roles, ...registries].flatMap((one) => one?.account ?? [])
  return new Set([...named, ...allowedAccountIds])
}

/** A workflow in which every run may roll back: the slow build of an older commit would win again. */
export function rollbackWarnings(config: ConfigPlan | undefined, source: Source): readonly string[] {
  if (config?.onStale !== 'write' || !AUTOMATIC_EVENTS.has(source.event)) return []
  const expression = `github.event_name == 'workflow_dispatch' && 'write' || 'skip'`
  return [
    `on-stale is write in a run on ${source.event}: every late build of an older commit rolls back and leaves a hold. Let only people roll back, with on-stale: \${{ ${expression} }}`,
  ]
}

const AUTOMATIC_EVENTS = new Set(['push', 'schedule', 'workflow_run'])

/** Mistakes of a deploy that every run can see: a pull request reports them before they are merged. */
export function configMistakes(inputs: Inputs): readonly Problem[] {
  const { images, config } = inputs
  return [
    ...overlayMistakes(images),
    ...templateProblems(config.commitMessage),
    ...replicaProblems(inputs),
    ...pullRequestProblems(config),
  ]
}

function templateProblems(template: string | undefined): readonly Problem[] {
  const unknown = template === undefined ? [] : unknownPlaceholders(template)
  if (unknown.length === 0) return []
  return [
    {
      code: 'INPUT_INVALID',
      inputs: ['commit-message'],
      message: `commit-message has the unknown placeholder ${unknown.map((name) => `{${name}}`).join(', ')}`,
      hint: `The placeholders of commit-message are ${PLACEHOLDERS.map((name) => `{${name}}`).join(' ')}.`,
    },
  ]
}
