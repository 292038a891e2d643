import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { World } from '../../__tests__/support/world.ts'
import { scratch } from './build-room.ts'
import { FIRST_FILE, type GrowthRoom } from './growth-room.ts'
import { gitAs, run } from './process.ts'
import { median } from './report.ts'

export interface Cost {
  readonly wallMs: number
  /** User and system time of all processes. */
  readonly cpuMs: number
  /** The most that the step's own process held, without its children. NaN: not measured. */
  readonly memoryMB: number
  readonly processes: number
  readonly requests: number
  readonly kB: number
}

const EVENT = { name: 'push', payload: { repository: { default_branch: 'main' } } }
const METER = join(import.meta.dirname, 'meter.mjs')

/** One measurement of a way: the step, or the commands that it replaces. */
export type Way = (room: GrowthRoom) => Promise<Cost>

/** The step, from its start to its end. */
export async function theStep(room: GrowthRoom): Promise<Way> {
  const processes = await countProcesses(room)
  const file = join(room.world.root, 'meter.json')
  const meter = { NODE_OPTIONS: `--import=${METER}`, METER_FILE: file }
  return counted(async ({ world }) => {
    const wallMs = await deploy(world, { ...world.env, ...meter })
    const used = JSON.parse(await readFile(file, 'utf8')) as Pick<Cost, 'cpuMs' | 'memoryMB'>
    return { ...used, wallMs, processes }
  })
}

const COMMANDS = `set -e
git clone -q --depth=1 "$REMOTE" "$FOLDER"
cd "$FOLDER"
sed -i "s/newTag: .*/newTag: \\"$TAG\\"/" "$FILE"
git commit -qam "deploy: $TAG"
git push -q
times
`

/** The commit alone, as people make it for one overlay, without a login or a look-up: clone, edit, commit, push. */
export const theCommands: Way = counted(async ({ world }) => {
  const cwd = await scratch(world, 'by-hand')
  const { GITHUB_SERVER_URL: server = '' } = world.env
  const env = {
    ...gitAs(world.tokens.config),
    REMOTE: `${server}/${world.config.name}.git`,
    FOLDER: join(cwd, 'config'),
    TAG: world.facts.head,
    FILE: FIRST_FILE,
  }
  const started = performance.now()
  const printed = await run(['sh', '-c', COMMANDS], { cwd, env })
  const wallMs = performance.now() - started
  return { wallMs, cpuMs: secondsIn(printed) * 1000, memoryMB: Number.NaN, processes: 5 }
})

/** `times` of POSIX: user and system of the shell, then those of its children, each as `0m0.12s`. */
const secondsIn = (times: string): number =>
  [...times.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, min, sec]) => sum + Number(min) * 60 + Number(sec),
    0,
  )

type Alone = Omit<Cost, 'requests' | 'kB'>

function counted(measure: (room: GrowthRoom) => Promise<Alone>): Way {
  return async (room) => {
    await room.restore()
    const before = requests(room.world)
    room.traffic.reset()
    const alone = await measure(room)
    return { ...alone, requests: requests(room.world) - before, kB: room.traffic.bytes() / 1000 }
  }
}

/** Other work on the machine only ever makes a time longer, so the shortest one says most. */
export function best(costs: readonly Cost[]): Cost {
  const all = (which: keyof Cost) => costs.map((cost) => cost[which])
  const least = (which: keyof Cost) => Math.min(...all(which))
  const middle = (which: keyof Cost) => median(all(which))
  return {
    ...{ wallMs: least('wallMs'), cpuMs: least('cpuMs'), memoryMB: middle('memoryMB') },
    ...{ processes: middle('processes'), requests: middle('requests'), kB: middle('kB') },
  }
}

/** In a run of its own: what records them takes time too. */
async function countProcesses({ world, restore }: GrowthRoom): Promise<number> {
  await restore()
  const { PATH: path, ...env } = world.env
  const recorder = await world.recordChildren()
  await deploy(world, world.env)
  delete world.env.PATH
  Object.assign(world.env, env, path === undefined ? {} : { PATH: path })
  return 1 + (await recorder.calls()).length
}

async function deploy(world: World, env: World['env']): Promise<number> {
  const result = await world.run({}, { event: EVENT, env })
  if (result.outputs.result === 'deployed') return result.durationMs
  throw new Error(`the step failed:\n${result.stdout}\n${result.stderr}`)
}

const requests = ({ oidc, sts, ecr, github, git, registry }: World): number =>
  [oidc, sts, ecr, github, git, registry].reduce((sum, part) => sum + part.requests.length, 0)
