import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Figure, median, timed } from './report.ts'

const ROUNDS = 15
const BUNDLE = join(import.meta.dirname, '..', '..', 'dist', 'index.js')

/** Loading the bundle over an empty script: in its post mode it does nothing else. */
export async function load(): Promise<readonly Figure[]> {
  const { empty, bundle } = await measureLoad()
  return [
    {
      what: `load of the bundle over an empty Node script (median of ${ROUNDS})`,
      value: bundle - empty,
      unit: 'ms',
      goal: 70,
    },
    // Milliseconds are those of the machine and its neighbours; this is not.
    { what: 'start and load over the start of Node alone', value: bundle / empty, unit: 'x', ceiling: 5 },
  ]
}

async function measureLoad(): Promise<{ readonly empty: number; readonly bundle: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-load-'))
  const empty = join(folder, 'empty.mjs')
  writeFileSync(empty, '')
  const pairs: { empty: number; bundle: number }[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    pairs.push({ empty: await runNode(empty), bundle: await startAndLoad() })
  }
  rmSync(folder, { recursive: true })
  return { empty: median(pairs.map((pair) => pair.empty)), bundle: median(pairs.map((pair) => pair.bundle)) }
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
