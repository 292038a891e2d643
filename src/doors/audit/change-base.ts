import type { Asker } from '../../config-repository/folder/asker.ts'
import { commitAt, mergeBase, NO_BASE } from '../../config-repository/folder/merge-base.ts'
import { fieldOf, textOf } from '../../names/parsed.ts'
import type { EventPayload } from '../../source/payload.ts'

/** The commit that a change began at, or why nobody here can tell. */
export type ChangeBase = { readonly commit: string } | { readonly unknown: string }

interface Run {
  readonly env: NodeJS.ProcessEnv
  readonly payload: EventPayload
}

/** Whether the run is for a change that is proposed, and not for one that was made. */
export const isPullRequest = ({ GITHUB_EVENT_NAME: event = '' }: NodeJS.ProcessEnv): boolean =>
  event === 'pull_request' || event === 'pull_request_target'

/** What a branch may have been made from, the likeliest first. */
const TRUNKS = ['origin/HEAD', 'origin/main', 'origin/master', 'main', 'master']

/**
 * What the checkout is compared with. GitHub checks out a merge of a pull request into its base: its first parent is
 * the base as it is in that merge, which needs two commits of the history alone. Elsewhere it is where the branch left
 * the one that it was made from.
 */
export async function changeBase(asker: Asker, { env, payload }: Run): Promise<ChangeBase> {
  if (!isPullRequest(env)) return trunkBase(asker)
  const isMerge = (await commitAt(asker, 'HEAD^2')) && (await commitAt(asker, 'HEAD')) === env.GITHUB_SHA
  const parent = isMerge ? await commitAt(asker, 'HEAD^1') : undefined
  if (parent !== undefined) return { commit: parent }
  return baseWith(asker, textOf(fieldOf(payload, 'pull_request', 'base', 'sha')) ?? '')
}

async function trunkBase(asker: Asker): Promise<ChangeBase> {
  for (const trunk of TRUNKS) {
    if ((await commitAt(asker, trunk)) !== undefined) return baseWith(asker, trunk)
  }
  return { unknown: 'no branch is here that this one was made from (git fetch origin)' }
}

async function baseWith(asker: Asker, other: string): Promise<ChangeBase> {
  const base = await mergeBase(asker, 'HEAD', other)
  if ('commit' in base) return base
  return { unknown: `${NO_BASE[base.none]} (fetch-depth: 2 on a pull request, else 0)` }
}
