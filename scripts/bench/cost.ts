import { readFile, rm } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { RECORDED_TOOLS, type RecordedCall, recordChildren } from '../../__tests__/support/child-recorder.ts'
import { git } from '../../__tests__/support/git.ts'
import type { World } from '../../__tests__/support/world.ts'
import type { Measure } from './report.ts'
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
  /** Where programs are that are not on PATH, or stand in for what is there. */
  readonly programs?: readonly string[]
}

/** What a way costs once, but for its processes. */
export async function measure({ world, traffic }: Metered, way: Way): Promise<Omit<Cost, 'processes'>> {
  const run = await way()
  const { under, used } = meterIn(world.root)
  traffic.reset()
  await run({ under, env: {} })
  const said = { requests: traffic.requests(), connections: traffic.connections(), kB: traffic.kB() }
  return { ...(await used()), ...said }
}

export type Used = Pick<Cost, 'wallMs' | 'cpuMs' | 'memoryMiB'>

/** What a command is started by so that it is metered, and what it has used when it has ended. */
export function meterIn(folder: string) {
  const file = join(folder, 'meter.json')
  const python = process.env.ECR_RIG_PYTHON ?? 'python3'
  return {
    under: [python, '-IS', join(import.meta.dirname, 'meter.py'), file],
    used: async () => JSON.parse(await readFile(file, 'utf8')) as Used,
  }
}

const RECIPE_TOOLS = ['aws', 'curl', 'node', 'sed', 'git-remote-http', 'git-remote-https']

/** Where docker finds its plugins while processes are counted. */
export const stubsOf = ({ root }: World): string => join(root, 'recorded', 'bin')

/** What the first process and all below it start, in a run of its own, because what records it takes time too. */
export async function recorded(
  { world, programs = [] }: Metered,
  way: Way,
): Promise<readonly RecordedCall[]> {
  const run = await way()
  const ofGit = await git(['--exec-path'], { cwd: world.root })
  const path = [...programs, process.env.PATH, ofGit].join(delimiter)
  const folder = join(world.root, 'recorded')
  const recorder = await recordChildren(folder, [...RECORDED_TOOLS, ...RECIPE_TOOLS], path)
  await run({ under: [], env: { PATH: recorder.path, GIT_EXEC_PATH: stubsOf(world) } })
  const calls = await recorder.calls()
  await rm(folder, { recursive: true })
  return calls
}
