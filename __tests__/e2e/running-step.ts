import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { MainResult } from '../support/runner.ts'
import type { World } from '../support/world.ts'
import { listProcesses } from './process-watch.ts'

/** A step under way: the test decides by what it sees, not by a clock, when it is signalled. */
export interface RunningStep extends AsyncDisposable {
  end: Promise<MainResult>
  until(condition: () => boolean | Promise<boolean>): Promise<void>
  /** Sends the signal and waits for the end. */
  kill(signal: NodeJS.Signals): Promise<MainResult>
  /** Command lines of children and grandchildren that are still there a moment after the end. */
  survivors(): Promise<string[]>
}

export function startStep(world: World, running: Promise<MainResult>): RunningStep {
  let ended = false
  const end = running.finally(() => {
    ended = true
  })
  const until: RunningStep['until'] = async (condition) => {
    while (!(await condition())) {
      if (ended) throw new Error(`the step ended early:\n${(await end).stdout}`)
      await sleep(10)
    }
  }
  const kill: RunningStep['kill'] = async (signal) => {
    const step = (await processesOf(world)).find(({ line }) => line.endsWith('dist/deploy.js'))
    if (!step) throw new Error('the step is not running')
    process.kill(step.pid, signal)
    return end
  }
  const survivors = async (): Promise<string[]> => {
    await sleep(200)
    return (await processesOf(world)).map(({ line }) => line)
  }
  return {
    end,
    until,
    kill,
    survivors,
    [Symbol.asyncDispose]: async () => {
      if (!ended) await kill('SIGKILL')
    },
  }
}

/** The runner tells no process ID, but every process of a step has the RUNNER_TEMP of its world. */
async function processesOf({ temp }: World): Promise<{ pid: number; line: string }[]> {
  const found: { pid: number; line: string }[] = []
  for (const [pid, { line }] of await listProcesses()) {
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')
    if (environment.split('\0').includes(`RUNNER_TEMP=${temp}`)) found.push({ pid, line })
  }
  return found
}
