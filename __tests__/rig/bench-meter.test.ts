import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compared, type Rounds } from '../../scripts/bench/compare.ts'
import { measure, type Way } from '../../scripts/bench/cost.ts'
import { run } from '../../scripts/bench/process.ts'
import type { Figure } from '../../scripts/bench/report.ts'
import { OWN, roundsOf } from '../../scripts/bench/rounds.ts'
import { wireUp } from '../../scripts/bench/traffic.ts'
import { createWorld } from '../support/world.ts'

/** More than any command here needs, and held by the process that has it measured. */
const held = Buffer.alloc(400_000_000, 1)
const ALLOCATE = 'Buffer.alloc(200e6, 1)'
const WORK = 'while (process.cpuUsage().user < 4e5) for (let n = 0; n < 1e6; n += 1);'
/** One that the shell does not become, but waits for. */
const grandchild = (code: string): string => `'${process.execPath}' -e '${code}'; true`

test.each([
  { what: 'a small command', script: 'true', memoryMiB: [0, 30], cpuMs: [0, 500] },
  { what: 'memory of a grandchild', script: grandchild(ALLOCATE), memoryMiB: [200, 350], cpuMs: [20, 5000] },
  { what: 'work of a grandchild', script: grandchild(WORK), memoryMiB: [20, 120], cpuMs: [400, 5000] },
])('the meter counts $what', async ({ script, memoryMiB, cpuMs }) => {
  await using world = await createWorld()
  await using traffic = await wireUp(world)
  const cost = await measure({ world, traffic }, inShell(script, world.root))
  expect(held).toHaveLength(400_000_000)
  expect(cost.memoryMiB).toBeGreaterThan(memoryMiB[0] ?? Number.NaN)
  expect(cost.memoryMiB).toBeLessThan(memoryMiB[1] ?? Number.NaN)
  expect(cost.cpuMs).toBeGreaterThan(cpuMs[0] ?? Number.NaN)
  expect(cost.cpuMs).toBeLessThan(cpuMs[1] ?? Number.NaN)
  expect(cost.wallMs).toBeGreaterThan(cpuMs[0] ?? Number.NaN)
})

test('what fails under the meter fails the benchmark', async () => {
  await using world = await createWorld()
  await using traffic = await wireUp(world)
  const way = inShell('exit 3', world.root)
  await expect(measure({ world, traffic }, way)).rejects.toThrow('ended with 3')
})

test('a way of the action is measured with the baseline in turn, another one alone', async () => {
  await using world = await createWorld()
  await using traffic = await wireUp(world)
  const log = join(world.root, 'turns')
  const noting = (what: string, script = '') => inShell(`echo ${what} >>'${log}'; ${script}`, world.root)
  const ways = { action: { step: (action: string) => noting(action) }, others: { git: noting('git', GIT) } }
  const { step, git } = await roundsOf({ world, traffic }, ways, { rounds: 2, baseline: 'before' })
  // Processes are counted first, in a run of their own.
  const turns = [OWN, 'before', 'git']
  const all = [...turns, ...turns, ...turns.toReversed()]
  expect((await readFile(log, 'utf8')).trim().split('\n')).toEqual(all)
  expect([step.own.length, step.before?.length, git.own.length, git.before]).toEqual([2, 2, 2, undefined])
  expect([step.own, step.before, git.own].map((costs) => costs?.map(({ processes }) => processes))).toEqual([
    [1, 1],
    [1, 1],
    [2, 2],
  ])
})

test.each([
  { what: 'one that is within its ceiling', ceiling: Number.POSITIVE_INFINITY, rounds: 2 },
  { what: 'one that is over its ceiling', ceiling: 0, rounds: 6 },
])('$what is measured in $rounds rounds', async ({ ceiling, rounds }) => {
  await using world = await createWorld()
  await using traffic = await wireUp(world)
  const ways = { action: {}, others: { wait: inShell('true', world.root) } }
  const judged = ({ wait }: { wait: Rounds }): readonly Figure[] => {
    expect(wait.own.length).toBeGreaterThanOrEqual(2)
    return [{ what: '', ...compared(wait, ({ wallMs }) => wallMs), unit: 'ms', ceiling }]
  }
  const { wait } = await roundsOf({ world, traffic }, ways, { rounds: 2, judged })
  expect(wait.own).toHaveLength(rounds)
})

const GIT = 'git version'
const inShell =
  (script: string, cwd: string): Way =>
  async () =>
  ({ under, env }) =>
    run([...under, 'sh', '-c', script], { cwd, env: { ...process.env, ...env } })
