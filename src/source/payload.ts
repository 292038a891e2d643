import { fieldOf, textOf } from '../names/parsed.ts'

/** The webhook payload, which anything may be missing of, or be something else than it should be. */
export type EventPayload = Readonly<Record<string, unknown>>

/** The run that a `workflow_run` follows. */
export const followedRun = (payload: EventPayload) => ({
  event: textOf(fieldOf(payload, 'workflow_run', 'event')),
  sha: textOf(fieldOf(payload, 'workflow_run', 'head_sha')),
})

export function defaultBranch(env: NodeJS.ProcessEnv, payload: EventPayload): string | undefined {
  const named = textOf(fieldOf(payload, 'repository', 'default_branch'))
  if (named) return named
  // A schedule always runs on the default branch, and its payload need not name it.
  return env.GITHUB_EVENT_NAME === 'schedule' ? env.GITHUB_REF_NAME : undefined
}
