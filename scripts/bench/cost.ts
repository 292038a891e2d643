import { readFile, rm } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { RECORDED_TOOLS, type RecordedCall, recordChildren } from '../../__tests__/support/child-recorder.ts'
import { git } from '../../__tests__/support/git.ts'
import type { World } from '../../__tests__/support/world.ts'
import { type Figure, MEASURES, type Measure, measures, median, type Place } from './report.ts'
import type { Traffic } from './traffic.ts'

/** Of a process and all that it starts; the memory is that of the largest of them. */
export type Cost = Readonly<Record<Measure, number>>

/** What a process is started by, and its variables on top of those of its way. */
export interface Start {
  readonly under: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

/** Makes all ready for one run of a way, and resolves to that run. */
export type Way = () => Promise<(start: Start) => Promise<unknown>>

export interface Metered {
  readonly world: World
  readonly traffic: Traffic
  /** Where programs are that are not on PATH. */
  readonly programs?: readonly string[]
}

/** What each way costs in the middle of so many rounds. They take turns, so that all feel the same load of the machine. */
export async function costsOf<Ways extends Readonly<Record<string, Way>>>(
  room: Metered,
  ways: Ways,
  rounds: number,
): Promise<{ readonly [Name in keyof Ways]: Cost }> {
  const tallies: { name: string; way: Way; processes: number; runs: Cost[] }[] = []
  for (const [name, way] of Object.entries(ways)) {
    tallies.push({ name, way, processes: 1 + (await recorded(room, way)).length, runs: [] })
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const { way, processes, runs } of tallies) runs.push({ ...(await measure(room, way)), processes })
  }
  const costs = tallies.map(({ name, runs }) => [name, middleOf(runs)])
  return Object.fromEntries(costs) as { readonly [Name in keyof Ways]: Cost }
}

const middleOf = (runs: readonly Cost[]): Cost =>
  Object.fromEntries(measures.map((one) => [one, median(runs.map((run) => run[one]))])) as Cost

async function measure({ world, traffic }: Metered, way: Way): Promise<Omit<Cost, 'processes'>> {
  const run = await way()
  const { under, used } = meterIn(world.root)
  traffic.reset()
  await run({ under, env: {} })
  return { ...(await used()), requests: traffic.requests(), kB: traffic.kB() }
}

export type Used = Pick<Cost, 'wallMs' | 'cpuMs' | 'memoryMB'>

/** What a command is started by so that it is metered, and what it has used when it has ended. */
export function meterIn(folder: string) {
  const file = join(folder, 'meter.json')
  const python = process.env.ECR_RIG_PYTHON ?? 'python3'
  return {
    under: [python, '-IS', join(import.meta.dirname, 'meter.py'), file],
    used: async () => JSON.parse(await readFile(file, 'utf8')) as Used,
  }
}

const RECIPE_TOOLS = ['aws', 'curl', 'node', 'sed', 'git-remote-http']

/** Where docker finds its plugins while processes are counted. */
export const stubsOf = ({ root }: World): string => join(root, 'recorded', 'bin')

/** What the first process and all below it start, in a run of its own, because what records it takes time too. */
export async function recorded(
  { world, programs = [] }: Metered,
  way: Way,
): Promise<readonly RecordedCall[]> {
  const run = await way()
  const ofGit = await git(['--exec-path'], { cwd: world.root })
  const path = [process.env.PATH, ...programs, ofGit].join(delimiter)
  const folder = join(world.root, 'recorded')
  const recorder = await recordChildren(folder, [...RECORDED_TOOLS, ...RECIPE_TOOLS], path)
  await run({ under: [], env: { PATH: recorder.path, GIT_EXEC_PATH: stubsOf(world) } })
  const calls = await recorder.calls()
  await rm(folder, { recursive: true })
  return calls
}

/** A row of a table. */
export const rowOf = (at: Omit<Place, 'measure'>, cost: Cost): readonly Figure[] =>
  measures.map((measure) => ({
    what: `${at.row}: ${MEASURES[measure].name}`,
    value: cost[measure],
    unit: MEASURES[measure].unit,
    at: { ...at, measure },
  }))
