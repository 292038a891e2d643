import { fieldOf, listOf, textOf } from '../names/parsed.ts'
import { defaultBranch, type EventPayload, followedRun } from './payload.ts'

/** The commits of a push, and that of the run which a `workflow_run` follows. */
export function messagesOf(payload: EventPayload): ReadonlyMap<string, string> {
  const commits = [
    ...listOf(payload.commits),
    payload.head_commit,
    fieldOf(payload, 'workflow_run', 'head_commit'),
  ]
  return new Map(
    commits.flatMap((commit) => {
      const [id, message] = [fieldOf(commit, 'id'), fieldOf(commit, 'message')]
      return typeof id === 'string' && typeof message === 'string' ? [[id, message]] : []
    }),
  )
}

/** GitHub lists no more of a push ("Webhook events and payloads", push). */
const MOST_COMMITS = 2048

/**
 * Of a push that moves a branch on; a new branch or tag brings nothing, and is meant by whoever makes it. Of the run that a
 * `workflow_run` follows only the last commit is known, and whether it was pushed to the default branch.
 */
export function broughtBy(env: NodeJS.ProcessEnv, payload: EventPayload): readonly string[] {
  const followed = env.GITHUB_EVENT_NAME === 'workflow_run'
  if (followed) {
    const branch = textOf(fieldOf(payload, 'workflow_run', 'head_branch'))
    const isPush = followedRun(payload).event === 'push' && branch === defaultBranch(env, payload)
    return isPush ? allTexts([fieldOf(payload, 'workflow_run', 'head_commit')]) : []
  }
  const { commits, created, forced } = payload
  const moves = env.GITHUB_EVENT_NAME === 'push' && env.GITHUB_REF?.startsWith('refs/heads/')
  if (!moves || created !== false || forced !== false || !Array.isArray(commits)) return []
  return commits.length < MOST_COMMITS ? allTexts(commits) : []
}

/** Of each, or of none. */
function allTexts(commits: readonly unknown[]): readonly string[] {
  const messages = commits.map((commit) => fieldOf(commit, 'message'))
  return messages.every((message) => typeof message === 'string') ? messages : []
}
