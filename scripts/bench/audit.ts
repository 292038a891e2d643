import { access, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import {
  largeRepository,
  overlaysIn,
  overlaysRepository,
  writeRepository,
} from '../../__tests__/support/audit/large.ts'
import { meterIn, type Used } from './cost.ts'
import { run } from './process.ts'
import { type Figure, isOver, median } from './report.ts'
import { inTurn, OWN } from './rounds.ts'

/** What is measured; it is followed by the folder. */
const AUDIT: readonly string[] = [join(OWN, 'dist', 'cli.js'), 'audit', '--fail-on', 'never']
const WALK: readonly string[] = [join(import.meta.dirname, 'audit-walk.ts')]
const FILES = 10_000
const FEWER_FILES = 1000
/** Next to nothing: what Node and the program take to start. */
const FEWEST_FILES = 20
const OVERLAYS = 600
/** kustomize takes a process for each, so only some of them are rendered. */
const RENDERED = 10
const ROUNDS = 3
const MOST_ROUNDS = 9

/** What an audit of a large repository costs, over what the disk does, over that of a smaller one, and over kustomize. */
export async function audit(): Promise<readonly Figure[]> {
  await using room = await openRoom()
  const [kustomize, rounds] = [await isOnPath('kustomize'), newRounds()]
  const node = (program: readonly string[], name: keyof Folders) => async () => {
    rounds[`${program === WALK ? 'walk' : 'audit'} ${name}`]?.push(await room.node(program, name))
  }
  const work = [
    node(WALK, 'large'),
    node(AUDIT, 'large'),
    node(AUDIT, 'smaller'),
    node(AUDIT, 'smallest'),
    node(AUDIT, 'overlays'),
    ...(kustomize ? [async () => void rounds.kustomize?.push(await room.kustomize())] : []),
  ]
  await inTurn(work, (made) => made < ROUNDS || (made < MOST_ROUNDS && figuresOf(rounds).some(isOver)))
  return figuresOf(rounds)
}

type Rounds = Record<string, Used[]>

const newRounds = (): Rounds => ({
  'walk large': [],
  'audit large': [],
  'audit smaller': [],
  'audit smallest': [],
  'audit overlays': [],
  kustomize: [],
})

const folders = ['large', 'smaller', 'smallest', 'overlays'] as const
type Folders = Readonly<Record<(typeof folders)[number], string>>

interface Room extends AsyncDisposable {
  node(program: readonly string[], name: keyof Folders): Promise<Used>
  /** What one overlay takes, times all of them. */
  kustomize(): Promise<Used>
}

async function openRoom(): Promise<Room> {
  const root = await mkdtemp(join(tmpdir(), 'bench-audit-'))
  writeRepository(join(root, 'large'), largeRepository(FILES))
  writeRepository(join(root, 'smaller'), largeRepository(FEWER_FILES))
  writeRepository(join(root, 'smallest'), largeRepository(FEWEST_FILES))
  writeRepository(join(root, 'overlays'), overlaysRepository(OVERLAYS))
  const every = OVERLAYS / RENDERED
  const some = overlaysIn(OVERLAYS).filter((_, index) => index % every === 0)
  const { under, used } = meterIn(root)
  const call = { cwd: root, env: { PATH: process.env.PATH, HOME: root, NO_COLOR: '1' } }
  return {
    async node(program, name) {
      await run([...under, process.execPath, ...program, join(root, name)], call)
      return used()
    },
    async kustomize() {
      const all: Used[] = []
      for (const overlay of some) {
        await run([...under, 'kustomize', 'build', join(root, 'overlays', overlay)], call)
        all.push(await used())
      }
      const sum = (of: keyof Used) => all.reduce((so, one) => so + one[of], 0) * every
      return {
        wallMs: sum('wallMs'),
        cpuMs: sum('cpuMs'),
        memoryMiB: Math.max(...all.map((one) => one.memoryMiB)),
      }
    },
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  }
}

async function isOnPath(program: string): Promise<boolean> {
  const places = (process.env.PATH ?? '').split(delimiter).map((folder) => access(join(folder, program)))
  return (await Promise.allSettled(places)).some(({ status }) => status === 'fulfilled')
}

function figuresOf(rounds: Rounds): readonly Figure[] {
  const of = (name: string, measure: keyof Used) => rounds[name]?.map((used) => used[measure]) ?? []
  const ratio = (one: readonly number[], other: readonly number[]) =>
    median(one.map((value, round) => value / (other[round] ?? Number.NaN)))
  const more = (name: string) =>
    of(name, 'cpuMs').map((ms, round) => ms - (of('audit smallest', 'cpuMs')[round] ?? Number.NaN))
  const large = `an audit of ${FILES} files`
  return [
    { what: `${large}: wall`, value: median(of('audit large', 'wallMs')), unit: 'ms', goal: 2000 },
    {
      // Of the machine, as all times are, but a busy one hardly changes it.
      what: `${large}: CPU`,
      value: median(of('audit large', 'cpuMs')),
      unit: 'ms',
      goal: 2500,
      ceiling: 7500,
    },
    {
      what: `${large}: peak memory`,
      value: median(of('audit large', 'memoryMiB')),
      unit: 'MiB',
      goal: 250,
      ceiling: 400,
    },
    {
      what: `walking and reading ${FILES} files: wall`,
      value: median(of('walk large', 'wallMs')),
      unit: 'ms',
    },
    {
      what: `${large} over walking and reading them: wall`,
      value: ratio(of('audit large', 'wallMs'), of('walk large', 'wallMs')),
      unit: 'x',
      goal: 3,
    },
    {
      what: `${large} over walking and reading them: CPU`,
      value: ratio(of('audit large', 'cpuMs'), of('walk large', 'cpuMs')),
      unit: 'x',
      goal: 3,
      ceiling: 16,
    },
    {
      what: `CPU for ${FILES} files over that for ${FEWER_FILES}, each less that for ${FEWEST_FILES}`,
      value: ratio(more('audit large'), more('audit smaller')),
      unit: 'x',
      goal: 1.2 * (FILES / FEWER_FILES),
      ceiling: 1.5 * (FILES / FEWER_FILES),
    },
    { what: `an audit of ${OVERLAYS} overlays`, value: median(of('audit overlays', 'wallMs')), unit: 'ms' },
    ...(rounds.kustomize?.length ? overKustomize(of, ratio) : []),
  ]
}

function overKustomize(
  of: (name: string, measure: keyof Used) => readonly number[],
  ratio: (one: readonly number[], other: readonly number[]) => number,
): readonly Figure[] {
  return [
    {
      what: `kustomize for each of ${OVERLAYS} overlays (by ${RENDERED} of them)`,
      value: median(of('kustomize', 'wallMs')),
      unit: 'ms',
    },
    {
      what: `an audit of ${OVERLAYS} overlays over kustomize`,
      value: ratio(of('audit overlays', 'wallMs'), of('kustomize', 'wallMs')),
      unit: 'x',
      goal: 0.05,
      ceiling: 0.075,
    },
  ]
}
