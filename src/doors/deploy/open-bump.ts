import { placeIn } from '../../config-repository/link.ts'
import type { ConfigRepository, ConfigTree } from '../../config-repository/repository.ts'
import { kustomizeImages } from '../../edit/kustomize/target.ts'
import { type Github, openGithub } from '../../github/client.ts'
import { Bump, type Checks } from '../../gitops/bump.ts'
import { Order } from '../../gitops/order.ts'
import { pushDelivery } from '../../gitops/push.ts'
import { gitTagPrefix } from '../../names/tag.ts'
import type { ConfigPlan } from '../../plan/config.ts'
import type { PushedImage } from '../../plan/image.ts'
import { argocdOverrides } from '../../render/argocd.ts'
import { RenderCheck } from '../../render/render-check.ts'
import { kustomizationWarnings } from '../../render/role-advice.ts'
import { kustomizeRenderer } from '../../render/tool/renderer.ts'
import type { Log } from '../../runner/log.ts'
import { nextTurn } from '../../runner/turns.ts'
import type { Workspace } from '../../runner/workspace.ts'
import { githubHistory } from '../../source/history/github-history.ts'
import { firstKnown, localHistory } from '../../source/history/local-history.ts'
import { isOwnRepository, type Source } from '../../source/source.ts'
import { originOf, wantedImage } from './deployment.ts'

export interface BumpNeeds {
  readonly config: ConfigPlan
  readonly repository: ConfigRepository
  readonly images: readonly PushedImage[]
  readonly source: Source
  /** A folder of the service checkout. */
  readonly context: string
  readonly githubToken: string | undefined
  readonly apiUrl: string
  /** Where kustomize or kubectl is looked for. */
  readonly env: NodeJS.ProcessEnv
  readonly workspace: Workspace
  readonly log: Log
  readonly signal: AbortSignal
}

/** The bump over the config repository, the checkout's own history and the compare API of GitHub. */
export function openBump(needs: BumpNeeds): Bump {
  const { config, source, repository, signal, log } = needs
  const orders = ordersOf(needs)
  openAhead(orders, needs).catch(() => undefined)
  const onLost = (reason: string) =>
    log.info(`Another writer was first (${reason}); starting again from the new tip.`)
  const images = needs.images.map((image) => wantedImage(image, source))
  return new Bump(images, {
    config,
    origin: originOf(source),
    repository,
    delivery: pushDelivery(repository, { onLost, signal }),
    // Every overlay is a kustomization.
    kindOf: () => kustomizeImages,
    orders,
    checks: checksOf(needs, repository),
    onWarning: (warning) => log.warning(warning),
    signal,
  })
}

/** One order for each source repository. Of another one than the run's neither a checkout nor a branch is known. */
function ordersOf(needs: BumpNeeds): (repository: string) => Order {
  const { apiUrl, githubToken: token, signal } = needs
  const github = openGithub({ apiUrl, token, signal })
  const orders = new Map<string, Order>()
  return (repository) => {
    const order = orders.get(repository) ?? openOrder(needs, github, repository)
    orders.set(repository, order)
    return order
  }
}

/**
 * Made ready while git clones, which has a process of its own and is started by the end of this turn of the loop. What
 * fails here fails again for whoever needs it.
 */
async function openAhead(
  orders: (repository: string) => Order,
  { images, signal }: BumpNeeds,
): Promise<void> {
  await nextTurn(signal)
  for (const { sourceRepository } of images) orders(sourceRepository)
}

function openOrder({ config, source, ...needs }: BumpNeeds, github: Github, repository: string): Order {
  const foreign = !isOwnRepository(repository, source)
  const remote = githubHistory(github, { repository, foreign })
  const { context, workspace, signal } = needs
  const local = foreign
    ? undefined
    : localHistory(context, { scratch: workspace.folder('checkouts'), signal })
  if (!local?.isWhole) github.prepare()
  if (!local) return new Order(remote, config, { defaultBranch: undefined, foreign: repository })
  return new Order(firstKnown(local, remote), config, {
    defaultBranch: source.defaultBranch,
    tagPrefix: gitTagPrefix(source.ref),
  })
}

function checksOf({ config, env, ...needs }: BumpNeeds, tree: ConfigTree): Checks {
  const render = kustomizeRenderer(env, needs)
  const renderCheck = new RenderCheck({
    mode: config.renderCheck,
    tree,
    render,
    knownAccounts: config.knownAccounts,
    onFile: () => nextTurn(needs.signal),
  })
  return {
    advise: async (proposal) => [
      ...kustomizationWarnings(proposal, config.knownAccounts, placeIn(config.remote, proposal.tip)),
      ...(await argocdOverrides(tree, proposal)),
    ],
    render: (proposal) => renderCheck.check(proposal),
  }
}
