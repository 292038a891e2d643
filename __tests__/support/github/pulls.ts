import { git, tryGit } from '../git.ts'
import { mayBypass, rulesOf } from './protection.ts'
import { type GitHubState, type HostedRepository, timeOf, tipOf } from './state.ts'

export type MergeMethod = 'merge' | 'squash' | 'rebase'

export interface Review {
  login: string
  state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED'
  at: string
  oid: string
}

export interface Comment {
  id: number
  login: string
  body: string
  at: string
}

export interface Pull {
  number: number
  title: string
  body: string | null
  /** Names of branches, both of this repository. */
  head: string
  base: string
  /** Where they were when it was last looked at. */
  headOid: string
  baseOid: string
  state: 'open' | 'closed'
  draft: boolean
  login: string
  createdAt: string
  updatedAt: string
  closedAt: string | undefined
  merged: { at: string; by: string; oid: string } | undefined
  autoMerge: { method: MergeMethod; by: string } | undefined
  queued: boolean
  labels: string[]
  assignees: string[]
  reviewers: string[]
  teams: string[]
  comments: Comment[]
  reviews: Review[]
  /** GitHub finds out whether it can be merged after somebody has asked (its REST docs, "Get a pull request"). */
  judged: boolean
}

export const fullHead = ({ fullName }: HostedRepository, head: string): string =>
  `${fullName.split('/')[0]}:${head}`

export interface NewPull {
  title: string
  body: string | null
  head: string
  base: string
  draft: boolean
  login: string
}

export async function addPull(
  state: GitHubState,
  repository: HostedRepository,
  asked: NewPull & Pick<Pull, 'headOid' | 'baseOid'>,
): Promise<Pull> {
  const at = timeOf(state)
  const number = repository.nextNumber
  repository.nextNumber += 1
  const pull: Pull = {
    ...asked,
    ...{ number, state: 'open', createdAt: at, updatedAt: at, closedAt: undefined, merged: undefined },
    ...{
      autoMerge: undefined,
      queued: false,
      labels: [],
      assignees: [],
      reviewers: [],
      teams: [],
      comments: [],
    },
    ...{ reviews: [], judged: false },
  }
  repository.pulls.set(number, pull)
  return pull
}

export function closePull(state: GitHubState, pull: Pull): void {
  pull.state = 'closed'
  pull.closedAt = timeOf(state)
  pull.updatedAt = pull.closedAt
  pull.autoMerge = undefined
  pull.queued = false
}

/** What has become of open pull requests while branches moved, by whatever way. */
export async function follow(state: GitHubState, repository: HostedRepository): Promise<void> {
  for (const pull of repository.pulls.values()) {
    if (pull.state === 'open') await followOne(state, repository, pull)
  }
}

async function followOne(state: GitHubState, repository: HostedRepository, pull: Pull): Promise<void> {
  const head = await tipOf(repository, `refs/heads/${pull.head}`)
  const base = await tipOf(repository, `refs/heads/${pull.base}`)
  if (head === undefined || base === undefined) return closePull(state, pull)
  if (head === pull.headOid && base === pull.baseOid) return
  const headMoved = head !== pull.headOid
  pull.headOid = head
  pull.baseOid = base
  pull.judged = false
  if (headMoved) pull.updatedAt = timeOf(state)
  if (!(await isAncestor(repository, head, base))) return
  // A branch that was put onto its base has nothing to merge; a base that took it in has merged it.
  if (!headMoved) pull.merged = { at: timeOf(state), by: pull.login, oid: base }
  closePull(state, pull)
}

export async function isAncestor(
  { directory }: HostedRepository,
  one: string,
  other: string,
): Promise<boolean> {
  return (await tryGit(['merge-base', '--is-ancestor', one, other], { cwd: directory })) !== undefined
}

export const commitsOf = async ({ directory }: HostedRepository, pull: Pull): Promise<string[]> =>
  (await git(['rev-list', '--reverse', `${pull.baseOid}..${pull.headOid}`], { cwd: directory }))
    .split('\n')
    .filter(Boolean)

export type MergeState = 'unknown' | 'dirty' | 'draft' | 'blocked' | 'behind' | 'unstable' | 'clean'

/** Whether it can be merged now; `unknown` the first time that somebody asks. */
export async function mergeStateOf(repository: HostedRepository, pull: Pull): Promise<MergeState> {
  if (!pull.judged && pull.state === 'open') {
    pull.judged = true
    return 'unknown'
  }
  return judge(repository, pull)
}

export async function judge(
  repository: HostedRepository,
  pull: Pull,
): Promise<Exclude<MergeState, 'unknown'>> {
  if ((await mergedTree(repository, pull)) === undefined) return 'dirty'
  if (pull.draft) return 'draft'
  if (missing(repository, pull).length > 0) return 'blocked'
  if (await isBehind(repository, pull)) return 'behind'
  return repository.pending.has(pull.headOid) ? 'unstable' : 'clean'
}

/** Its base has something that it has not, and asks for it. */
export async function isBehind(repository: HostedRepository, pull: Pull): Promise<boolean> {
  const asked = rulesOf(repository, pull.base).some(({ upToDate }) => upToDate)
  return asked && !(await isAncestor(repository, pull.baseOid, pull.headOid))
}

/** What the rules of the base still ask of a pull request. */
export function missing(repository: HostedRepository, pull: Pull, login = ''): string[] {
  return rulesOf(repository, pull.base).flatMap((rules) => {
    if (mayBypass(rules, { kind: 'classic', login, permissions: {} })) return []
    const approvals = rules.approvals ?? 0
    const review = `At least ${approvals} approving review is required by reviewers with write access.`
    const checks = (rules.checks ?? []).filter((name) => !repository.passed.has(`${pull.headOid} ${name}`))
    return [
      ...(rules.locked ? ['Cannot change this locked branch'] : []),
      ...(approvalsOf(pull) < approvals ? [review] : []),
      ...checks.map((name) => `Required status check "${name}" is expected.`),
    ]
  })
}

/** Of everybody the last review counts. */
function approvalsOf({ reviews }: Pull): number {
  const last = new Map(reviews.map(({ login, state }) => [login, state]))
  return [...last.values()].filter((state) => state === 'APPROVED').length
}

/** undefined: there are conflicts. */
export const mergedTree = async ({ directory }: HostedRepository, pull: Pull): Promise<string | undefined> =>
  (await tryGit(['merge-tree', '--write-tree', pull.baseOid, pull.headOid], { cwd: directory }))?.split(
    '\n',
  )[0]
