import { expect, test } from 'vitest'
import { costsOf, type Way } from '../../scripts/bench/cost.ts'
import { run } from '../../scripts/bench/process.ts'
import { wireUp } from '../../scripts/bench/traffic.ts'
import { createWorld } from '../support/world.ts'

/** More than any command here needs, and held by the process that has it measured. */
const held = Buffer.alloc(400_000_000, 1)
const ALLOCATE = 'Buffer.alloc(200e6, 1)'
const WORK = 'while (process.cpuUsage().user < 4e5) for (let n = 0; n < 1e6; n += 1);'
/** One that the shell does not become, but waits for. */
const grandchild = (code: string): string => `'${process.execPath}' -e '${code}'; true`

test.each([
  { what: 'a small command', script: 'true', memoryMB: [0, 30], cpuMs: [0, 500] },
  { what: 'memory of a grandchild', script: grandchild(ALLOCATE), memoryMB: [200, 350], cpuMs: [20, 5000] },
  { what: 'work of a grandchild', script: grandchild(WORK), memoryMB: [20, 120], cpuMs: [400, 5000] },
])('the meter counts $what', async ({ script, memoryMB, cpuMs }) => {
  await using world = await createWorld()
  await using traffic = await wireUp(world)
  const { cost } = await costsOf({ world, traffic }, { cost: inShell(script, world.root) }, 1)
  expect(held).toHaveLength(400_000_000)
  expect(cost.memoryMB).toBeGreaterThan(memoryMB[0] ?? Number.NaN)
  expect(cost.memoryMB).toBeLessThan(memoryMB[1] ?? Number.NaN)
  expect(cost.cpuMs).toBeGreaterThan(cpuMs[0] ?? Number.NaN)
  expect(cost.cpuMs).toBeLessThan(cpuMs[1] ?? Number.NaN)
  expect(cost.wallMs).toBeGreaterThan(cpuMs[0] ?? Number.NaN)
})

test('what fails under the meter fails the benchmark', async () => {
  await using world = await createWorld()
  await using traffic = await wireUp(world)
  const way = inShell('exit 3', world.root)
  await expect(costsOf({ world, traffic }, { way }, 1)).rejects.toThrow('ended with 3')
})

const inShell =
  (script: string, cwd: string): Way =>
  async () =>
  ({ under, env }) =>
    run([...under, 'sh', '-c', script], { cwd, env: { ...process.env, ...env } })
