import { join } from 'node:path'
import type { World } from '../../__tests__/support/world.ts'
import { serviceCommits } from '../demo/service.ts'
import { buildCommand, type ChainTimes, runChain } from './build-chain.ts'
import { awsCli, type Identity, twoActions } from './build-identity.ts'
import { loggedIn, NO_COMMIT, newCommit, openRoom, runStep, scratch } from './build-room.ts'
import { run } from './process.ts'
import { type Figure, median, timed } from './report.ts'

const ROUNDS = 5

interface Round {
  readonly bare: number
  readonly step: number
  readonly stepPushed: number
  readonly actions: ChainTimes
  readonly cli: ChainTimes | undefined
}

interface Ways {
  readonly actions: Identity
  readonly cli: Identity | undefined
}

/** The whole step against the same work by processes one after another, both over the build and push itself. */
export async function oneImage(): Promise<readonly Figure[]> {
  await using world = await openRoom({ serviceCommits: serviceCommits() })
  if (!world) return []
  const ways = { actions: await twoActions(world), cli: awsCli(world) }
  const counts = await countOnce(world, ways.actions)
  const rounds: Round[] = []
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await oneRound(world, ways))
  return [...times(rounds), ...counts]
}

async function oneRound(world: World, { actions, cli }: Ways): Promise<Round> {
  const bare = await bareBuild(world, await newCommit(world))
  await newCommit(world)
  const step = (await runStep(world)).durationMs
  await newCommit(world)
  const stepPushed = (await runStep(world, NO_COMMIT)).durationMs
  return {
    ...{ bare, step, stepPushed },
    actions: await runChain(world, actions, await newCommit(world)),
    cli: cli && (await runChain(world, cli, await newCommit(world))),
  }
}

async function bareBuild(world: World, sha: string): Promise<number> {
  const [env, folder] = [await loggedIn(world), await scratch(world, 'bare')]
  const command = buildCommand(world, sha, join(folder, 'metadata.json'))
  return timed(() => run(command, { cwd: world.workspace, env }))
}

/** Ratios to reach (goal), and those above which the bench fails: other work on the machine moves them. */
interface Bounds {
  readonly goal?: number
  readonly ceiling: number
}

interface Expected {
  readonly committed: Bounds
  readonly pushed: Bounds
}

const EXPECTED: Readonly<Record<'actions' | 'cli', Expected>> = {
  // What most workflows log in with.
  cli: { committed: { goal: 0.4, ceiling: 0.6 }, pushed: { goal: 0.25, ceiling: 0.4 } },
  // Two Node processes of nothing but one AWS call: no action is that small, and this is the floor of any.
  actions: { committed: { ceiling: 1.6 }, pushed: { ceiling: 1.6 } },
}

function times(rounds: readonly Round[]): readonly Figure[] {
  const bare = median(rounds.map((round) => round.bare))
  const ms = (what: string, value: number): Figure => ({ what, value, unit: 'ms' })
  return [
    ms(`bare docker buildx build --push, cached (median of ${ROUNDS})`, bare),
    ms(
      'the step, more than that',
      over(rounds, median, (round) => round.step),
    ),
    ms(
      'without a config repository',
      over(rounds, median, (round) => round.stepPushed),
    ),
    ...against(rounds, 'actions'),
    ...(rounds[0]?.cli ? against(rounds, 'cli') : []),
  ]
}

function against(rounds: readonly Round[], which: 'actions' | 'cli'): readonly Figure[] {
  const name = which === 'cli' ? 'AWS CLI, docker' : 'two actions, docker'
  const pair = (what: string, [step, chain]: readonly [Time, Time], bounds: Bounds): readonly Figure[] => {
    const taken = over(rounds, median, chain)
    return [
      { what: `${what}, more than the bare build`, value: taken, unit: 'ms' },
      { what: 'the step over that', value: over(rounds, median, step) / taken, unit: 'x', ...bounds },
    ]
  }
  const { committed, pushed } = EXPECTED[which]
  return [
    ...pair(`${name}, git`, [(round) => round.step, (round) => round[which]?.committed], committed),
    ...pair(`${name} alone`, [(round) => round.stepPushed, (round) => round[which]?.pushed], pushed),
  ]
}

type Time = (round: Round) => number | undefined
type Statistic = (values: readonly number[]) => number

/** What a way takes longer than the bare build. */
function over(rounds: readonly Round[], of: Statistic, time: Time): number {
  return of(rounds.map((round) => time(round) ?? Number.NaN)) - of(rounds.map((round) => round.bare))
}

/** The first run of each, which also fills the builder's cache. */
async function countOnce(world: World, actions: Identity): Promise<readonly Figure[]> {
  const before = requests(world)
  const { processes } = await runChain(world, actions, await newCommit(world))
  const ofChain = requests(world) - before
  await newCommit(world)
  const calls = await recordedStep(world)
  const ofStep = requests(world) - before - ofChain
  const probes = calls.filter(({ tool, argv }) => tool !== 'git' && !argv.includes('build'))
  return [
    { what: 'engine probes of the step', value: probes.length, unit: '', ceiling: 2 },
    { what: 'processes of the step and its children', value: 1 + calls.length, unit: '' },
    { what: 'processes of the two actions to deploy', value: processes, unit: '' },
    { what: 'requests of the step to OIDC, AWS, GitHub and git', value: ofStep, unit: '' },
    { what: 'requests of the two actions to deploy', value: ofChain, unit: '' },
  ]
}

async function recordedStep(world: World) {
  const { PATH: path, ...env } = world.env
  const recorder = await world.recordChildren()
  await runStep(world)
  delete world.env.PATH
  Object.assign(world.env, env, path === undefined ? {} : { PATH: path })
  return recorder.calls()
}

const requests = ({ oidc, sts, ecr, github, git }: World): number =>
  [oidc, sts, ecr, github, git].reduce((sum, part) => sum + part.requests.length, 0)
