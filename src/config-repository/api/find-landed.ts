import { fieldOf, idOf, listOf, textOf } from '../../names/parsed.ts'
import type { SentCommit } from '../repository.ts'
import { hasMessage } from './message.ts'
import { recentQuery } from './queries.ts'
import type { ApiRemote } from './remote.ts'
import { termsWithin } from './terms.ts'

interface Looked<Sent extends SentCommit> {
  /** The newest one that was read: a server may be behind it. */
  readonly tip: string
  readonly sent: readonly Sent[]
  readonly withinMs: number | undefined
}

/** The one of the commits that the branch holds, by the messages: nobody knows the id of one whose answer was lost. */
export async function findLanded<Sent extends SentCommit>(
  remote: ApiRemote,
  { tip, sent, withinMs }: Looked<Sent>,
): Promise<(Sent & { readonly id: string }) | undefined> {
  const query = recentQuery(remote.names, { branch: remote.branch, tip })
  const answer = await remote.query(query, termsWithin(withinMs)())
  const recent = ['branch.target', 'seen'].flatMap((path) =>
    listOf(fieldOf(answer, 'repository', ...path.split('.'), 'history', 'nodes')),
  )
  for (const commit of recent) {
    const [id, message] = [idOf(fieldOf(commit, 'oid')), textOf(fieldOf(commit, 'message')) ?? '']
    const own = sent.find(
      (one) => one.id === id || (one.id === undefined && hasMessage(message, one.message)),
    )
    if (id !== undefined && own) return { ...own, id }
  }
  return undefined
}
