import { awaitReplicas } from '../../aws/registry/await-replicas.ts'
import type { ConnectRegistry } from '../../aws/registry/connect-registries.ts'
import { placeIn } from '../../config-repository/overlay.ts'
import type { ConfigRepository, ConfigTree } from '../../config-repository/repository.ts'
import { kustomizeImages } from '../../edit/kustomize/target.ts'
import { allOrProblems } from '../../errors/errors.ts'
import { type Github, openGithub } from '../../github/client.ts'
import type { Arrive } from '../../gitops/arrival.ts'
import { Bump, type BumpOptions, type BumpPorts } from '../../gitops/bump.ts'
import type { Checks } from '../../gitops/checks.ts'
import { Order, UNORDERED } from '../../gitops/order.ts'
import type { JudgePorts } from '../../gitops/proposal.ts'
import { pushDelivery } from '../../gitops/push.ts'
import { type SourceChange, sourceChange } from '../../names/source-change.ts'
import { gitTagPrefix } from '../../names/tag.ts'
import type { ConfigPlan } from '../../plan/config.ts'
import type { Deployment, WantedImage } from '../../plan/deployment.ts'
import type { InspectedImage, PushedImage } from '../../plan/image.ts'
import type { HistoryPlan } from '../../plan/plan.ts'
import { applicationOverrides } from '../../render/applications/applications.ts'
import { argocdOverrides } from '../../render/argocd.ts'
import { RenameCheck } from '../../render/rename-check.ts'
import { RenderCheck } from '../../render/render-check.ts'
import { kustomizationWarnings } from '../../render/roles.ts'
import { kustomizeRenderer } from '../../render/tool/renderer.ts'
import type { Environment } from '../../runner/environment.ts'
import type { Log } from '../../runner/log.ts'
import { nextTurn } from '../../runner/turns.ts'
import type { Watch } from '../../runner/waiting.ts'
import type { Workspace } from '../../runner/workspace.ts'
import { githubHistory } from '../../source/history/github-history.ts'
import { firstKnown, localHistory } from '../../source/history/local-history.ts'
import { commitMessages } from '../../source/messages.ts'
import { isOwnRepository, type Source } from '../../source/source.ts'
import { inspectedImage, originOf, wantedImage } from './deployment.ts'

interface OpenOptions extends Pick<BumpOptions, 'newForMs'>, Pick<BumpPorts, 'onProposal'> {
  readonly config: ConfigPlan
  readonly repository: ConfigRepository
  readonly source: Source
  readonly environment: Environment
  readonly workspace: Workspace
  readonly log: Log
  readonly signal: AbortSignal
  readonly watch: Watch
}

export interface OpenBumpOptions extends OpenOptions {
  readonly images: readonly PushedImage[]
  readonly history: HistoryPlan
  /** Asked where an entry names a replica. */
  readonly connect: ConnectRegistry
  readonly apiUrl: string
}

export interface OpenInspectionOptions extends OpenOptions {
  readonly images: readonly InspectedImage[]
}

/** The bump over the config repository, the checkout's own history and the compare API of GitHub. */
export function openBump(options: OpenBumpOptions): Bump {
  const orders = ordersOf(options)
  openAhead(orders, options).catch(() => undefined)
  const images = options.images.map((image) => wantedImage(image, options.source))
  return bumpOf(images, orders, { ...options, describe: describer(options), arrive: arrivalOf(options) })
}

/** What only looks at overlays asks nobody for the order of commits: a deploy does, when it comes. */
export function openInspection(options: OpenInspectionOptions): Pick<Bump, 'preflight' | 'sought'> {
  const images = options.images.map((image) => inspectedImage(image, options.source))
  // Nothing is committed, so no commit is described.
  return bumpOf(images, () => UNORDERED, { ...options, describe: async () => undefined })
}

function bumpOf(
  images: readonly WantedImage[],
  orders: JudgePorts['orders'],
  options: OpenOptions & Pick<BumpPorts, 'describe' | 'arrive'>,
): Bump {
  const { config, source, repository, signal, log, newForMs, onProposal, describe, arrive } = options
  const onLost = (reason: string) =>
    log.info(`Another writer was first (${reason}); starting again from the new tip.`)
  return new Bump(images, {
    config,
    origin: originOf(source),
    repository,
    delivery: pushDelivery(repository, { onLost, signal }),
    // Every overlay is a kustomization.
    kindOf: () => kustomizeImages,
    orders,
    checks: checksOf(options, repository),
    describe,
    arrive,
    onWarning: (warning) => log.warning(warning),
    onProposal,
    signal,
    newForMs,
  })
}

/** What the commits of the images say of themselves; no server is asked for it. */
function describer({ source, history, workspace, environment, signal }: OpenBumpOptions) {
  const asking = { scratch: workspace.folder('checkouts'), environment, signal }
  const messages = commitMessages(source, { folder: history.checkout, ...asking })
  return async ({ commit, source: { name } }: Deployment): Promise<SourceChange | undefined> => {
    const message = commit === undefined ? undefined : await messages(commit, name)
    return message === undefined ? undefined : sourceChange(message, name)
  }
}

/** In replicas of the registries that the images are pushed to. */
function arrivalOf({ config, images, connect, signal, watch }: OpenBumpOptions): Arrive {
  const timeoutMs = config.replicas.timeoutSeconds * 1000
  const arrived = awaitReplicas({ connect, timeoutMs, signal, watch })
  return (expected) => {
    const known = expected.flatMap(({ image: { name, tag, digest }, replica }) => {
      const pushed = images.find((image) => image.name === name)
      return pushed ? [{ ...pushed, tag, digest, replica }] : []
    })
    return arrived(known)
  }
}

/** One order for each source repository. Of another one than the run's neither a checkout nor a branch is known. */
function ordersOf(options: OpenBumpOptions): (repository: string) => Order {
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
async function openAhead(
  orders: (repository: string) => Order,
  { images, signal }: OpenBumpOptions,
): Promise<void> {
  await nextTurn(signal)
  for (const { sourceRepository } of images) orders(sourceRepository)
}

function openOrder(
  { config, source, ...options }: OpenBumpOptions,
  github: Github,
  repository: string,
): Order {
  const foreign = !isOwnRepository(repository, source)
  const remote = githubHistory(github, { repository, foreign })
  const { history, workspace, environment, signal } = options
  const local = foreign
    ? undefined
    : localHistory(history.checkout, { scratch: workspace.folder('checkouts'), environment, signal })
  if (!local?.isWhole) github.prepare()
  if (!local) return new Order(remote, config, { defaultBranch: undefined, foreign: repository })
  return new Order(firstKnown(local, remote), config, {
    defaultBranch: source.defaultBranch,
    tagPrefix: gitTagPrefix(source.ref),
  })
}

function checksOf(options: OpenOptions, tree: ConfigTree): Checks {
  const { config, environment, signal, watch, log } = options
  const render = kustomizeRenderer(environment.variables, options)
  const renderCheck = new RenderCheck({
    mode: config.renderCheck,
    tree,
    render,
    knownAccounts: config.knownAccounts,
    placeAt: (tip) => placeIn(config.remote, tip),
    onFile: () => nextTurn(signal),
    onWarning: (warning) => log.warning(warning),
  })
  const renameCheck = new RenameCheck(tree)
  const { webUrl } = config.remote
  const onFile = () => nextTurn(signal)
  return {
    seek: async (proposal) => {
      const { warnings, unknown } = await applicationOverrides(proposal, { tree, webUrl, onFile })
      for (const line of unknown) log.info(line)
      return warnings
    },
    advise: async (proposal) => [
      ...kustomizationWarnings(proposal, config.knownAccounts, placeIn(config.remote, proposal.tip)),
      ...(await argocdOverrides(tree, proposal)),
    ],
    render: (proposal) =>
      watch(
        () => ({ what: 'the overlays to be rendered' }),
        async () => (await allOrProblems([renameCheck.check(proposal), renderCheck.check(proposal)])).flat(),
      ),
  }
}
