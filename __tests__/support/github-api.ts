import { stat } from 'node:fs/promises'
import { git, tryGit } from './git.ts'
import { bareDirectory, defaultBranch } from './git-repositories.ts'
import { type Exchange, type Part, type Reply, startPart } from './part.ts'
import { opens, opensAll, type TokenAccess } from './token-access.ts'

export interface GitHubApiSettings {
  /** A repository that the token does not open is 404, as GitHub answers. */
  tokens: TokenAccess
  /** Base of the `html_url` values. */
  serverUrl: string
}

export interface GitHubApiPart extends Part {
  settings: GitHubApiSettings
}

export interface GitHubApiOptions extends Partial<Omit<GitHubApiSettings, 'tokens'>> {
  /** Folder that holds `owner/name.git`. */
  root: string
  tokens?: string[]
}

const COMPARE = /^\/repos\/([^/]+\/[^/]+)\/compare\/(.+?)\.\.\.(.+)$/
const REPOSITORY = /^\/repos\/([^/]+\/[^/]+)$/

/** Actions in the log and for faults: `compare`, `repository`, `other`. */
export async function startGitHubApi({ root, tokens, ...given }: GitHubApiOptions): Promise<GitHubApiPart> {
  const settings: GitHubApiSettings = {
    tokens: opensAll(tokens),
    serverUrl: 'https://github.com',
    ...given,
  }
  const part = await startPart({
    action: ({ url }) => {
      if (COMPARE.test(url.pathname)) return 'compare'
      return REPOSITORY.test(url.pathname) ? 'repository' : 'other'
    },
    answer: (exchange) => answer(exchange, root, settings),
    shapeError: (code, message, status = 500) => json(status, { message: `${code}: ${message}` }),
  })
  return Object.assign(part, { settings })
}

async function answer(exchange: Exchange, root: string, settings: GitHubApiSettings): Promise<Reply> {
  const token = /^(?:bearer|token) (.+)$/i.exec(exchange.headers.authorization ?? '')?.[1]
  if (token !== undefined && !settings.tokens.has(token)) return json(401, { message: 'Bad credentials' })
  const path = decodeURIComponent(exchange.url.pathname)
  const [, repository, base, head] = COMPARE.exec(path) ?? REPOSITORY.exec(path) ?? []
  if (exchange.method !== 'GET' || !repository || token === undefined) return notFound()
  const cwd = bareDirectory(root, repository)
  if (!opens(settings.tokens, token, repository) || !(await exists(cwd))) return notFound()
  const page = Number(exchange.url.searchParams.get('page') ?? 1)
  if (base && head) return compare({ cwd, repository, base, head, page }, settings)
  return describeRepository(cwd, repository, settings)
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

async function describeRepository(
  cwd: string,
  repository: string,
  { serverUrl }: GitHubApiSettings,
): Promise<Reply> {
  const [owner, name] = repository.split('/')
  return json(200, {
    id: 700100200,
    name,
    full_name: repository,
    private: true,
    owner: { login: owner, id: 600100 },
    html_url: `${serverUrl}/${repository}`,
    default_branch: await defaultBranch(cwd),
  })
}

interface Comparison {
  cwd: string
  repository: string
  base: string
  head: string
  page: number
}

const IMMUTABLE = /^[0-9a-f]{40}$/
const remembered = new Map<string, Promise<Reply>>()

/** Two commits never change: GitHub has the answer at hand, and a benchmark should not time the git of this process. */
function compare(comparison: Comparison, settings: GitHubApiSettings): Promise<Reply> {
  const { cwd, base, head, page } = comparison
  if (!IMMUTABLE.test(base) || !IMMUTABLE.test(head)) return compareNow(comparison, settings)
  const key = [cwd, base, head, page].join(' ')
  const known = remembered.get(key)
  if (known) return known
  const reply = compareNow(comparison, settings).then((fresh) => {
    // A commit that is not there yet may be pushed later.
    if (fresh.status !== 200) remembered.delete(key)
    return fresh
  })
  remembered.set(key, reply)
  return reply
}

async function compareNow(comparison: Comparison, { serverUrl }: GitHubApiSettings): Promise<Reply> {
  const { cwd, repository } = comparison
  const [base, head] = await Promise.all(
    [comparison.base, comparison.head].map((ref) =>
      tryGit(['rev-parse', '-q', '--verify', `${ref}^{commit}`], { cwd }),
    ),
  )
  if (!base || !head) return notFound()
  const mergeBase = await tryGit(['merge-base', base, head], { cwd })
  if (!mergeBase) return json(404, { message: `No common ancestor between ${base} and ${head}.` })
  const [ahead_by, behind_by] = await Promise.all([count(cwd, base, head), count(cwd, head, base)])
  const commits = (await git(['rev-list', '--reverse', `${base}..${head}`], { cwd }))
    .split('\n')
    .filter(Boolean)
  return json(200, {
    html_url: `${serverUrl}/${repository}/compare/${comparison.base}...${comparison.head}`,
    base_commit: { sha: base },
    merge_base_commit: { sha: mergeBase },
    status: statusOf(ahead_by, behind_by),
    ahead_by,
    behind_by,
    total_commits: ahead_by,
    commits: commits.slice(0, 250).map((sha) => ({ sha })),
    // Whatever the size of a page is, the first one has them all, up to a limit, and the others have none.
    ...(comparison.page === 1 ? { files: await changedFiles(cwd, mergeBase, head) } : {}),
  })
}

const count = async (cwd: string, from: string, to: string): Promise<number> =>
  Number(await git(['rev-list', '--count', `${from}..${to}`], { cwd }))

function statusOf(ahead: number, behind: number): string {
  if (ahead > 0) return behind > 0 ? 'diverged' : 'ahead'
  return behind > 0 ? 'behind' : 'identical'
}

const STATES: Record<string, string> = { A: 'added', M: 'modified', D: 'removed', R: 'renamed', T: 'changed' }
const MOST_FILES = 300

async function changedFiles(cwd: string, base: string, head: string): Promise<unknown[]> {
  const listing = await git(['diff', '--name-status', '-M', '-z', base, head], { cwd })
  const fields = listing.split('\0').values()
  const files: unknown[] = []
  for (const letter of fields) {
    if (letter === '') break
    const previous = letter.startsWith('R') ? { previous_filename: fields.next().value } : {}
    const status = STATES[letter[0] ?? ''] ?? 'changed'
    files.push({ filename: fields.next().value, status, ...previous })
  }
  return files.slice(0, MOST_FILES)
}

const notFound = (): Reply =>
  json(404, { message: 'Not Found', documentation_url: 'https://docs.github.com/rest', status: '404' })

const json = (status: number, value: unknown): Reply => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(value),
})
