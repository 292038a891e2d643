import { type Github, openGithub } from '../../github/client.ts'
import { Order } from '../../gitops/order.ts'
import { gitTagPrefix } from '../../names/tag.ts'
import type { ConfigPlan } from '../../plan/config.ts'
import type { HistoryPlan } from '../../plan/plan.ts'
import type { Environment } from '../../runner/environment.ts'
import { nextTurn } from '../../runner/turns.ts'
import type { Watch } from '../../runner/waiting.ts'
import type { Workspace } from '../../runner/workspace.ts'
import { githubHistory } from '../../source/history/github-history.ts'
import type { History, Merges } from '../../source/history/history.ts'
import { firstKnown, type LocalHistory, localHistory } from '../../source/history/local-history.ts'
import { isOwnRepository, type Source } from '../../source/source.ts'

export interface OrdersOptions {
  readonly config: ConfigPlan
  readonly history: HistoryPlan
  readonly source: Source
  readonly environment: Environment
  readonly workspace: Workspace
  readonly apiUrl: string
  readonly signal: AbortSignal
  readonly watch: Watch
}

type Orders = (repository: string) => Order

/** One order for each source repository. Of another one than the run's neither a checkout nor a branch is known. */
export function openOrders(options: OrdersOptions): Orders {
  const { apiUrl, history, signal, watch } = options
  const { token } = history
  const github = openGithub({ apiUrl, token, signal, watch })
  const orders = new Map<string, Order>()
  return (repository) => {
    const order = orders.get(repository) ?? openOrder(options, github, repository)
    orders.set(repository, order)
    return order
  }
}

/**
 * Made ready while git clones, which has a process of its own and is started by the end of this turn of the loop. What
 * fails here fails again for whoever asks for it.
 */
export async function openOrdersAhead(
  orders: Orders,
  repositories: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  await nextTurn(signal)
  for (const repository of repositories) orders(repository)
}

function openOrder({ config, source, ...options }: OrdersOptions, github: Github, repository: string): Order {
  const foreign = !isOwnRepository(repository, source)
  const remote = githubHistory(github, { repository, foreign })
  const local = foreign ? undefined : ownHistory(options)
  if (!local?.isWhole) github.prepare()
  if (!local) return new Order(remote, config, { defaultBranch: undefined, foreign: repository })
  return new Order(firstKnown(local, remote), config, {
    defaultBranch: source.defaultBranch,
    tagPrefix: gitTagPrefix(source.ref),
  })
}

type OwnOptions = Omit<OrdersOptions, 'config' | 'source' | 'apiUrl' | 'watch'>

const ownHistory = ({ history, workspace, environment, signal }: OwnOptions): LocalHistory =>
  localHistory(history.checkout, { scratch: workspace.folder('checkouts'), environment, signal })

/** Of the repository of the run. */
export function openHistory({
  apiUrl,
  source,
  watch,
  ...options
}: Omit<OrdersOptions, 'config'>): History & Merges {
  const { history, signal } = options
  const github = openGithub({ apiUrl, token: history.token, signal, watch })
  const [local, remote] = [ownHistory(options), githubHistory(github, { repository: source.repository })]
  const merged: Merges['merged'] = async (commit) =>
    (await local.merged(commit)) ?? (await remote.merged(commit))
  return { ...firstKnown(local, remote), merged }
}
