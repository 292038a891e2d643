import { awaitReplicas } from '../../aws/registry/await-replicas.ts'
import type { ConnectRegistry } from '../../aws/registry/connect-registries.ts'
import type { ConfigRepository } from '../../config-repository/repository.ts'
import type { Arrive } from '../../gitops/arrival.ts'
import { Bump, type BumpOptions, type BumpPorts } from '../../gitops/bump.ts'
import type { Delivery } from '../../gitops/delivery.ts'
import type { Describe } from '../../gitops/message/change.ts'
import { UNORDERED } from '../../gitops/order.ts'
import type { JudgePorts } from '../../gitops/proposal.ts'
import { pushDelivery } from '../../gitops/push.ts'
import { sourceChange } from '../../names/source-change.ts'
import type { WantedImage } from '../../plan/deployment.ts'
import type { InspectedImage, PushedImage } from '../../plan/image.ts'
import { commitMessages } from '../../source/messages.ts'
import type { Source } from '../../source/source.ts'
import { inspectedImage, originOf, wantedImage } from './deployment.ts'
import { type ChecksOptions, openChecks } from './open-checks.ts'
import { openKind } from './open-kind.ts'
import { type OrdersOptions, openOrders, openOrdersAhead } from './open-orders.ts'
import type { OpenedConfig } from './open-repository.ts'
import type { OpenPullRequestsOptions } from './pull-request/open.ts'

interface OpenOptions extends ChecksOptions, Pick<BumpOptions, 'newForMs'>, Pick<BumpPorts, 'onProposal'> {
  readonly repository: ConfigRepository
  readonly source: Source
}

export interface OpenBumpOptions
  extends OpenOptions,
    OrdersOptions,
    Omit<OpenedConfig, 'repository'>,
    Pick<OpenPullRequestsOptions, 'platformsOf'> {
  readonly images: readonly PushedImage[]
  /** Asked where an entry names a replica. */
  readonly connect: ConnectRegistry
}

export interface OpenInspectionOptions extends OpenOptions {
  readonly images: readonly InspectedImage[]
}

/** The bump over the config repository, the checkout's own history and the compare API of GitHub. */
export function openBump(options: OpenBumpOptions): Bump {
  const orders = openOrders(options)
  const repositories = options.images.map(({ sourceRepository }) => sourceRepository)
  openOrdersAhead(orders, repositories, options.signal).catch(() => undefined)
  const images = options.images.map((image) => wantedImage(image, options.source))
  const describe = describer(options)
  const delivery = deliveryOf(options, describe)
  return bumpOf(images, orders, { ...options, describe, delivery, arrive: arrivalOf(options) })
}

/** What only looks at overlays asks nobody for the order of commits: a deploy does, when it comes. */
export function openInspection(options: OpenInspectionOptions): Pick<Bump, 'preflight' | 'sought'> {
  const images = options.images.map((image) => inspectedImage(image, options.source))
  // Nothing is committed, so no commit is described.
  const ports = { describe: async () => undefined, delivery: pushOf(options) }
  return bumpOf(images, () => UNORDERED, { ...options, ...ports })
}

function bumpOf(
  images: readonly WantedImage[],
  orders: JudgePorts['orders'],
  options: OpenOptions & Pick<BumpPorts, 'describe' | 'delivery' | 'arrive'>,
): Bump {
  const { config, source, repository, signal, log, newForMs, onProposal, describe, delivery, arrive } =
    options
  return new Bump(images, {
    config,
    origin: originOf(source),
    repository,
    delivery,
    kindOf: openKind,
    orders,
    checks: openChecks(repository, options),
    describe,
    arrive,
    onWarning: (warning) => log.warning(warning),
    onProposal,
    signal,
    newForMs,
  })
}

function pushOf({ repository, log, signal }: OpenOptions): Delivery {
  const onLost = (reason: string) =>
    log.info(`Another writer was first (${reason}); starting again from the new tip.`)
  return pushDelivery(repository, { onLost, signal })
}

/** What opens pull requests is loaded when there is something to deliver. */
function deliveryOf(options: OpenBumpOptions, describe: Describe): Delivery {
  const { pullRequest: plan } = options.config
  if (!plan) return pushOf(options)
  const open = async () => {
    const { openPullRequests } = await import('./pull-request/open.ts')
    const [branches, origin] = [await options.branches(), originOf(options.source)]
    return openPullRequests({ ...options, plan, branches, origin, describe })
  }
  return {
    deliver: async (change) => (await open()).deliver(change),
    rehearse: async (change) => (await open()).rehearse(change),
  }
}

/** What the commits of the images say of themselves; no server is asked for it. */
function describer({ source, history, workspace, environment, signal }: OpenBumpOptions): Describe {
  const asking = { scratch: workspace.folder('checkouts'), environment, signal }
  const messages = commitMessages(source, { folder: history.checkout, ...asking })
  return async ({ commit, source: { name } }) => {
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
