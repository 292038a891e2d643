import { fieldOf, idOf, recordOf, textOf } from '../../names/parsed.ts'
import { isRecord } from '../../names/text.ts'
import type { Github } from '../client.ts'

export type MergeMethod = 'merge' | 'squash' | 'rebase'

/** An open pull request, with the commit that this run put there. */
export interface MergingPull {
  /** `owner/name` */
  readonly repository: string
  readonly number: number
  readonly url: string
  readonly head: string
}

/** What decides how it can be merged. */
export interface MergeState {
  readonly id: string
  readonly head: string
  readonly closed: boolean
  /** The commit of the merge, once there is one. */
  readonly merged: string | undefined
  /** GitHub merges it by itself already. */
  readonly waiting: boolean
  /** The base has a merge queue. */
  readonly queue: boolean
  /** MergeStateStatus of GraphQL. */
  readonly status: string
  readonly autoMergeAllowed: boolean
  readonly methods: ReadonlySet<MergeMethod>
  readonly defaultMethod: MergeMethod
}

const STATE = `query($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) {
    autoMergeAllowed mergeCommitAllowed squashMergeAllowed rebaseMergeAllowed viewerDefaultMergeMethod
    pullRequest(number: $number) {
      id state isDraft headRefOid mergeStateStatus isInMergeQueue isMergeQueueEnabled
      autoMergeRequest { enabledAt }
      mergeCommit { oid }
    }
  }
}`

const METHODS: Readonly<Record<string, MergeMethod>> = { MERGE: 'merge', SQUASH: 'squash', REBASE: 'rebase' }
const ALLOWED: readonly (readonly [field: string, method: MergeMethod])[] = [
  ['mergeCommitAllowed', 'merge'],
  ['squashMergeAllowed', 'squash'],
  ['rebaseMergeAllowed', 'rebase'],
]

/** GraphQL says at once what REST finds out beside the request, and does not cache it. */
export async function readMergeState(
  { repository, number }: Pick<MergingPull, 'repository' | 'number'>,
  github: Pick<Github, 'ask'>,
): Promise<MergeState> {
  const [owner = '', name = ''] = repository.split('/')
  const answer: unknown = await github.ask((calls) => calls.graphql(STATE, { owner, name, number }))
  const found = recordOf(fieldOf(answer, 'repository'))
  const pull = recordOf(found.pullRequest)
  const isMerged = pull.state === 'MERGED'
  return {
    id: textIn(pull, 'id'),
    head: textIn(pull, 'headRefOid'),
    closed: pull.state === 'CLOSED',
    merged: isMerged ? idOf(fieldOf(pull, 'mergeCommit', 'oid')) : undefined,
    waiting: pull.isInMergeQueue === true || isRecord(pull.autoMergeRequest),
    queue: pull.isMergeQueueEnabled === true,
    status: pull.isDraft === true ? 'DRAFT' : textIn(pull, 'mergeStateStatus'),
    autoMergeAllowed: found.autoMergeAllowed === true,
    methods: new Set(ALLOWED.flatMap(([field, method]) => (found[field] === true ? [method] : []))),
    defaultMethod: METHODS[textIn(found, 'viewerDefaultMergeMethod')] ?? 'merge',
  }
}

const textIn = (value: unknown, name: string): string => textOf(fieldOf(value, name)) ?? ''
