import { createWorld } from '../../__tests__/support/world.ts'
import { moreThan, over, type Rounds, rowOf } from './compare.ts'
import { emptyScript, postStep, type Refusal, refused } from './node-ways.ts'
import type { Figure, Limits, Measure } from './report.ts'
import { roundsOf } from './rounds.ts'
import { wireUp } from './traffic.ts'

const ROUNDS = 15
const NO_TOKEN = { ACTIONS_ID_TOKEN_REQUEST_URL: undefined, ACTIONS_ID_TOKEN_REQUEST_TOKEN: undefined }
const NO_PERMISSION: Refusal = { code: 'ID_TOKEN_UNAVAILABLE', env: NO_TOKEN }
/** Each of them asks nobody. */
const SILENT = { requests: { ceiling: 0 }, connections: { ceiling: 0 } }

interface Kind {
  readonly row: string
  readonly limits: Readonly<Partial<Record<Measure, Limits>>>
  /** Milliseconds more than an empty script, and CPU time over that of one. */
  readonly more: Limits
  readonly cpu: Limits
}

const KINDS = {
  post: {
    row: 'post step',
    limits: SILENT,
    more: { goal: 8 },
    cpu: { goal: 1.4, ceiling: 2.1 },
  },
  noInputs: {
    row: 'refused without inputs',
    limits: { ...SILENT, wallMs: { goal: 75 } },
    more: {},
    cpu: { goal: 3.75, ceiling: 5.6 },
  },
  noPermission: {
    row: 'refused without id-token permission',
    limits: SILENT,
    more: {},
    cpu: { goal: 3.75, ceiling: 5.6 },
  },
} as const satisfies Record<string, Kind>

/** The post step, and the two refusals that a new workflow meets first: they load code, and do little with it. */
export async function load(): Promise<readonly Figure[]> {
  await using world = await createWorld()
  await using traffic = await wireUp(world)
  const unset = Object.keys(world.inputs).map((name) => [name, ''])
  const noInputs: Refusal = { code: 'INPUT_REQUIRED', inputs: Object.fromEntries(unset) }
  const action = {
    post: postStep(world, noInputs),
    noInputs: refused(world, noInputs),
    noPermission: refused(world, NO_PERMISSION),
  }
  const ways = { action, others: { empty: emptyScript(world) } }
  return figuresOf(await roundsOf({ world, traffic }, ways, { rounds: ROUNDS, judged: figuresOf }))
}

type Name = keyof typeof KINDS

function figuresOf({ empty, ...all }: Readonly<Record<Name | 'empty', Rounds>>): readonly Figure[] {
  const names = Object.keys(KINDS) as Name[]
  return [
    ...rowOf({ ...PLACE, row: 'an empty Node script', way: 'empty' }, empty),
    ...names.flatMap((way) => rowOf({ ...PLACE, row: KINDS[way].row, way }, all[way], KINDS[way].limits)),
    ...names.flatMap((way) => overEmpty(KINDS[way], all[way], empty)),
  ]
}

const PLACE = { axis: 'load', size: 1 }

/** Milliseconds are those of the machine and its neighbours; the ratio of CPU time hardly is. */
function overEmpty({ row, more, cpu }: Kind, rounds: Rounds, empty: Rounds): readonly Figure[] {
  const what = 'over an empty Node script'
  return [
    { what: `${row}: wall ${what}`, ...moreThan(rounds, empty, 'wallMs'), unit: 'ms', ...more },
    { what: `${row}: CPU ${what}`, ...over(rounds, empty, 'cpuMs'), unit: 'x', ...cpu },
  ]
}
