import { fieldOf, listOf } from '../names/parsed.ts'
import type { Github } from './client.ts'
import { GithubFailure } from './failure.ts'
import { reasonIn } from './reason.ts'

/** GitHub REST API, "Create a deployment status". */
export type DeploymentState = 'queued' | 'in_progress' | 'success' | 'failure' | 'inactive'

export interface DeploymentOptions {
  /** `owner/name` */
  readonly repository: string
  readonly environment: string
  readonly commit: string
  readonly description: string
  readonly logUrl: string
}

/** How a deployment ended. */
export interface DeploymentEnd {
  readonly state: DeploymentState
  /** In place of the run, where people read of it. */
  readonly logUrl?: string | undefined
  /** One is made where there is none: something was deployed that nobody foresaw. */
  readonly isNews: boolean
}

/** What knows of one deployment, and never fails for it. */
export interface DeploymentTracker {
  /** undefined: GitHub keeps none of this run. */
  readonly id: number | undefined
  begin(): Promise<void>
  end(how: DeploymentEnd): Promise<void>
}

export interface TrackerPorts {
  readonly github: Github
  readonly onWarning: (warning: string) => void
}

/** States from which a deployment goes on: another attempt of the same commit takes it up, and makes no second one. */
const OPEN: ReadonlySet<unknown> = new Set(['queued', 'pending', 'in_progress'])
const TASK = 'deploy'

export function trackDeployment(options: DeploymentOptions, ports: TrackerPorts): DeploymentTracker {
  const { github, onWarning } = ports
  let id: number | undefined
  let warned = false
  /** What GitHub refuses once it refuses again, and one warning says it. */
  const attempt = async (work: () => Promise<unknown>) => {
    if (warned) return
    try {
      await work()
    } catch (error) {
      warned = true
      onWarning(refused(options, error))
    }
  }
  const setState = async (state: DeploymentState, logUrl = options.logUrl) => {
    if (id === undefined) return
    const { environment, description } = options
    const path = `POST /repos/${options.repository}/deployments/${id}/statuses`
    const body = { state, environment, description, log_url: logUrl }
    await github.ask((calls) => calls.request(path, body))
  }
  return {
    get id() {
      return id
    },
    begin: () =>
      attempt(async () => {
        id = (await findOpen(options, github)) ?? (await create(options, github))
        await setState('in_progress')
      }),
    end: ({ state, logUrl, isNews }) =>
      attempt(async () => {
        id ??= await findOpen(options, github)
        if (isNews) id ??= await create(options, github)
        await setState(state, logUrl)
      }),
  }
}

/** The newest one of this commit and environment, if it has not ended. */
async function findOpen(options: DeploymentOptions, github: Github): Promise<number | undefined> {
  const { repository, environment, commit } = options
  const query = new URLSearchParams({ sha: commit, environment, task: TASK, per_page: '1' })
  const id = idIn(first(await get(`/repos/${repository}/deployments?${query}`, github)))
  if (id === undefined) return undefined
  const last = first(await get(`/repos/${repository}/deployments/${id}/statuses?per_page=1`, github))
  return OPEN.has(fieldOf(last, 'state')) ? id : undefined
}

/** The commit is deployed as it is: nothing is merged into it, and no check of it is waited for. */
async function create(options: DeploymentOptions, github: Github): Promise<number | undefined> {
  const { repository, environment, commit, description } = options
  const body = {
    ref: commit,
    task: TASK,
    auto_merge: false,
    required_contexts: [],
    environment,
    description,
    production_environment: /^prod(?:uction)?(?![a-z])/i.test(environment),
  }
  const path = `POST /repos/${repository}/deployments`
  const { data } = await github.ask((calls) => calls.request(path, body), { once: true })
  return idIn(data)
}

const get = async (path: string, github: Github): Promise<unknown> =>
  (await github.ask((calls) => calls.request(`GET ${path}`))).data

const first = (data: unknown): unknown => listOf(data)[0]

function idIn(data: unknown): number | undefined {
  const id = fieldOf(data, 'id')
  return Number.isSafeInteger(id) ? Number(id) : undefined
}

/** GitHub answers 404 where the token may not even see deployments. */
const FORBIDDEN: ReadonlySet<number | undefined> = new Set([401, 403, 404])

function refused({ environment, repository }: DeploymentOptions, error: unknown): string {
  const what = `GitHub does not keep the deployment to ${environment}, which changes nothing of what is deployed: ${reasonIn(error)}`
  return error instanceof GithubFailure && FORBIDDEN.has(error.status)
    ? `${what} Add "deployments: write" under permissions of the job (what is not listed there is none, so keep its other lines), or give github-token that permission on ${repository}.`
    : what
}
