import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Figure, median, timed } from './report.ts'

const ROUNDS = 15
const BUNDLE = join(import.meta.dirname, '..', '..', 'dist', 'index.js')

/** Loading the bundle over an empty script: in its post mode it does nothing else. */
export async function load(): Promise<readonly Figure[]> {
  const over = await measureLoad()
  return [
    {
      what: `load of the bundle over an empty Node script (median of ${ROUNDS})`,
      value: over,
      unit: 'ms',
      goal: 70,
      ceiling: 110,
    },
  ]
}

async function measureLoad(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-load-'))
  const empty = join(folder, 'empty.mjs')
  writeFileSync(empty, '')
  const pairs: { empty: number; bundle: number }[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    pairs.push({ empty: await runNode(empty), bundle: await startAndLoad() })
  }
  rmSync(folder, { recursive: true })
  return median(pairs.map((pair) => pair.bundle)) - median(pairs.map((pair) => pair.empty))
}

/** Wall time of a process that starts, loads the bundle and ends. */
export function startAndLoad(): Promise<number> {
  return runNode(BUNDLE)
}

function runNode(script: string): Promise<number> {
  return timed(() =>
    spawnSync(process.execPath, [script], { env: { STATE_workspace: '/nothing/to/remove' } }),
  )
}
