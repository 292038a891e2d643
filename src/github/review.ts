import { recordOf, textOf } from '../names/parsed.ts'
import type { Github } from './client.ts'
import { GithubFailure } from './failure.ts'
import { pastLimits } from './pull-request.ts'

/** A file of a pull request, with the part of its diff that GitHub shows; none for what is too large or binary. */
export interface PullFile {
  readonly path: string
  readonly patch: string | undefined
}

/** A comment at lines of the new side of the diff. */
export interface ReviewComment {
  readonly path: string
  readonly firstLine: number
  readonly lastLine: number
  readonly body: string
}

/** What is said at lines of one pull request. */
export interface Review {
  files(): Promise<readonly PullFile[]>
  /** Texts of the comments that are there. */
  comments(): Promise<readonly string[]>
  /** One review with all of them, at a commit of the pull request. */
  say(commit: string, comments: readonly ReviewComment[]): Promise<void>
}

export interface ReviewOf {
  /** `owner/name` */
  readonly repository: string
  readonly number: number
}

const PAGE = 100
/** GitHub lists no more files of a pull request (GitHub docs, "List pull requests files"). */
const MOST_PAGES = 30
const TERMS = { mostBytes: 64 * 1024 * 1024 }

/** GitHub's REST API of reviews, with `pull_requests: write`. */
export function openReview(given: Pick<Github, 'ask'>, { repository, number }: ReviewOf): Review {
  const github = pastLimits(given)
  const path = `/repos/${repository}/pulls/${number}`
  const all = async (part: string): Promise<readonly Readonly<Record<string, unknown>>[]> => {
    const found: Readonly<Record<string, unknown>>[] = []
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      const query = `GET ${path}/${part}?per_page=${PAGE}&page=${page}`
      const { data } = await github.ask((calls) => calls.request(query), TERMS)
      if (!Array.isArray(data)) throw new GithubFailure(`answered without ${part}`, { retry: 'final' })
      found.push(...data.map(recordOf))
      if (data.length < PAGE) break
    }
    return found
  }
  return {
    files: async () =>
      (await all('files')).map(({ filename, patch }) => ({
        path: textOf(filename) ?? '',
        patch: textOf(patch),
      })),
    comments: async () => (await all('comments')).map(({ body }) => textOf(body) ?? ''),
    say: async (commit, comments) => {
      const body = { commit_id: commit, event: 'COMMENT', comments: comments.map(shapeOf) }
      await github.ask((calls) => calls.request(`POST ${path}/reviews`, body), { ...TERMS, once: true })
    },
  }
}

/** A comment of one line has no first one (GitHub docs, "Create a review for a pull request"). */
const shapeOf = ({ path, firstLine, lastLine, body }: ReviewComment) => ({
  path,
  body,
  line: lastLine,
  side: 'RIGHT',
  ...(firstLine === lastLine ? {} : { start_line: firstLine, start_side: 'RIGHT' }),
})
