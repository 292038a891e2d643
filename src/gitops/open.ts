import type { ConfigPlan, PushedImage } from '../plan/plan.ts'
import type { Log } from '../runner/log.ts'
import type { Workspace } from '../runner/workspace.ts'
import type { Source } from '../source/source.ts'
import { Bump } from './bump.ts'
import { GitRepository } from './git/git-repository.ts'
import { githubHistory } from './github-history.ts'
import { Order } from './order.ts'

export interface BumpNeeds {
  readonly config: ConfigPlan
  readonly images: readonly PushedImage[]
  readonly source: Source
  readonly githubToken: string | undefined
  readonly apiUrl: string
  readonly workspace: Workspace
  readonly log: Log
  readonly signal: AbortSignal
}

/** The bump over git and the compare API of GitHub. */
export function openBump(needs: BumpNeeds): Bump {
  const { config, source, signal, log, apiUrl } = needs
  const history = githubHistory({ apiUrl, repository: source.repository, token: needs.githubToken, signal })
  return new Bump(needs.images, {
    config,
    source,
    repository: new GitRepository(config, needs.workspace, signal),
    order: new Order(history, config, source.defaultBranch),
    onLost: (reason) => log.info(`Another writer was first (${reason}); starting again from the new tip.`),
    signal,
  })
}
