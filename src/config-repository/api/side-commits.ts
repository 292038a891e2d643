import { GithubFailure } from '../../github/failure.ts'
import { fieldOf, listOf, textOf } from '../../names/parsed.ts'
import type { SideCommit } from '../repository.ts'
import type { ApiRemote } from './remote.ts'
import type { TermsLeft } from './terms.ts'

/** More than people put on the branch of one deploy; as many as git looks at. */
const MOST_COMMITS = 250
const A_PAGE = 100

/** What a branch has that the base has not, oldest first (GitHub docs, "Compare two commits"); undefined: too many. */
export async function commitsBetween(
  remote: ApiRemote,
  { base, head }: { readonly base: string; readonly head: string },
  left: TermsLeft,
): Promise<readonly SideCommit[] | undefined> {
  const commits: SideCommit[] = []
  for (let page = 1; ; page += 1) {
    const answer = await pageOf(remote, { basehead: `${base}...${head}`, page }, left)
    const total = Number(fieldOf(answer, 'total_commits'))
    if (!(total <= MOST_COMMITS)) return undefined
    const some = listOf(fieldOf(answer, 'commits')).map(commitIn)
    commits.push(...some)
    if (commits.length >= total) return commits
    if (some.length === 0) return undefined
  }
}

/** undefined: they have no commit in common, so that all of the branch is somebody else's. */
async function pageOf(
  remote: ApiRemote,
  { basehead, page }: { readonly basehead: string; readonly page: number },
  left: TermsLeft,
): Promise<unknown> {
  const { owner, name: repo } = remote.names
  try {
    const { data } = await remote.ask(
      ({ request }) =>
        request('GET /repos/{owner}/{repo}/compare/{basehead}', {
          ...{ owner, repo, basehead, page, per_page: A_PAGE },
        }),
      left(),
    )
    return data
  } catch (error) {
    if (!(error instanceof GithubFailure)) throw error
    return error.said.some((text) => /no common ancestor/i.test(text)) ? undefined : remote.fail(error)
  }
}

function commitIn(commit: unknown): SideCommit {
  const of = (...names: readonly string[]) => textOf(fieldOf(commit, ...names)) ?? ''
  const committer = { name: of('commit', 'committer', 'name'), email: of('commit', 'committer', 'email') }
  return { id: of('sha'), message: of('commit', 'message'), committer }
}
