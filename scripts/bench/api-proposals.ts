import { judgeProposed, proposedFiles, proposers } from '../../__tests__/support/proposers.ts'
import { createHistory } from '../../__tests__/support/world-repositories.ts'
import type { WriterGround, WriterTask, Written } from '../../__tests__/support/writers.ts'
import { type Ground, groundFor } from './gitops-room.ts'
import type { Figure } from './report.ts'

const RUNS = 30
/** Half of them come while others are at work. */
const WITHIN_MS = 10_000
const SERVICE = 'acme/proposed'

type Ask = (writers: WriterGround, tasks: readonly WriterTask[]) => Promise<Written[]>

/** Runs of one service, in any order and at once, against one pull request. */
export async function proposals(ground: Ground, ask: Ask): Promise<readonly Figure[]> {
  const history = Array.from({ length: RUNS + 1 }, (_, index) => ({ 'app.txt': `${index}\n` }))
  const commits = await createHistory(ground.root, SERVICE, history)
  const [git, api] = [await proposeBy('git'), await proposeBy('api')]
  return [...git, ...api]

  async function proposeBy(via: 'git' | 'api'): Promise<readonly Figure[]> {
    const repository = `acme/proposals-${via}`
    await createHistory(ground.root, repository, [proposedFiles(commits[0] ?? '')])
    const { writers, directory } = groundFor(ground, repository, 'http')
    const asking = { ...writers, service: SERVICE, ...(via === 'api' ? { api: repository } : {}) }
    const tasks = proposers(asking, commits.slice(1), { repository, withinMs: WITHIN_MS, seed: 30 })
    const written = await ask(asking, tasks)
    for (const { id, error } of written) if (error) console.log(`  run ${id}: ${error}`)
    const found = await judgeProposed(asking, repository, directory)
    const what = `${RUNS} runs of one service by ${via}:`
    const isNewest = found.tag === commits.at(-1) && found.isSaid
    return [
      { what: `${what} pull requests`, value: found.pulls, unit: '', goal: 1, ceiling: 1 },
      { what: `${what} not at the newest commit`, value: isNewest ? 0 : 1, unit: '', ceiling: 0 },
      { what: `${what} branches besides its own`, value: found.branches - 1, unit: '', ceiling: 0 },
      {
        what: `${what} that failed`,
        value: written.filter(({ error }) => error).length,
        unit: '',
        ceiling: 0,
      },
      { what: `${what} worst wait`, value: Math.max(...written.map(({ ms }) => ms / 1000)), unit: 's' },
    ]
  }
}
