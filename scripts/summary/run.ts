import type { MainResult } from '../../__tests__/support/runner.ts'
import { createWorld } from '../../__tests__/support/world.ts'
import { overlay } from '../../__tests__/support/world-files.ts'
import type { World } from '../../__tests__/support/world-shape.ts'
import { findEngine } from '../demo/engine.ts'
import { prepareService, serviceCommits } from '../demo/service.ts'

type Inputs = Readonly<Record<string, string>>
type Run = (inputs?: Inputs, event?: string) => Promise<MainResult>

interface Scene {
  readonly names: readonly string[]
  /** The account whose registry the overlays name at the start. */
  readonly account?: string
  /** The run whose summary is shown comes last. */
  readonly play: (run: Run, world: World) => Promise<MainResult>
  readonly result: string
}

/** The runs whose summaries the README shows. */
export const SCENES: Readonly<Record<string, Scene>> = {
  deployed: { names: ['api'], play: (run) => run(), result: 'deployed' },
  refused: {
    names: ['api'],
    account: '590184067193',
    play: (run) => run(),
    result: 'failed',
  },
  'several-images': {
    names: ['api', 'web', 'worker'],
    play: async (run, world) => {
      await world.putImage(repositoryOf('web'), world.facts.head)
      return run()
    },
    result: 'deployed',
  },
  rollback: {
    names: ['api'],
    play: async (run, world) => {
      const [before = ''] = world.facts.commits
      await world.putImage(repositoryOf('api'), before)
      await run()
      return run({ build: 'never', tag: before, 'on-stale': 'write' }, 'workflow_dispatch')
    },
    result: 'deployed',
  },
}

const repositoryOf = (name: string): string => `shop/${name}`
const overlayOf = (name: string): string => `apps/${name}/overlays/production`

/** What a real run of the bundle wrote as its job summary. */
export async function summaryOf({ names, account, play, result }: Scene): Promise<string> {
  const engine = findEngine({ mayInstall: false })
  if (!engine) throw new Error('there is no engine to build with')
  await using world = await createWorld({
    serviceCommits: serviceCommits(),
    checkoutDepth: 0,
    repositories: names.map(repositoryOf),
    configFiles: ({ image, tag }) => {
      const host = image.slice(0, image.indexOf('/')).replace(/^\d+/, (own) => account ?? own)
      const entry = (name: string) => ({ name, image: `${host}/${repositoryOf(name)}`, tag })
      return Object.fromEntries(
        names.map((name) => [`${overlayOf(name)}/kustomization.yaml`, overlay('production', entry(name))]),
      )
    },
  })
  await prepareService(world.workspace)
  const images = names.map((name) => ({ repository: repositoryOf(name), overlays: overlayOf(name) }))
  Object.assign(world.env, engine.env)
  Object.assign(world.inputs, { engine: engine.name, network: 'host', 'render-check': 'off' })
  Object.assign(world.inputs, { repository: '', overlays: '', images: JSON.stringify(images) })
  const payload = { repository: { default_branch: 'main' } }
  const run: Run = (inputs = {}, name = 'push') =>
    world.run(inputs, { event: { name, payload }, timeoutMs: 300_000 })
  const { summary, outputs, stdout } = await play(run, world)
  if (outputs.result !== result) throw new Error(`the run went wrong:\n${stdout}`)
  return summary
}
