import { serviceCommits } from '../demo/service.ts'
import { bareBuild, chain } from './build-chain.ts'
import { awsCli, type Identity, twoActions } from './build-identity.ts'
import { dockerEnv, NO_COMMIT, newCommit, openRoom, pluginFolders, runStep } from './build-room.ts'
import { besideBuild, type Costs, rows } from './build-table.ts'
import type { Metered, Way } from './cost.ts'
import type { Figure } from './report.ts'
import { roundsOf } from './rounds.ts'
import { wireUp } from './traffic.ts'

const ROUNDS = 5

/** The whole step against the same work by processes one after another. */
export async function oneImage(): Promise<readonly Figure[]> {
  await using world = await openRoom({ serviceCommits: serviceCommits() })
  if (!world) return []
  await using traffic = await wireUp(world)
  const { DOCKER_CONFIG = '' } = await dockerEnv(world)
  Object.assign(world.env, { DOCKER_CONFIG })
  const identities = { actions: await twoActions(world), cli: await awsCli(world) }
  const programs = Object.values(identities).flatMap((identity) => identity?.programs ?? [])
  const room = { world, traffic, programs: [...programs, ...(await pluginFolders(world))] }
  const judged = (costs: Costs) => [...rows(costs), ...besideBuild(costs)]
  return judged(await roundsOf(room, waysOf(room, identities), { rounds: ROUNDS, judged }))
}

interface Identities {
  readonly actions: Identity
  readonly cli: Identity | undefined
}

/** The run in which processes are counted fills the builder's cache. */
const waysOf = ({ world }: Metered, { actions, cli }: Identities) => ({
  action: { stepImage: theStep(world, NO_COMMIT), step: theStep(world) },
  others: {
    build: bareBuild(world),
    ...(cli && { cliImage: chain(world, cli, 'pushed'), cli: chain(world, cli, 'committed') }),
    actionsImage: chain(world, actions, 'pushed'),
    actions: chain(world, actions, 'committed'),
  },
})

const theStep =
  (world: Metered['world'], inputs: Record<string, string> = {}) =>
  (action: string): Way =>
  async () => {
    await newCommit(world)
    return (start) => runStep(world, inputs, { ...start, action })
  }
