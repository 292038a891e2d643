export interface RunnerContext {
  workspace: string
  home: string
  /** RUNNER_TEMP */
  temp: string
  repository?: string
  event?: { name: string; payload?: unknown }
  ref?: string
  sha?: string
  /** Of pull requests: branch names. */
  baseRef?: string
  headRef?: string
  actor?: string
  runId?: string
  runAttempt?: string
  /** PATH of the step; this process's own when absent. */
  path?: string
}

const REF_TYPES: [string, string][] = [
  ['refs/heads/', 'branch'],
  ['refs/tags/', 'tag'],
]

/** What the runner gives every step, and nothing of this process's environment but PATH. */
export function runnerEnvironment(context: RunnerContext): Record<string, string> {
  const ref = context.ref ?? 'refs/heads/main'
  const [prefix = 'refs/', type = 'branch'] = REF_TYPES.find(([start]) => ref.startsWith(start)) ?? []
  const repository = context.repository ?? 'acme/identity-service'
  return {
    ...machine(context),
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTION: '__run',
    GITHUB_ACTOR: context.actor ?? 'octocat',
    GITHUB_ACTOR_ID: '583231',
    GITHUB_TRIGGERING_ACTOR: context.actor ?? 'octocat',
    GITHUB_API_URL: 'https://api.github.com',
    GITHUB_GRAPHQL_URL: 'https://api.github.com/graphql',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_EVENT_NAME: context.event?.name ?? 'push',
    GITHUB_BASE_REF: context.baseRef ?? '',
    GITHUB_HEAD_REF: context.headRef ?? '',
    GITHUB_JOB: 'deploy',
    GITHUB_REF: ref,
    GITHUB_REF_NAME: ref.slice(prefix.length),
    GITHUB_REF_PROTECTED: 'false',
    GITHUB_REF_TYPE: type,
    GITHUB_REPOSITORY: repository,
    GITHUB_REPOSITORY_ID: '700100200',
    GITHUB_REPOSITORY_OWNER: repository.split('/')[0] ?? '',
    GITHUB_REPOSITORY_OWNER_ID: '600100',
    GITHUB_RETENTION_DAYS: '90',
    GITHUB_RUN_ATTEMPT: context.runAttempt ?? '1',
    GITHUB_RUN_ID: context.runId ?? '9100200300',
    GITHUB_RUN_NUMBER: '42',
    GITHUB_SHA: context.sha ?? '0'.repeat(40),
    GITHUB_WORKFLOW: 'deploy',
    GITHUB_WORKFLOW_REF: `${repository}/.github/workflows/deploy.yml@${ref}`,
    GITHUB_WORKFLOW_SHA: context.sha ?? '0'.repeat(40),
    GITHUB_WORKSPACE: context.workspace,
  }
}

const machine = ({ path, home, temp }: RunnerContext): Record<string, string> => ({
  PATH: path ?? process.env.PATH ?? '/usr/bin:/bin',
  HOME: home,
  LANG: 'C.UTF-8',
  RUNNER_ARCH: 'X64',
  RUNNER_ENVIRONMENT: 'github-hosted',
  RUNNER_NAME: 'embedded',
  RUNNER_OS: 'Linux',
  RUNNER_TEMP: temp,
  RUNNER_TOOL_CACHE: `${temp}/_tool`,
})
