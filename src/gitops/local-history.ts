import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { isExactVersion } from '../plan/tags.ts'
import { type CommandOptions, runCommand } from '../runner/command.ts'
import { childEnvironment } from '../runner/environment.ts'
import { repositoryAbove } from '../runner/repository-above.ts'
import { continues, type History, type Relation } from './history.ts'

const TIME_LIMIT_MS = 30_000
const COMMIT = /^[0-9a-f]{40,64}$/

/**
 * The history of the checkout around a folder, where it is there in full: `fetch-depth: 0`. A shallow clone that
 * happens to hold both commits answers "not an ancestor", so it is never asked. Tags are left to the server, because
 * those of a checkout may be old.
 */
export function localHistory(folder: string, signal?: AbortSignal): History {
  const complete = isComplete(folder)
  const where = { cwd: folder, signal }
  return {
    compare: async (base, head) => {
      if (!complete || !COMMIT.test(base) || isExactVersion(head)) return undefined
      if (COMMIT.test(head)) return compareIn(where, base, head)
      // A branch may have grown since, so that only what is in it already is certain.
      const relation = await compareIn(where, base, `refs/remotes/origin/${head}`)
      return continues(relation) ? relation : undefined
    },
    changes: async (base, head) => {
      if (!complete || !COMMIT.test(base) || !COMMIT.test(head)) return undefined
      return continues(await compareIn(where, base, head)) ? changesIn(where, base, head) : undefined
    },
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

/** No process is started for this: most checkouts are shallow. A worktree or submodule counts as unknown. */
function isComplete(folder: string): boolean {
  const root = repositoryAbove(folder)
  if (root === undefined) return false
  const git = join(root, '.git')
  return statSync(git).isDirectory() && !existsSync(join(git, 'shallow'))
}

async function compareIn(where: Where, base: string, head: string): Promise<Relation | undefined> {
  const counted = await ask(where, ['rev-list', '--left-right', '--count', `${base}...${head}`, '--'])
  const [, left, right] = /^(\d+)\t(\d+)\s*$/.exec(counted ?? '') ?? []
  if (left === undefined || right === undefined) return undefined
  if (left === '0') return right === '0' ? 'identical' : 'ahead'
  return right === '0' ? 'behind' : 'diverged'
}

/** Without renames, so that both names of a file are told. Settings of the user or the checkout may hide submodules. */
async function changesIn(where: Where, base: string, head: string): Promise<readonly string[] | undefined> {
  const options = ['-r', '-z', '--name-only', '--no-renames', '--ignore-submodules=none']
  const listing = await ask(where, ['diff-tree', ...options, base, head, '--'])
  return listing?.split('\0').filter(Boolean)
}

type Where = Pick<CommandOptions, 'cwd' | 'signal'>

/** Standard output of a git command that only reads; undefined when it could not answer. */
async function ask(where: Where, command: readonly string[]): Promise<string | undefined> {
  const trust = ['-c', 'safe.directory=*', '-c', 'core.fsmonitor=false', '-c', 'protocol.allow=never']
  // Nothing that was put into the checkout later may change its history, and nothing is fetched into a partial one.
  const env = childEnvironment({
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_GRAFT_FILE: '/dev/null',
    GIT_NO_LAZY_FETCH: '1',
    GIT_TERMINAL_PROMPT: '0',
  })
  const result = await runCommand('git', [...trust, ...command], {
    ...where,
    env,
    timeoutMs: TIME_LIMIT_MS,
  })
  return result.exitCode === 0 ? result.stdout : undefined
}
