/** A deployment that GitHub keeps of the commit that is deployed, in the repository of the run. */
export interface GithubDeploymentPlan {
  /** `owner/name` */
  readonly repository: string
  readonly environment: string
  readonly commit: string
  readonly description: string
  /** Where people read how it went. */
  readonly logUrl: string
  readonly token: string
}
