import { createWorld } from '../../__tests__/support/world.ts'
import { overlay } from '../../__tests__/support/world-files.ts'
import { findEngine } from '../demo/engine.ts'
import { prepareService, serviceCommits } from '../demo/service.ts'

const NAMES = ['api', 'web']
const repositoryOf = (name: string): string => `shop/${name}`
const overlayOf = (name: string): string => `apps/${name}/overlays/production`

/** What a real run of the bundle wrote as its job summary: one image is built, the other is in the registry already. */
export async function summaryOfRun(): Promise<string> {
  const engine = findEngine({ mayInstall: false })
  if (!engine) throw new Error('there is no engine to build with')
  await using world = await createWorld({
    serviceCommits: serviceCommits(),
    repositories: NAMES.map(repositoryOf),
    configFiles: ({ image, tag }) => {
      const host = image.slice(0, image.indexOf('/'))
      const entry = (name: string) => ({ name, image: `${host}/${repositoryOf(name)}`, tag })
      return Object.fromEntries(
        NAMES.map((name) => [`${overlayOf(name)}/kustomization.yaml`, overlay('production', entry(name))]),
      )
    },
  })
  await prepareService(world.workspace)
  for (const name of NAMES.slice(1)) await world.putImage(repositoryOf(name), world.facts.head)
  const images = NAMES.map((name) => ({ repository: repositoryOf(name), overlays: overlayOf(name) }))
  Object.assign(world.env, engine.env)
  Object.assign(world.inputs, { engine: engine.name, network: 'host', 'render-check': 'off' })
  Object.assign(world.inputs, { repository: '', overlays: '', images: JSON.stringify(images) })
  const event = { name: 'push', payload: { repository: { default_branch: 'main' } } }
  const { summary, outputs, stdout } = await world.run({}, { event, timeoutMs: 300_000 })
  if (outputs.result !== 'deployed') throw new Error(`the run went wrong:\n${stdout}`)
  return summary
}
