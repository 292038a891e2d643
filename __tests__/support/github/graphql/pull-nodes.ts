import { parseCommit } from '../git-objects.ts'
import { enableAutoMerge as arm, queues } from '../merging.ts'
import type { MergeMethod, Pull } from '../pulls.ts'
import { follow, mergeStateOf } from '../pulls.ts'
import { notFound, refuse } from '../refusal.ts'
import { type Caller, demand, type HostedRepository, see, timeOf } from '../state.ts'
import { takeSwitch } from '../switches.ts'
import { commitNode, type Source } from './git-nodes.ts'
import { nodeId, readNodeId } from './node-id.ts'

const actor = (login: string): Source => ({
  __typename: login.endsWith('[bot]') ? 'Bot' : 'User',
  login,
  id: nodeId('U', login),
  url: `https://github.com/${login}`,
})

export function pullNode(caller: Caller, repository: HostedRepository, pull: Pull): Source {
  const { serverUrl } = caller.state.settings
  // Both of one answer are of one look.
  let looked: ReturnType<typeof mergeStateOf> | undefined
  const state = () => {
    looked ??= mergeStateOf(repository, pull)
    return looked
  }
  const { autoMerge, merged } = pull
  return {
    __typename: 'PullRequest',
    id: nodeId('PR', repository.fullName, pull.number),
    ...{ number: pull.number, title: pull.title, body: pull.body ?? '', isDraft: pull.draft, locked: false },
    url: `${serverUrl}/${repository.fullName}/pull/${pull.number}`,
    state: merged ? 'MERGED' : pull.state.toUpperCase(),
    ...{ merged: merged !== undefined, mergedAt: merged?.at ?? null, closed: pull.state === 'closed' },
    ...{ closedAt: pull.closedAt ?? null, createdAt: pull.createdAt, updatedAt: pull.updatedAt },
    ...{ headRefName: pull.head, headRefOid: pull.headOid, baseRefName: pull.base, baseRefOid: pull.baseOid },
    author: actor(pull.login),
    mergeStateStatus: async () => (await state()).toUpperCase(),
    mergeable: async () => MERGEABLE[await state()] ?? 'MERGEABLE',
    autoMergeRequest: autoMerge
      ? {
          __typename: 'AutoMergeRequest',
          ...{ mergeMethod: autoMerge.method.toUpperCase(), enabledBy: actor(autoMerge.by) },
          ...{ enabledAt: pull.updatedAt, commitHeadline: null, commitBody: null, authorEmail: null },
        }
      : null,
    mergeCommit: async () => {
      const found = merged && (await repository.store.read(merged.oid))
      return found ? commitNode({ repository, serverUrl }, parseCommit(found)) : null
    },
    isMergeQueueEnabled: queues(repository, pull),
    isInMergeQueue: pull.queued,
    mergeQueueEntry: pull.queued ? queueEntry(repository, pull) : null,
  }
}

const MERGEABLE: Record<string, string> = { unknown: 'UNKNOWN', dirty: 'CONFLICTING' }

function queueEntry(repository: HostedRepository, pull: Pull): Source {
  const queue = [...repository.pulls.values()].filter(({ queued, base }) => queued && base === pull.base)
  return {
    __typename: 'MergeQueueEntry',
    ...{ id: nodeId('PR', pull.number, 'entry'), state: 'QUEUED', position: queue.indexOf(pull) + 1 },
    ...{ jump: false, solo: false, enqueuedAt: pull.updatedAt, enqueuer: actor(pull.login) },
  }
}

export async function pullField(
  { number }: { number: number },
  caller: Caller,
  repository: HostedRepository,
): Promise<Source> {
  demand(caller, 'pull_requests', 'read')
  await follow(caller.state, repository)
  const message = `Could not resolve to a PullRequest with the number of ${number}.`
  return pullNode(caller, repository, repository.pulls.get(number) ?? notFound(message))
}

interface PullInput {
  pullRequestId: string
  clientMutationId?: string
  mergeMethod?: string
  expectedHeadOid?: string
}

/** The pull request behind a global id, for somebody who may change it. */
async function changeable({ pullRequestId }: PullInput, caller: Caller) {
  const message = `Could not resolve to a node with the global id of '${pullRequestId}'`
  const known = readNodeId(pullRequestId)
  if (known?.kind !== 'PR' || takeSwitch(caller.state.switches, 'lateNodes')) notFound(message)
  const [fullName = '', number] = known?.facts ?? []
  const repository = await see(caller, fullName, message)
  demand(caller, 'pull_requests', 'write')
  await follow(caller.state, repository)
  return { repository, pull: repository.pulls.get(Number(number)) ?? notFound(message) }
}

type Mutation = (given: { input: PullInput }, caller: Caller) => Promise<Source>

type Change = (
  where: { repository: HostedRepository; pull: Pull; input: PullInput },
  caller: Caller,
) => Promise<void> | void

const mutation =
  (change: Change): Mutation =>
  async ({ input }, caller) => {
    const where = await changeable(input, caller)
    await change({ ...where, input }, caller)
    where.pull.updatedAt = timeOf(caller.state)
    const { clientMutationId = null } = input
    const { grant } = caller
    return {
      clientMutationId,
      actor: actor(grant.login),
      pullRequest: pullNode(caller, where.repository, where.pull),
    }
  }

const unprocessable = (message: string): never => refuse({ status: 200, type: 'UNPROCESSABLE', message })

export const PULL_MUTATIONS: Record<string, Mutation> = {
  enablePullRequestAutoMerge: mutation(async ({ repository, pull, input }, caller) => {
    demand(caller, 'contents', 'write')
    const { expectedHeadOid, mergeMethod = 'MERGE' } = input
    if (expectedHeadOid && expectedHeadOid !== pull.headOid) {
      const message = 'Head sha was modified. Review and try the merge again.'
      refuse({ status: 200, type: 'STALE_DATA', message })
    }
    await arm({ repository, grant: caller.grant }, pull, mergeMethod.toLowerCase() as MergeMethod)
  }),
  disablePullRequestAutoMerge: mutation(({ pull }) => {
    if (!pull.autoMerge) unprocessable("Can't disable auto-merge for this pull request")
    pull.autoMerge = undefined
    pull.queued = false
  }),
  markPullRequestReadyForReview: mutation(({ pull }) => {
    pull.draft = false
  }),
  convertPullRequestToDraft: mutation(({ pull }) => {
    pull.draft = true
    pull.autoMerge = undefined
  }),
}
