import { parseCommit } from '../git-objects.ts'
import { notFound } from '../refusal.ts'
import { verificationOf } from '../signing.ts'
import type { HostedRepository } from '../state.ts'

/** A commit as the lists of commits have it; Git Data has another form. */
export async function fullCommit({ store }: HostedRepository, oid: string) {
  const commit = parseCommit((await store.read(oid)) ?? notFound())
  const { verified, reason } = verificationOf(commit)
  const { signature = null, payload } = commit
  return {
    sha: oid,
    commit: {
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      tree: { sha: commit.tree },
      comment_count: 0,
      verification: {
        ...{ verified, reason, signature, payload: signature && payload },
        verified_at: verified ? commit.committer.date : null,
      },
    },
    author: null,
    committer: null,
    parents: commit.parents.map((sha) => ({ sha })),
  }
}
