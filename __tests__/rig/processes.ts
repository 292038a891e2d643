import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { listProcesses } from '../e2e/process-watch.ts'

const running = async (texts: string[]): Promise<string[]> =>
  [...(await listProcesses()).values()]
    .map(({ line }) => line)
    .filter((line) => texts.some((text) => line.includes(text)))

/** What is left of such processes. A daemon ends what it runs for a client only after that client is gone. */
export async function leftOf(...texts: string[]): Promise<string[]> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    if ((await running(texts)).length === 0) return []
    await sleep(100)
  }
  return running(texts)
}

export async function untilProcess(text: string): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if ((await running([text])).length > 0) return
    await sleep(50)
  }
  throw new Error(`no process came up with "${text}"`)
}

const GRACE_MS = 10_000

/** Ends a daemon of a test, also one that has ended by itself; one that does not listen is killed. */
export async function endDaemon(daemon: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (daemon.exitCode !== null || daemon.signalCode !== null) return
  const ended = once(daemon, 'exit')
  daemon.kill(signal)
  const timer = setTimeout(() => daemon.kill('SIGKILL'), GRACE_MS)
  await ended
  clearTimeout(timer)
}
