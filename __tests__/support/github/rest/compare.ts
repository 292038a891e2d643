import { git, tryGit } from '../../git.ts'
import type { GitHubSettings, HostedRepository } from '../state.ts'
import { type Answer, ok } from './call.ts'
import { fullCommit } from './commit-shape.ts'

export interface Comparison {
  repository: HostedRepository
  base: string
  head: string
  page: number
  /** Of a page of commits. */
  size: number
}

const IMMUTABLE = /^[0-9a-f]{40}$/
const remembered = new Map<string, Promise<Answer>>()

/** Two commits never change: GitHub has the answer at hand, and a benchmark should not time the git of this process. */
export function compare(comparison: Comparison, settings: GitHubSettings): Promise<Answer> {
  const { repository, base, head, page, size } = comparison
  if (!IMMUTABLE.test(base) || !IMMUTABLE.test(head)) return compareNow(comparison, settings)
  const key = [repository.directory, base, head, page, size].join(' ')
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

async function compareNow(comparison: Comparison, { serverUrl }: GitHubSettings): Promise<Answer> {
  const { repository, page, size } = comparison
  const cwd = repository.directory
  const [base, head] = await Promise.all(
    [comparison.base, comparison.head].map((ref) =>
      tryGit(['rev-parse', '-q', '--verify', `${ref}^{commit}`], { cwd }),
    ),
  )
  if (!base || !head) return { status: 404, body: NOT_FOUND }
  const mergeBase = await tryGit(['merge-base', base, head], { cwd })
  if (!mergeBase) return { status: 404, body: { message: `No common ancestor between ${base} and ${head}.` } }
  const [ahead_by, behind_by] = await Promise.all([count(cwd, base, head), count(cwd, head, base)])
  const commits = (await git(['rev-list', '--reverse', `${base}..${head}`], { cwd }))
    .split('\n')
    .filter(Boolean)
  return ok({
    html_url: `${serverUrl}/${repository.fullName}/compare/${comparison.base}...${comparison.head}`,
    base_commit: await fullCommit(repository, base),
    merge_base_commit: await fullCommit(repository, mergeBase),
    status: statusOf(ahead_by, behind_by),
    ahead_by,
    behind_by,
    total_commits: ahead_by,
    commits: await Promise.all(
      commits.slice((page - 1) * size, page * size).map((sha) => fullCommit(repository, sha)),
    ),
    // Whatever the size of a page is, the first one has them all, up to a limit, and the others have none.
    ...(page === 1 ? { files: await changedFiles(cwd, mergeBase, head) } : {}),
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
  const listing = await git(['diff', '--raw', '--abbrev=40', '-M', '-z', base, head], { cwd })
  const fields = listing.split('\0').values()
  const files: unknown[] = []
  for (const field of fields) {
    if (field === '') break
    const [, , , sha, letter = ''] = field.split(' ')
    const previous = letter.startsWith('R') ? { previous_filename: fields.next().value } : {}
    const status = STATES[letter[0] ?? ''] ?? 'changed'
    // How many lines have changed is nothing that anybody here asks for.
    const lines = { additions: 0, deletions: 0, changes: 0 }
    files.push({ sha, filename: fields.next().value, status, ...lines, ...previous })
  }
  return files.slice(0, MOST_FILES)
}

const NOT_FOUND = { message: 'Not Found', documentation_url: 'https://docs.github.com/rest', status: '404' }
