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
