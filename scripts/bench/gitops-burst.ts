import { burstFiles, burstTasks, judgeBurst } from '../../__tests__/support/burst.ts'
import { createHistory } from '../../__tests__/support/world-repositories.ts'
import type { WriterTask, Written } from '../../__tests__/support/writers.ts'
import { runLoops } from './gitops-loop.ts'
import { type Ground, groundFor } from './gitops-room.ts'
import type { Share } from './gitops-writers.ts'
import { type Figure, median } from './report.ts'
import { startWorker } from './worker.ts'

const PROCESSES = 4

export interface Burst {
  writers: number
  transport: 'file' | 'http'
}

/** Writers released at once, each with its clone still to make. */
export async function burst(ground: Ground, { writers, transport }: Burst): Promise<readonly Figure[]> {
  const [old = '', fresh = ''] = ground.commits
  const how = transport === 'file' ? 'file://' : `smart HTTP +${ground.latencyMs} ms`
  const tasks = burstTasks(writers, fresh)
  const ours = await place(ground, `acme/ours-${transport}`, burstFiles(tasks, old), transport)
  const written = await release(ours, tasks)
  const verdict = await judgeBurst(ours.directory, tasks, old)
  report(verdict.faults, written)
  const what = `${writers} writers at once, ${how}:`
  const waits = written.map(({ ms }) => ms / 1000)
  return [
    { what: `${what} not landed exactly once`, value: writers - verdict.landed, unit: '', ceiling: 0 },
    { what: `${what} merges, lost or foreign bytes`, value: verdict.faults.length, unit: '', ceiling: 0 },
    { what: `${what} worst wait`, value: Math.max(...waits), unit: 's' },
    { what: `${what} median wait`, value: median(waits), unit: 's' },
    { what: `${what} most tries`, value: Math.max(...written.map(({ attempts }) => attempts)), unit: '' },
  ]
}

/** As many writers of the loop that people use, released under the same load. */
export async function loops(ground: Ground, { writers, transport }: Burst): Promise<readonly Figure[]> {
  const [old = '', fresh = ''] = ground.commits
  const tasks = burstTasks(writers, fresh)
  const theirs = await place(ground, `acme/loop-${transport}`, burstFiles(tasks, old), transport)
  const looped = await runLoops(theirs.writers, tasks)
  const waits = looped.filter(({ landed }) => landed).map(({ ms }) => ms / 1000)
  const { landed } = await judgeBurst(theirs.directory, tasks, old)
  return [
    { what: `pull --rebase and push, 5 tries: landed of ${writers}`, value: landed, unit: '' },
    { what: 'the same: worst wait of one that landed', value: Math.max(0, ...waits), unit: 's' },
  ]
}

function report(faults: readonly string[], written: readonly Written[]): void {
  for (const fault of faults) console.log(`  fault: ${fault}`)
  for (const { id, error } of written) if (error) console.log(`  writer ${id}: ${error}`)
}

async function place(
  ground: Ground,
  name: string,
  files: Record<string, string>,
  transport: Burst['transport'],
) {
  await createHistory(ground.root, name, [files])
  return groundFor(ground, name, transport)
}

async function release(
  { writers }: ReturnType<typeof groundFor>,
  tasks: readonly WriterTask[],
): Promise<readonly Written[]> {
  const workers = Array.from({ length: PROCESSES }, () => startWorker('gitops-writers.ts'))
  try {
    const share = (index: number): Share => ({
      ground: writers,
      tasks: tasks.filter((_, at) => at % PROCESSES === index),
    })
    // An empty share first: from then on every process is loaded and waits for its writers.
    await Promise.all(workers.map((worker) => worker.ask({ ground: writers, tasks: [] })))
    const answers = await Promise.all(workers.map((worker, index) => worker.ask<Written[]>(share(index))))
    return answers.flat()
  } finally {
    await Promise.all(workers.map((worker) => worker[Symbol.asyncDispose]()))
  }
}
