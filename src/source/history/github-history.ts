import { fail, type Problem } from '../../errors/errors.ts'
import type { Calls, Github } from '../../github/client.ts'
import { GithubFailure } from '../../github/failure.ts'
import { fieldOf, listOf, textOf } from '../../names/parsed.ts'
import { accessHint, type Comparison, type History, type Merges, readComparison } from './history.ts'

export interface ServiceRepository {
  /** `owner/name`. */
  readonly repository: string
  /** It is another repository than the one that the run belongs to. */
  readonly foreign?: boolean
}

/** Up to 300 files, each with its part of a diff that GitHub cuts at some megabytes ("Compare two commits"). */
const MOST_BYTES = 16 * 1024 * 1024

/**
 * The compare API of GitHub ("Compare two commits"), which needs `contents: read` of the service repository. One
 * request for each pair: the files are in the answer that gives the relation.
 */
export function githubHistory(github: Github, of: ServiceRepository): History & Merges {
  const answers = new Map<string, Promise<Comparison | undefined>>()
  const ask = (base: string, head: string) => {
    const range = `${base}...${head}`
    const answer = answers.get(range) ?? compare(github, of, range)
    answers.set(range, answer)
    return answer
  }
  return {
    compare: async (base, head) => (await ask(base, head))?.relation,
    changes: async (base, head) => (await ask(base, head))?.changes,
    merged: (commit) => merged(github, of, commit),
  }
}

/** More often nobody brings the branch of a pull request up to date. */
const MOST_MERGES = 10

async function merged(github: Github, of: ServiceRepository, commit: string): Promise<string | undefined> {
  const [owner = '', repo = ''] = of.repository.split('/')
  const read = async (id: string) =>
    readCommit(
      await answerOf(github, of, ({ request }) =>
        request('GET /repos/{owner}/{repo}/git/commits/{commit_sha}', { owner, repo, commit_sha: id }),
      ),
    )
  let [, next] = (await read(commit)).parents
  for (let merges = 0; next !== undefined && merges <= MOST_MERGES; merges += 1) {
    const { parents, message } = await read(next)
    if (parents.length < 2) return message
    next = parents[0]
  }
  return undefined
}

/** What is none has no parents and no message. */
const readCommit = (answer: unknown) => ({
  parents: listOf(fieldOf(answer, 'parents')).flatMap((parent) => textOf(fieldOf(parent, 'sha')) || []),
  message: textOf(fieldOf(answer, 'message')),
})

async function compare(
  github: Github,
  of: ServiceRepository,
  basehead: string,
): Promise<Comparison | undefined> {
  const [owner = '', repo = ''] = of.repository.split('/')
  // One commit a page, because a long list of them would be slow: the first page has the files in any case.
  const page = { owner, repo, basehead, per_page: 1 }
  const answer = await answerOf(github, of, ({ request }) =>
    request('GET /repos/{owner}/{repo}/compare/{basehead}', page),
  )
  if (answer === undefined) return undefined
  // A cut or foreign answer says as little as none.
  return readComparison(answer) ?? fail(unknown(github, of, 'answered with something else than a comparison'))
}

/** undefined: GitHub does not know what is asked for. */
async function answerOf(
  github: Github,
  of: ServiceRepository,
  call: (calls: Calls) => Promise<{ readonly data: unknown }>,
): Promise<unknown> {
  // Asked only where a request would be made: with the history of the checkout at hand, none is.
  const instead = of.foreign
    ? ''
    : ', or set fetch-depth: 0 in actions/checkout, so that no request is needed'
  try {
    const { data } = await github.ask(call, { mostBytes: MOST_BYTES, instead })
    return data ?? ''
  } catch (error) {
    if (!(error instanceof GithubFailure)) throw error
    if (error.status === 404 && github.hasToken) return undefined
    const without = error.status === 404 ? ' to a request without a token' : ''
    return fail(unknown(github, of, `${error.message}${without}`), error)
  }
}

function unknown(github: Github, { repository, foreign }: ServiceRepository, what: string): Problem {
  const unasked = foreign
    ? ''
    : ' With fetch-depth: 0 in actions/checkout the history of the checkout is used, and no request is made.'
  return {
    code: 'ORDER_UNKNOWN',
    message: `the history of ${repository} could not be read to compare commits: ${github.apiUrl} ${what}`,
    hint: `${accessHint(foreign ? repository : undefined)}; if GitHub is down or limits requests, run the job again later.${unasked}`,
  }
}
