import { fieldOf, textOf } from '../../names/parsed.ts'
import type { Repository } from '../git/repository.ts'
import type { EventPayload } from '../payload.ts'

/** The commit that a change began at, or why nobody here can tell. */
export type ChangeBase = { readonly commit: string } | { readonly unknown: string }

interface Run {
  readonly env: NodeJS.ProcessEnv
  readonly payload: EventPayload
}

const COMMIT = /^[0-9a-f]{40,64}$/
const TIME_LIMIT_MS = 30_000

/** Whether the run is for a change that is proposed, and not for one that was made. */
export const isPullRequest = ({ GITHUB_EVENT_NAME: event = '' }: NodeJS.ProcessEnv): boolean =>
  event === 'pull_request' || event === 'pull_request_target'

/**
 * What the checkout is compared with. GitHub checks out a merge of a pull request into its base: its first parent is
 * the base as it is in that merge, which needs two commits of the history alone. Elsewhere it is where the branch left
 * the one that it was made from.
 */
export async function changeBase(repository: Repository, { env, payload }: Run): Promise<ChangeBase> {
  const ask = async (...command: readonly string[]): Promise<string | undefined> => {
    const { exitCode, stdout } = await repository.ask(command, { timeoutMs: TIME_LIMIT_MS })
    const said = stdout.trim()
    return exitCode === 0 && COMMIT.test(said) ? said : undefined
  }
  const parse = (revision: string) => ask('rev-parse', '--verify', '--quiet', `${revision}^{commit}`)
  if (isPullRequest(env)) {
    const isMerge = (await parse('HEAD^2')) !== undefined && (await parse('HEAD')) === env.GITHUB_SHA
    const base = textOf(fieldOf(payload, 'pull_request', 'base', 'sha')) ?? ''
    const commit = isMerge
      ? await parse('HEAD^1')
      : COMMIT.test(base)
        ? await ask('merge-base', base, 'HEAD')
        : undefined
    return commit ? { commit } : { unknown: SHALLOW }
  }
  for (const branch of ['origin/HEAD', 'origin/main', 'origin/master', 'main', 'master']) {
    const tip = await parse(branch)
    const commit = tip && (await ask('merge-base', tip, 'HEAD'))
    if (commit) return { commit }
  }
  return { unknown: 'no branch is here that this one was made from (git fetch origin)' }
}

const SHALLOW = 'the checkout has not the commit that the pull request is compared with (fetch-depth: 2)'
