import type { MainResult } from '../../__tests__/support/runner.ts'
import { createWorld, type RunOptions, type World } from '../../__tests__/support/world.ts'
import type { ErrorCode } from '../../src/errors/errors.ts'
import { startAndLoad } from './load.ts'
import { type Figure, median } from './report.ts'

const PAIRS = 21
const REFUSALS = 5
const EVENT = { name: 'push', payload: { repository: { default_branch: 'main' } } }
const NO_TOKEN = { ACTIONS_ID_TOKEN_REQUEST_URL: undefined, ACTIONS_ID_TOKEN_REQUEST_TOKEN: undefined }
/** The port "discard": nothing listens there, so that every connection is refused. */
const CLOSED = 'http://127.0.0.1:9/idtoken?api-version=2.0'
const OTHER_ACCOUNT = '999988887777'

/** How soon a step fails that cannot get credentials, and what getting them costs one that can. */
export async function identity(): Promise<readonly Figure[]> {
  await using world = await createWorld()
  await world.putImage(world.facts.ecrRepository, world.facts.head)
  Object.assign(world.inputs, { 'config-repository': '', 'config-token': '', overlays: '', build: 'never' })
  // That waits for a minute and does next to nothing, so the rest is measured meanwhile.
  const [down, rest] = await Promise.all([oidcDown(world), whatAnswers(world)])
  return [...rest, ...down]
}

async function whatAnswers(world: World): Promise<readonly Figure[]> {
  return [
    ...(await goodPath(world)),
    await refusedInput(world, 'no id-token permission', { code: 'ID_TOKEN_UNAVAILABLE', env: NO_TOKEN }),
    await refusedInput(world, 'account mismatch in inputs', {
      code: 'ACCOUNT_MISMATCH',
      inputs: { registry: world.facts.host.replace(world.facts.account, OTHER_ACCOUNT) },
    }),
    ...(await refusedRole(world)),
  ]
}

/** From OIDC to the answer whether the image is there: everything of a step that neither builds nor commits. */
async function goodPath(world: World): Promise<readonly Figure[]> {
  await runOnce(world, 'built')
  const { oidc, sts, ecr } = world
  const tokens = ecr.requests.filter(({ action }) => action === 'GetAuthorizationToken').length
  const counts = [
    { what: 'good path: OIDC requests', value: oidc.requests.length, unit: '', ceiling: 1 },
    { what: 'good path: STS requests', value: sts.requests.length, unit: '', ceiling: 1 },
    { what: 'good path: ECR token requests', value: tokens, unit: '', ceiling: 1 },
  ] as const
  const pairs = await inPairs(() => runOnce(world, 'built'))
  return [
    ...counts,
    {
      what: `start and load of the bundle (median of ${PAIRS})`,
      value: median(pairs.map(({ load }) => load)),
      unit: 'ms',
    },
    {
      what: 'git status, OIDC, STS, ECR token, BatchGetImage, report (step - load)',
      value: median(pairs.map(({ step, load }) => step - load)),
      unit: 'ms',
    },
    {
      // What takes long to compile is loaded while the requests are under way, so it is no part of the load.
      what: 'the whole step over start and load (median of pairs)',
      value: median(pairs.map(({ step, load }) => step / load)),
      unit: 'x',
      goal: 3,
      ceiling: 4.5,
    },
  ]
}

interface Refusal {
  readonly code: ErrorCode
  readonly inputs?: Record<string, string>
  readonly env?: NonNullable<RunOptions['env']>
}

/** Nothing is asked over the network, so that loading the bundle is what such a step should cost. */
async function refusedInput(world: World, what: string, { code, inputs, env }: Refusal): Promise<Figure> {
  const pairs = await inPairs(() => runOnce(world, code, { inputs, env }))
  return {
    what: `${what}: whole step over start and load`,
    value: median(pairs.map(({ step, load }) => step / load)),
    unit: 'x',
    goal: 1.3,
    ceiling: 2,
  }
}

async function refusedRole(world: World): Promise<readonly Figure[]> {
  world.sts.settings.accept = () => false
  const before = world.sts.requests.length
  const spent: number[] = []
  for (let round = 0; round < REFUSALS; round += 1) spent.push(await runOnce(world, 'ROLE_REFUSED'))
  world.sts.settings.accept = () => true
  return [
    {
      what: `refused role: time to fail (median of ${REFUSALS})`,
      value: median(spent) / 1000,
      unit: 's',
      goal: 5,
      ceiling: 5,
    },
    { what: 'refused role: slowest of them', value: Math.max(...spent) / 1000, unit: 's', ceiling: 6 },
    {
      what: 'refused role: STS requests of one step',
      value: (world.sts.requests.length - before) / REFUSALS,
      unit: '',
      ceiling: 3,
    },
  ]
}

/** One measurement alone: it takes the whole time budget. */
async function oidcDown(world: World): Promise<readonly Figure[]> {
  const spent = await runOnce(world, 'OIDC_FAILED', { env: { ACTIONS_ID_TOKEN_REQUEST_URL: CLOSED } })
  return [
    {
      what: 'OIDC endpoint down: time to fail (one measurement)',
      value: spent / 1000,
      unit: 's',
      goal: 62,
      ceiling: 62,
    },
  ]
}

interface Given {
  readonly inputs?: Record<string, string> | undefined
  readonly env?: NonNullable<RunOptions['env']> | undefined
}

/** Wall time of the action's process, from spawn to exit, that ends as it should: with a result or an error code. */
async function runOnce(world: World, wanted: string, { inputs, env = {} }: Given = {}): Promise<number> {
  const result = await world.run(inputs, { event: EVENT, env: { ...world.env, ...env }, timeoutMs: 120_000 })
  const ended = endOf(result)
  if (ended !== wanted) throw new Error(`the step ended as ${ended}, not ${wanted}:\n${result.stdout}`)
  return result.durationMs
}

function endOf({ outputs, annotations }: MainResult): string | undefined {
  const error = annotations.find(({ level }) => level === 'error')
  return error ? error.properties.title : outputs.result
}

/** Side by side, so that both halves of a pair feel the same load of the machine. */
async function inPairs(step: () => Promise<number>): Promise<readonly { step: number; load: number }[]> {
  const pairs: { step: number; load: number }[] = []
  for (let round = 0; round < PAIRS; round += 1) {
    pairs.push({ load: await startAndLoad(), step: await step() })
  }
  return pairs
}
