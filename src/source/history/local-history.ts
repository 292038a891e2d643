import { isExactVersion } from '../../names/tag.ts'
import { type Asking, Repository } from '../git/repository.ts'
import { continues, type History, type Merges, type Relation } from './history.ts'

const TIME_LIMIT_MS = 30_000
export interface LocalHistory extends History, Merges {
  /** It may answer; otherwise it never does. */
  readonly isWhole: boolean
}

const COMMIT = /^[0-9a-f]{40,64}$/

/**
 * The history of the checkout around a folder, where it is there in full: `fetch-depth: 0`. A shallow clone that
 * happens to hold both commits answers "not an ancestor", so it is never asked. Tags are left to the server, because
 * those of a checkout may be old.
 */
export function localHistory(folder: string, asking: Asking): LocalHistory {
  const ask = askerOf(folder, asking)
  return {
    isWhole: ask !== undefined,
    compare: async (base, head) => {
      if (!ask || !COMMIT.test(base) || isExactVersion(head)) return undefined
      if (COMMIT.test(head)) return compareIn(ask, base, head)
      // A branch may have grown since, so that only what is in it already is certain.
      const relation = await compareIn(ask, base, `refs/remotes/origin/${head}`)
      return continues(relation) ? relation : undefined
    },
    changes: async (base, head) => {
      if (!ask || !COMMIT.test(base) || !COMMIT.test(head)) return undefined
      return continues(await compareIn(ask, base, head)) ? changesIn(ask, base, head) : undefined
    },
    merged: async (commit) => (ask && COMMIT.test(commit) ? mergedIn(ask, commit) : undefined),
  }
}

/** The first of the histories that can say it. */
export function firstKnown(...histories: readonly History[]): History {
  const first = async <T>(ask: (history: History) => Promise<T | undefined>): Promise<T | undefined> => {
    for (const history of histories) {
      const answer = await ask(history)
      if (answer !== undefined) return answer
    }
    return undefined
  }
  return {
    compare: (base, head) => first((history) => history.compare(base, head)),
    changes: (base, head) => first((history) => history.changes(base, head)),
  }
}

/** Standard output of a git command that only reads; undefined when it could not answer. */
type Ask = (command: readonly string[]) => Promise<string | undefined>

/** No process is started to find out: most checkouts are shallow. A worktree or submodule counts as unknown. */
function askerOf(folder: string, asking: Asking): Ask | undefined {
  const repository = Repository.around(folder, asking)
  if (!repository?.isWhole) return undefined
  return async (command) => {
    const result = await repository.ask(command, { signal: asking.signal, timeoutMs: TIME_LIMIT_MS })
    return result.exitCode === 0 ? result.stdout : undefined
  }
}

async function compareIn(ask: Ask, base: string, head: string): Promise<Relation | undefined> {
  const counted = await ask(['rev-list', '--left-right', '--count', `${base}...${head}`, '--'])
  const [, left, right] = /^(\d+)\t(\d+)\s*$/.exec(counted ?? '') ?? []
  if (left === undefined || right === undefined) return undefined
  if (left === '0') return right === '0' ? 'identical' : 'ahead'
  return right === '0' ? 'behind' : 'diverged'
}

async function mergedIn(ask: Ask, commit: string): Promise<string | undefined> {
  const last = ['log', '-1', '--first-parent', '--no-merges', '--format=%B']
  return (await ask([...last, `${commit}^2`, '--'])) || undefined
}

/** Without renames, so that both names of a file are listed. Settings of the user or the checkout may hide submodules. */
async function changesIn(ask: Ask, base: string, head: string): Promise<readonly string[] | undefined> {
  const options = ['-r', '-z', '--name-only', '--no-renames', '--ignore-submodules=none']
  const listing = await ask(['diff-tree', ...options, base, head, '--'])
  return listing?.split('\0').filter(Boolean)
}
