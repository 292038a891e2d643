import { git } from './git.ts'
import {
  bareDirectory,
  type Commit,
  type CommitRequest,
  commitTo,
  createRepository,
  type Files,
  fileAt,
  type HookName,
  logOf,
  refusePushes,
} from './git-repositories.ts'

export interface BareRepository {
  /** `owner/name` */
  name: string
  directory: string
  tip(ref?: string): Promise<string>
  file(path: string, ref?: string): Promise<string | undefined>
  log(ref?: string): Promise<Commit[]>
  commit(request: CommitRequest): Promise<string>
  refuse(lines: string[] | undefined, hook?: HookName): Promise<void>
}

export function openRepository(root: string, name: string): BareRepository {
  const cwd = bareDirectory(root, name)
  return {
    name,
    directory: cwd,
    tip: (ref = 'HEAD') => git(['rev-parse', ref], { cwd }),
    file: (path, ref = 'HEAD') => fileAt(cwd, ref, path),
    log: (ref = 'HEAD') => logOf(cwd, ref),
    commit: (request) => commitTo(cwd, request),
    refuse: (lines, hook = 'pre-receive') => refusePushes(cwd, hook, lines),
  }
}

/** One commit for each set of files, an hour apart, so that their order is the order of their dates too. */
export const createHistory = (root: string, name: string, history: Files[]): Promise<string[]> =>
  createRepository(root, name, {
    commits: history.map((files, index) => ({
      files,
      message: index === 0 ? 'Initial commit' : `Change ${index}`,
      date: new Date(Date.UTC(2026, 0, 15, 10 + index)).toISOString(),
    })),
  })

export interface Checkout {
  from: string
  to: string
  /** `origin` of the checkout, as the runner's checkout sets it. */
  origin: string
  /** Number of commits; the whole history when absent. */
  /** 0: all of the history, as `fetch-depth: 0`. */
  depth: number
}

export async function checkOut({ from, to, origin, depth }: Checkout): Promise<void> {
  const source = depth === 0 ? [from] : [`--depth=${depth}`, `file://${from}`]
  await git(['clone', '-q', '--template=', ...source, to], { cwd: from })
  await git(['remote', 'set-url', 'origin', origin], { cwd: to })
}
