import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runStepProcess } from '../../__tests__/support/step-process.ts'
import { createWorld } from '../../__tests__/support/world.ts'
import { inTurn, overBaseline } from './baseline.ts'
import { type Figure, median } from './report.ts'

const ROUNDS = 15
const WHAT = 'a run without inputs until its error'

/** What somebody waits for who has forgotten `with:`, up to the exit. */
export async function refusal(): Promise<readonly Figure[]> {
  await using world = await createWorld()
  world.inputs = {}
  const empty = join(world.root, 'empty.mjs')
  await writeFile(empty, '')
  const empties: number[] = []
  const pairs = await inTurn(ROUNDS, async (action) => {
    const idle = await runStepProcess({ script: empty, cwd: world.root, env: {}, timeoutMs: 60_000 })
    empties.push(idle.durationMs)
    const { exitCode, annotations, stdout, durationMs } = await world.run({}, { action })
    const refused = annotations.some(({ level }) => level === 'error')
    if (exitCode !== 1 || !refused) throw new Error(`a run without inputs was not refused:\n${stdout}`)
    return durationMs
  })
  const [own, start] = [median(pairs.map((pair) => pair.own)), median(empties)]
  return [
    { what: `${WHAT} (median of ${ROUNDS})`, value: own, unit: 'ms' },
    { what: 'the same over an empty Node script', value: own - start, unit: 'ms', goal: 75 },
    // The goal is those 75 ms where Node takes 30.
    {
      what: 'the same over the start of Node alone',
      value: own / start,
      unit: 'x',
      goal: 3.5,
      ceiling: 5.25,
    },
    ...overBaseline(WHAT, pairs),
  ]
}
