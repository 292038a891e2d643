import { burstFiles, burstTasks, judgeBurst } from '../../__tests__/support/burst.ts'
import { createHistory } from '../../__tests__/support/world-repositories.ts'
import type { WriterGround, WriterTask, Written } from '../../__tests__/support/writers.ts'
import { proposals } from './api-proposals.ts'
import type { Traffic } from './gitops-host.ts'
import { type Ground, groundFor, openGround } from './gitops-room.ts'
import { type Figure, median } from './report.ts'
import { startWorker } from './worker.ts'

const LATENCY_MS = 60
const ROUNDS = 7
const WRITERS = 20

interface Round {
  readonly ms: number
  readonly traffic: Traffic
}

/** The commit through GitHub's API beside that by git, on one host; and a burst of writers by the API. */
export async function api(): Promise<readonly Figure[]> {
  await using ground = await openGround(LATENCY_MS, LATENCY_MS)
  await using writer = startWorker('gitops-writers.ts')
  const ask: Ask = (writers, tasks, tokens) => writer.ask<Written[]>({ ground: writers, tasks, tokens })
  const rounds: { api: Round; git: Round }[] = []
  for (let round = 0; round <= ROUNDS; round += 1) {
    const one = {
      api: await commitOnce(ground, `acme/api-${round}`, { by: 'api', ask }),
      git: await commitOnce(ground, `acme/git-${round}`, { by: 'git', ask }),
    }
    // The first one loads the modules.
    if (round > 0) rounds.push(one)
  }
  const ratio = median(rounds.map((round) => round.api.ms / round.git.ms))
  const [first] = rounds
  return [
    { what: 'one commit by the API: wall', value: median(rounds.map((one) => one.api.ms)), unit: 'ms' },
    { what: 'the same by git: wall', value: median(rounds.map((one) => one.git.ms)), unit: 'ms' },
    { what: `API to git, ${LATENCY_MS} ms a request`, value: ratio, unit: 'x', goal: 0.6, ceiling: 0.8 },
    {
      what: 'requests of one commit by the API',
      value: first?.api.traffic.queries ?? Number.NaN,
      unit: '',
      goal: 2,
      ceiling: 2,
    },
    {
      what: 'requests to the git server meanwhile',
      value: first?.api.traffic.requests ?? Number.NaN,
      unit: '',
      ceiling: 0,
    },
    ...(await burst(ground, ask)),
    ...(await proposals(ground, ask)),
  ]
}

type Ask = (
  writers: WriterGround,
  tasks: readonly WriterTask[],
  tokens?: readonly string[],
) => Promise<Written[]>

async function commitOnce(
  ground: Ground,
  name: string,
  { by, ask }: { readonly by: 'api' | 'git'; readonly ask: Ask },
): Promise<Round> {
  const [old = '', fresh = ''] = ground.commits
  const tasks = burstTasks(1, fresh)
  await createHistory(ground.root, name, [burstFiles(tasks, old)])
  const { writers } = groundFor(ground, name, 'http')
  await ground.count('from now')
  const [written] = await ask(by === 'api' ? { ...writers, api: name } : writers, tasks)
  if (!written || written.error || !written.commit)
    throw new Error(`${name}: ${written?.error ?? 'no commit'}`)
  return { ms: written.ms, traffic: await ground.count('until now') }
}

/** All of one App, under the limits that GitHub has for it, and disturbed. */
async function burst(ground: Ground, ask: Ask): Promise<readonly Figure[]> {
  const [old = '', fresh = ''] = ground.commits
  const name = 'acme/burst-api'
  const tasks = burstTasks(WRITERS, fresh)
  await createHistory(ground.root, name, [burstFiles(tasks, old)])
  const { writers, directory } = groundFor(ground, name, 'http')
  await ground.count('from now')
  await ground.disturb(true)
  const written = await ask({ ...writers, api: name }, tasks, await ground.tokens(WRITERS))
  await ground.disturb(false)
  const { limited } = await ground.count('until now')
  for (const { id, error } of written) if (error) console.log(`  writer ${id}: ${error}`)
  const { landed, faults } = await judgeBurst(directory, tasks, old)
  for (const fault of faults) console.log(`  fault: ${fault}`)
  const attempts = written.map((one) => one.attempts)
  const sent = attempts.reduce((sum, count) => sum + count, 0)
  const what = `${WRITERS} writers at once by the API:`
  return [
    { what: `${what} not landed exactly once`, value: WRITERS - landed, unit: '', ceiling: 0 },
    { what: `${what} lost or foreign bytes`, value: faults.length, unit: '', ceiling: 0 },
    { what: `${what} limits that one of them met`, value: limited, unit: '', ceiling: 1 },
    { what: `${what} commits that were sent`, value: sent, unit: '' },
    { what: `${what} worst wait`, value: Math.max(...written.map(({ ms }) => ms / 1000)), unit: 's' },
  ]
}
