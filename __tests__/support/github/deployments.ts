export interface DeploymentStatus {
  id: number
  state: string
  login: string
  at: string
  environment: string
  description: string
  log_url: string
  environment_url: string
}

/** A deployment as GitHub's Deployments API keeps it; its newest status is the last one. */
export interface Deployment {
  id: number
  sha: string
  ref: string
  task: string
  environment: string
  original_environment: string
  payload: unknown
  description: string | null
  transient_environment: boolean
  production_environment: boolean
  login: string
  at: string
  statuses: DeploymentStatus[]
}
