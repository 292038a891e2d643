import { fieldOf } from '../../names/parsed.ts'
import type { Change } from '../repository.ts'
import { partsOf } from './obstacle.ts'
import type { ApiRemote } from './remote.ts'
import type { TermsLeft } from './terms.ts'

export interface Making {
  readonly parent: string
  /** Of the parent, as GitHub says. */
  readonly tree: unknown
  /** That files have there. */
  readonly modes: ReadonlyMap<string, number | undefined>
  readonly change: Change
}

const PROGRAM = 0o100755

/**
 * A commit that nothing points at yet. It names no author: then it is that of the owner of the token, and GitHub signs
 * what an App makes so (GitHub docs, "About commit signature verification", bots).
 */
export async function makeCommit(remote: ApiRemote, making: Making, left: TermsLeft): Promise<string> {
  const { parent, change } = making
  const { owner, name: repo } = remote.names
  const newTree = await makeTree(remote, making, left)
  const content = { message: change.message, tree: newTree, parents: [parent] }
  const commit = (who: { committer?: Change['author'] }) =>
    remote.request(
      ({ request }) => request('POST /repos/{owner}/{repo}/git/commits', { owner, repo, ...content, ...who }),
      left(),
    )
  const { data } = await commit({})
  // GitHub does not sign that of a person: its committer says then that this step has made it, as by git.
  const isSigned = fieldOf(data, 'verification', 'verified') === true
  const final = isSigned ? data : (await commit({ committer: change.author })).data
  return remote.known(fieldOf(final, 'sha'), 'a commit')
}

/** Several, one upon the other, where one would be too much: GitHub gives up a request after ten seconds. */
async function makeTree(
  remote: ApiRemote,
  { tree, modes, change }: Making,
  left: TermsLeft,
): Promise<string> {
  const { owner, name: repo } = remote.names
  let base = remote.known(tree, 'a tree')
  for (const part of partsOf(change.files)) {
    const entries = part.map(([path, content]) => {
      const mode = modes.get(path) === PROGRAM ? '100755' : '100644'
      return { path, mode, type: 'blob', content } as const
    })
    const given = { owner, repo, base_tree: base, tree: entries }
    const made = await remote.request(
      ({ request }) => request('POST /repos/{owner}/{repo}/git/trees', given),
      left(),
    )
    base = remote.known(fieldOf(made.data, 'sha'), 'a tree')
  }
  return base
}
