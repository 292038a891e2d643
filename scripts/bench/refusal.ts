import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runStepProcess } from '../../__tests__/support/step-process.ts'
import { createWorld, type World } from '../../__tests__/support/world.ts'
import { inTurn, overBaseline, ownIn, type Spent } from './baseline.ts'
import { meterIn } from './cost.ts'
import { type Figure, median } from './report.ts'

const ROUNDS = 15
const WHAT = 'a run without inputs until its error'

/** What somebody waits for who has forgotten `with:`, up to the exit. */
export async function refusal(): Promise<readonly Figure[]> {
  await using world = await createWorld()
  world.inputs = {}
  const empties: Spent[] = []
  const pairs = await inTurn(ROUNDS, async (action) => {
    empties.push(await emptyScript(world))
    return refused(world, action)
  })
  const emptyOf = (of: keyof Spent) => median(empties.map((empty) => empty[of]))
  const own = ownIn(pairs, 'wallMs')
  return [
    { what: `${WHAT} (median of ${ROUNDS})`, value: own, unit: 'ms' },
    { what: 'the same over an empty Node script', value: own - emptyOf('wallMs'), unit: 'ms', goal: 75 },
    {
      what: 'its CPU time over that of an empty Node script',
      value: ownIn(pairs, 'cpuMs') / emptyOf('cpuMs'),
      unit: 'x',
      goal: 3.75,
      ceiling: 5.6,
    },
    ...overBaseline(WHAT, pairs),
  ]
}

async function refused(world: World, action: string): Promise<Spent> {
  const { under, used } = meterIn(world.root)
  const { exitCode, annotations, stdout } = await world.run({}, { action, under })
  const refused = annotations.some(({ level }) => level === 'error')
  if (exitCode !== 1 || !refused) throw new Error(`a run without inputs was not refused:\n${stdout}`)
  return used()
}

async function emptyScript({ root }: World): Promise<Spent> {
  const script = join(root, 'empty.mjs')
  await writeFile(script, '')
  const { under, used } = meterIn(root)
  const { PATH = '' } = process.env
  await runStepProcess({ under, script, cwd: root, env: { PATH }, timeoutMs: 60_000 })
  return used()
}
