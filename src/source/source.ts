/** What the checkout and the event say. Facts only: what follows from them is decided by the plan. */
export interface Source {
  /** `owner/name` of the service repository. */
  readonly repository: string
  readonly serverUrl: string
  readonly event: string
  readonly ref: string
  /** GITHUB_SHA: the commit that triggered the run, which the checkout need not be. */
  readonly sha: string
  readonly defaultBranch: string | undefined
  readonly fromFork: boolean
  /** The run was set off by a pull request, directly or through `workflow_run`; its ref need not be what it builds. */
  readonly fromPullRequest: boolean
  readonly fromDependabot: boolean
  readonly idTokenAvailable: boolean
  readonly actor: string
  readonly runId: string
  readonly runAttempt: string
  /** The repository that the build context lies in; undefined when it is in none. */
  readonly checkout: Checkout | undefined
  /** AWS_REGION, which is only a default. */
  readonly environmentRegion: string | undefined
}

export interface Checkout {
  readonly head: string
  /** Tracked files that differ from HEAD. */
  readonly modified: readonly string[]
}

export function runUrl(source: Source): string {
  return `${source.serverUrl}/${source.repository}/actions/runs/${source.runId}/attempts/${source.runAttempt}`
}

export function compareUrl(source: Source, base: string, head: string): string {
  return `${source.serverUrl}/${source.repository}/compare/${base}...${head}`
}
