/**
 * The whole story on one machine: the real bundle, run as a runner runs it, with a real engine, a real git repository
 * and embedded stand-ins for GitHub, AWS STS, Amazon ECR and its registry.
 */
import { createWorld, type World } from '../__tests__/support/world.ts'
import { findEngine } from './demo/engine.ts'
import { prepareService, serviceCommits } from './demo/service.ts'
import { printCommit, printRun, title } from './demo/story.ts'

const PUSH_TO_MAIN = {
  event: { name: 'push', payload: { repository: { default_branch: 'main' } } },
  timeoutMs: 300_000,
}

async function main(): Promise<void> {
  const engine = findEngine({ mayInstall: process.argv.includes('--install-engine') })
  if (!engine) {
    process.exitCode = 1
    return
  }
  await using world = await createWorld({ serviceCommits: serviceCommits() })
  await prepareService(world.workspace)
  Object.assign(world.env, engine.env)
  Object.assign(world.inputs, { engine: engine.name, network: 'host', 'render-check': 'auto' })
  await deploy(world)
  await deployAgain(world)
  await refuse(world)
}

async function deploy(world: World): Promise<void> {
  title('1. A new commit: built, pushed, confirmed, committed')
  const result = await world.run({}, PUSH_TO_MAIN)
  printRun(result)
  expect(result.exitCode === 0 && result.outputs.result === 'deployed', 'the first run deploys')
  await printCommit(world)
  expect((await result.post()).exitCode === 0, 'the post step ends well')
}

async function deployAgain(world: World): Promise<void> {
  title('2. The same commit again: nothing is built, nothing is committed')
  const before = await world.config.tip()
  const result = await world.run({}, PUSH_TO_MAIN)
  printRun(result)
  expect(result.exitCode === 0 && result.outputs.result === 'unchanged', 'the second run changes nothing')
  expect((await world.config.tip()) === before, 'the second run makes no commit')
}

async function refuse(world: World): Promise<void> {
  title('3. A mutable tag: refused before anything is asked for')
  const requests = world.sts.requests.length
  const result = await world.run({ tag: 'main-latest' }, PUSH_TO_MAIN)
  printRun(result)
  expect(
    result.exitCode === 1 && result.annotations[0]?.properties.title === 'TAG_MUTABLE',
    'the third run is refused',
  )
  expect(world.sts.requests.length === requests, 'the third run asks AWS for nothing')
}

function expect(holds: boolean, what: string): void {
  if (!holds) throw new Error(`the demo went wrong: ${what}, but it did not`)
  console.log(`\n[ok] ${what}`)
}

await main()
