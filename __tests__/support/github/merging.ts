import { parseCommit, type Signature, writeCommit } from './git-objects.ts'
import { GITHUB, type Grant, identityOf } from './grants.ts'
import { judgeUpdate, rulesOf } from './protection.ts'
import {
  closePull,
  commitsOf,
  follow,
  isBehind,
  judge,
  type MergeMethod,
  mergedTree,
  missing,
  type Pull,
} from './pulls.ts'
import { notFound, refuse } from './refusal.ts'
import { signAsGitHub } from './signing.ts'
import { type GitHubState, type HostedRepository, moveRef, timeOf } from './state.ts'

export interface Merge {
  method: MergeMethod
  title?: string | undefined
  message?: string | undefined
}

const blocked = (message: string): never => refuse({ status: 405, type: 'UNPROCESSABLE', message })

/** @throws Refusal, as GitHub refuses a merge. */
export async function mergePull(
  { state, repository, grant }: { state: GitHubState; repository: HostedRepository; grant: Grant },
  pull: Pull,
  merge: Merge,
): Promise<string> {
  await follow(state, repository)
  if (pull.state !== 'open') blocked('Pull Request is not mergeable')
  if (pull.draft) blocked('Pull Request is still a draft')
  const [first] = missing(repository, pull, grant.login)
  if (first !== undefined) blocked(first)
  if (await isBehind(repository, pull)) blocked('Head branch is out of date. Review and try the merge again.')
  if (!repository.options.methods.includes(merge.method)) blocked(NOT_ALLOWED[merge.method])
  if (queues(repository, pull) && !pull.queued) blocked('Changes must be made through the merge queue')
  const tree = (await mergedTree(repository, pull)) ?? blocked('Pull Request is not mergeable')
  const date = timeOf(state)
  const oid = await writeMerge(repository, pull, { ...merge, tree, who: identityOf(grant, date), date })
  const ref = `refs/heads/${pull.base}`
  await judgeUpdate(repository, grant, { ref, from: pull.baseOid, to: oid, by: 'merge' })
  if (!(await moveRef(repository, ref, { from: pull.baseOid, to: oid }))) {
    blocked('Base branch was modified. Review and try the merge again.')
  }
  pull.merged = { at: date, by: grant.login, oid }
  closePull(state, pull)
  return oid
}

/** As the REST API says it. */
const NOT_ALLOWED: Record<MergeMethod, string> = {
  merge: 'Merge commits are not allowed on this repository.',
  squash: 'Squash merges are not allowed on this repository.',
  rebase: 'Rebase merges are not allowed on this repository.',
}

export const queues = (repository: HostedRepository, pull: Pull): boolean =>
  rulesOf(repository, pull.base).some(({ mergeQueue }) => mergeQueue)

interface Written extends Merge {
  tree: string
  who: Signature
  date: string
}

async function writeMerge(repository: HostedRepository, pull: Pull, merge: Written): Promise<string> {
  const { store } = repository
  const { tree, who, date, method } = merge
  const common = { committer: { ...GITHUB, date }, sign: signAsGitHub }
  if (method === 'rebase') return rebase(repository, pull, common)
  const merged = `Merge pull request #${pull.number} from ${repository.fullName.split('/')[0]}/${pull.head}`
  const squashed = `${pull.title} (#${pull.number})`
  const title = merge.title ?? (method === 'merge' ? merged : squashed)
  const text = merge.message ?? (method === 'merge' ? pull.title : (pull.body ?? ''))
  const parents = method === 'merge' ? [pull.baseOid, pull.headOid] : [pull.baseOid]
  return writeCommit(store, {
    tree,
    parents,
    author: who,
    message: text ? `${title}\n\n${text}` : title,
    ...common,
  })
}

/** Only what needs no merge of its own: the commits lie on the tip of the base already. */
async function rebase(
  repository: HostedRepository,
  pull: Pull,
  common: Pick<Parameters<typeof writeCommit>[1], 'committer' | 'sign'>,
): Promise<string> {
  let tip = pull.baseOid
  for (const oid of await commitsOf(repository, pull)) {
    const commit = parseCommit((await repository.store.read(oid)) ?? notFound())
    if (commit.parents[0] !== pull.baseOid && tip === pull.baseOid) blocked("This branch can't be rebased")
    tip = await writeCommit(repository.store, { ...commit, ...common, parents: [tip] })
  }
  return tip
}

/** GraphQL refuses what could be merged at once, and what never can (https://docs.github.com/graphql, enablePullRequestAutoMerge). */
export async function enableAutoMerge(
  { repository, grant }: { repository: HostedRepository; grant: Grant },
  pull: Pull,
  method: MergeMethod,
): Promise<void> {
  const refused = (message: string): never => refuse({ status: 200, type: 'UNPROCESSABLE', message })
  if (!repository.options.autoMerge) refused('Auto merge is not allowed for this repository')
  if (pull.state !== 'open') refused('Pull request is closed')
  if (queues(repository, pull)) pull.queued = true
  else {
    if (!repository.options.methods.includes(method))
      refused(`Merge method ${NAMES[method]} is not allowed on this repository`)
    const state = await judge(repository, pull)
    if (NOTHING_PENDING.has(state)) refused(`Pull request is in ${state} status`)
  }
  pull.autoMerge = { method, by: grant.login }
}

const NAMES: Record<MergeMethod, string> = {
  merge: 'merge commits',
  squash: 'squash merging',
  rebase: 'rebase merging',
}

/** Whether something could be merged later is asked only of what waits for something (enable-pull-request-automerge#343, #355). */
const NOTHING_PENDING: ReadonlySet<string> = new Set(['clean', 'unstable', 'draft'])

const MERGEABLE: ReadonlySet<string> = new Set(['clean', 'unstable'])

/** What waits is merged when nothing is missing any more, queued ones in their order. */
export async function settle(state: GitHubState, repository: HostedRepository): Promise<number[]> {
  const landed: number[] = []
  for (const pull of repository.pulls.values()) {
    await follow(state, repository)
    const { autoMerge } = pull
    if (!autoMerge || pull.state !== 'open') continue
    if (!MERGEABLE.has(await judge(repository, pull))) continue
    const grant: Grant = { kind: 'installation', login: 'github-merge-queue[bot]', permissions: 'all' }
    await mergePull({ state, repository, grant }, pull, { method: autoMerge.method })
    landed.push(pull.number)
  }
  return landed
}
