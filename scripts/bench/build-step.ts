import { serviceCommits } from '../demo/service.ts'
import { bareBuild, chain } from './build-chain.ts'
import { awsCli, type Identity, twoActions } from './build-identity.ts'
import { dockerEnv, NO_COMMIT, newCommit, openRoom, pluginFolders, runStep } from './build-room.ts'
import { besideBuild, type Costs, rows } from './build-table.ts'
import { costsOf, type Metered, recorded, type Way } from './cost.ts'
import type { Figure } from './report.ts'
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
  const costs: Costs = await costsOf(room, waysOf(room, identities), ROUNDS)
  return [...rows(costs), ...besideBuild(costs), await probes(room)]
}

interface Identities {
  readonly actions: Identity
  readonly cli: Identity | undefined
}

/** The first of them fills the builder's cache. */
const waysOf = ({ world }: Metered, { actions, cli }: Identities) => ({
  build: bareBuild(world),
  stepImage: theStep(world, NO_COMMIT),
  step: theStep(world),
  ...(cli && { cliImage: chain(world, cli, 'pushed'), cli: chain(world, cli, 'committed') }),
  actionsImage: chain(world, actions, 'pushed'),
  actions: chain(world, actions, 'committed'),
})

const theStep =
  (world: Metered['world'], inputs: Record<string, string> = {}): Way =>
  async () => {
    await newCommit(world)
    return (start) => runStep(world, inputs, start)
  }

/** What the step asks of docker besides the build. */
async function probes(room: Metered): Promise<Figure> {
  const calls = await recorded(room, theStep(room.world))
  const value = calls.filter(({ tool, argv }) => tool === 'docker' && !argv.includes('build')).length
  return { what: 'engine probes of the step', value, unit: '', ceiling: 2 }
}
