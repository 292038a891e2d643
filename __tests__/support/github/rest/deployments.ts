import type { Deployment } from '../deployments.ts'
import { notFound, refuse } from '../refusal.ts'
import { timeOf, tipOf } from '../state.ts'
import { type Answer, created, invalid, ok, pageOf, type RepositoryCall } from './call.ts'
import { userShape } from './shapes.ts'

const deploymentShape = ({ statuses: _, login, at, ...facts }: Deployment) => ({
  ...facts,
  creator: userShape(login),
  ...{ created_at: at, updated_at: at },
})

export async function createDeployment({ repository, body, caller }: RepositoryCall): Promise<Answer> {
  const { ref, environment = 'production', task = 'deploy', payload = {}, description = null } = body
  const sha = (await tipOf(repository, ref)) ?? refuse({ status: 422, message: `No ref found for: ${ref}` })
  const pending =
    repository.pending.has(sha) && (body.required_contexts === undefined || body.required_contexts.length > 0)
  if (pending) {
    const message = `Conflict: Commit status checks failed for ${ref}.`
    refuse({
      status: 409,
      message,
      more: {
        errors: [{ contexts: [], resource: 'Deployment', field: 'required_contexts', code: 'invalid' }],
      },
    })
  }
  if (body.auto_merge !== false && (await isBehind({ repository, caller }, sha))) {
    return { status: 202, body: { message: `Auto-merged the default branch into ${ref} on deployment.` } }
  }
  const deployment: Deployment = {
    ...{
      id: 7_000_000 + repository.deployments.length + 1,
      sha,
      ref,
      task,
      environment,
      payload,
      description,
    },
    ...{ original_environment: environment, transient_environment: body.transient_environment ?? false },
    production_environment: body.production_environment ?? environment === 'production',
    ...{ login: caller.grant.login, at: timeOf(caller.state), statuses: [] },
  }
  repository.deployments.push(deployment)
  return created(deploymentShape(deployment))
}

async function isBehind(
  { repository }: Pick<RepositoryCall, 'repository' | 'caller'>,
  sha: string,
): Promise<boolean> {
  const main = await tipOf(repository, 'HEAD')
  return main !== undefined && main !== sha && (await tipOf(repository, `${main}~1`)) === sha
}

export async function listDeployments({ repository, given }: RepositoryCall): Promise<Answer> {
  const found = repository.deployments.filter((deployment) =>
    (['sha', 'ref', 'task', 'environment'] as const).every(
      (field) => given[field] === undefined || given[field] === deployment[field],
    ),
  )
  return ok(pageOf(found.reverse(), given).map(deploymentShape))
}

const find = ({ repository, given }: RepositoryCall): Deployment =>
  repository.deployments.find(({ id }) => id === Number(given.deployment_id)) ?? notFound()

export const getDeployment = async (call: RepositoryCall): Promise<Answer> => ok(deploymentShape(find(call)))

const MOST_DESCRIPTION = 140

export async function createStatus(call: RepositoryCall): Promise<Answer> {
  const { repository, body, caller } = call
  const deployment = find(call)
  const {
    state,
    description = '',
    environment = deployment.environment,
    log_url = '',
    environment_url = '',
  } = body
  const message = `description is too long (maximum is ${MOST_DESCRIPTION} characters)`
  if (description.length > MOST_DESCRIPTION) {
    invalid({ resource: 'DeploymentStatus', code: 'custom', field: 'description', message })
  }
  const at = timeOf(caller.state)
  const { login } = caller.grant
  // A success makes the ones before it inactive, in the environments that stay (GitHub docs, `auto_inactive`).
  if (state === 'success' && body.auto_inactive !== false) {
    for (const other of repository.deployments) {
      const earlier =
        other !== deployment && other.environment === environment && !other.transient_environment
      if (earlier && other.statuses.at(-1)?.state === 'success') {
        other.statuses.push({
          id: other.id * 100 + other.statuses.length,
          state: 'inactive',
          login,
          at,
          environment,
          description: '',
          log_url: '',
          environment_url: '',
        })
      }
    }
  }
  const status = {
    id: deployment.id * 100 + deployment.statuses.length,
    state,
    login,
    at,
    environment,
    description,
    log_url,
    environment_url,
  }
  deployment.statuses.push(status)
  return created(statusShape(status))
}

/** An empty text is no address by the description, which nevertheless says that it is the default. */
const statusShape = ({ login, at, environment_url, log_url, ...facts }: Deployment['statuses'][number]) => ({
  ...facts,
  ...(log_url ? { log_url, target_url: log_url } : {}),
  ...(environment_url ? { environment_url } : {}),

  creator: userShape(login),
  ...{ created_at: at, updated_at: at },
})

export const listStatuses = async (call: RepositoryCall): Promise<Answer> =>
  ok(pageOf([...find(call).statuses].reverse(), call.given).map(statusShape))
