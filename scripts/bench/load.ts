import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readActionFile } from '../../__tests__/support/action-file.ts'
import { OWN } from './baseline.ts'
import { refusal } from './refusal.ts'
import { type Figure, median, timed } from './report.ts'

const ROUNDS = 15

/** Loading the bundle, a refusal by it, and the whole of the post step, over an empty script. */
export async function load(): Promise<readonly Figure[]> {
  const { empty, bundle, post } = await measureLoad()
  return [
    {
      what: `load of the bundle over an empty Node script (median of ${ROUNDS})`,
      value: bundle - empty,
      unit: 'ms',
      goal: 70,
    },
    // Milliseconds are those of the machine and its neighbours; this is not.
    { what: 'start and load over the start of Node alone', value: bundle / empty, unit: 'x', ceiling: 5 },
    { what: 'post step over an empty Node script', value: post - empty, unit: 'ms', goal: 6 },
    { what: 'post step over the start of Node alone', value: post / empty, unit: 'x', ceiling: 2 },
    ...(await refusal()),
  ]
}

interface Load {
  readonly empty: number
  readonly bundle: number
  readonly post: number
}

async function measureLoad(): Promise<Load> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-load-'))
  const empty = join(folder, 'empty.mjs')
  writeFileSync(empty, '')
  const { post = '' } = (await readActionFile(OWN)).runs
  const gone = { RUNNER_TEMP: folder, STATE_workspace: join(folder, `ecr-gitops-deploy-${'0'.repeat(16)}`) }
  const rounds: Load[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push({
      empty: await runNode(empty),
      bundle: await startAndLoad(),
      post: await runNode(join(OWN, post), gone),
    })
  }
  rmSync(folder, { recursive: true })
  const of = (what: keyof Load) => median(rounds.map((round) => round[what]))
  return { empty: of('empty'), bundle: of('bundle'), post: of('post') }
}

/** Wall time of a process that starts, loads the bundle and ends: without a place for its state it refuses to begin. */
export async function startAndLoad(): Promise<number> {
  const { main } = (await readActionFile(OWN)).runs
  return runNode(join(OWN, main), { GITHUB_STATE: '/nothing/here' })
}

function runNode(script: string, env: Record<string, string> = {}): Promise<number> {
  return timed(() => spawnSync(process.execPath, [script], { env }))
}
