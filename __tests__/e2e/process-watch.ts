import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'

/** Command lines of all processes below this one, as any user of the machine could read them. */
export function watchProcesses(everyMs = 5): { stop(): Promise<string[]> } {
  const seen = new Set<string>()
  let running = true
  const watching = (async () => {
    while (running) {
      await look(seen)
      await sleep(everyMs)
    }
  })()
  return {
    stop: async () => {
      running = false
      await watching
      return [...seen]
    },
  }
}

interface RunningProcess {
  parent: number
  line: string
}

async function look(seen: Set<string>): Promise<void> {
  const processes = await listProcesses()
  for (const [pid, { line }] of processes) {
    if (line !== '' && isBelow(processes, pid)) seen.add(line)
  }
}

export async function listProcesses(): Promise<Map<number, RunningProcess>> {
  const processes = new Map<number, RunningProcess>()
  for (const name of await readdir('/proc')) {
    const pid = Number(name)
    if (!Number.isInteger(pid)) continue
    // A process may be gone by now.
    const [state = '', line = ''] = await Promise.all(
      ['stat', 'cmdline'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')),
    )
    const parent = Number(state.slice(state.lastIndexOf(')') + 1).split(' ')[2])
    processes.set(pid, { parent, line: line.replaceAll('\0', ' ').trim() })
  }
  return processes
}

function isBelow(processes: Map<number, RunningProcess>, pid: number): boolean {
  for (let at = processes.get(pid)?.parent; at; at = processes.get(at)?.parent) {
    if (at === process.pid) return true
  }
  return false
}
