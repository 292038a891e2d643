import { existsSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { isExactVersion } from '../plan/tags.ts'
import { runCommand } from '../runner/command.ts'
import { childEnvironment } from '../runner/environment.ts'
import type { History, Relation } from './history.ts'

const TIME_LIMIT_MS = 30_000
const COMMIT = /^[0-9a-f]{40,64}$/

/**
 * The history of the checkout around a folder, where it is there in full: `fetch-depth: 0`. A shallow clone that
 * happens to hold both commits answers "not an ancestor", so it is never asked. Tags are left to the server, because
 * those of a checkout may be old.
 */
export function localHistory(folder: string): History {
  const complete = isComplete(folder)
  return {
    compare: async (base, head) => {
      if (!complete || !COMMIT.test(base) || isExactVersion(head)) return undefined
      if (COMMIT.test(head)) return compareIn(folder, base, head)
      // A branch may have grown since, so that only what is in it already is certain.
      const relation = await compareIn(folder, base, `refs/remotes/origin/${head}`)
      return relation === 'ahead' || relation === 'identical' ? relation : undefined
    },
  }
}

/** The first of the histories that knows both. */
export function firstKnown(...histories: readonly History[]): History {
  return {
    compare: async (base, head) => {
      for (const history of histories) {
        const relation = await history.compare(base, head)
        if (relation !== undefined) return relation
      }
      return undefined
    },
  }
}

/** No process is started for this: most checkouts are shallow. A worktree or submodule counts as unknown. */
function isComplete(folder: string): boolean {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const git = join(at, '.git')
    const found = statSync(git, { throwIfNoEntry: false })
    if (found) return found.isDirectory() && !existsSync(join(git, 'shallow'))
    if (at === dirname(at)) return false
  }
}

async function compareIn(folder: string, base: string, head: string): Promise<Relation | undefined> {
  const trust = ['-c', 'safe.directory=*', '-c', 'core.fsmonitor=false', '-c', 'protocol.allow=never']
  const count = ['rev-list', '--left-right', '--count', `${base}...${head}`, '--']
  // Nothing that was put into the checkout later may change its history, and nothing is fetched into a partial one.
  const env = childEnvironment({
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_GRAFT_FILE: '/dev/null',
    GIT_NO_LAZY_FETCH: '1',
    GIT_TERMINAL_PROMPT: '0',
  })
  const result = await runCommand('git', [...trust, ...count], {
    cwd: folder,
    env,
    timeoutMs: TIME_LIMIT_MS,
  })
  const [, left, right] = /^(\d+)\t(\d+)\s*$/.exec(result.stdout) ?? []
  if (result.exitCode !== 0 || left === undefined || right === undefined) return undefined
  if (left === '0') return right === '0' ? 'identical' : 'ahead'
  return right === '0' ? 'behind' : 'diverged'
}
