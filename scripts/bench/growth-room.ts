import type { Files } from '../../__tests__/support/git-repositories.ts'
import { startWire, type Wire } from '../../__tests__/support/wire.ts'
import { createWorld, type World } from '../../__tests__/support/world.ts'
import { type ConfigFacts, overlay } from '../../__tests__/support/world-files.ts'
import { manifest } from './gitops-large.ts'

export interface Size {
  readonly images: number
  /** Of each image. */
  readonly overlays: number
  /** Of the config repository. */
  readonly files: number
}

/** A world of that size, in which every image is in the registry already and no overlay has it. */
export interface GrowthRoom extends AsyncDisposable {
  readonly world: World
  /** Bytes of everything the step says to its services and hears from them, since the last `reset`. */
  readonly traffic: { bytes(): number; reset(): void }
  /** The overlays as they were, so that there is something to write. */
  restore(): Promise<void>
}

const numbered = <Item>(count: number, item: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, index) => item(index))

const nameOf = (index: number): string => `service-${index}`
const repositoryOf = (index: number): string => `team/${nameOf(index)}`
const overlayOf = (image: number, index: number): string => `apps/${nameOf(image)}/overlays/place-${index}`
export const FIRST_FILE = `${overlayOf(0, 0)}/kustomization.yaml`

export async function openGrowthRoom(size: Size): Promise<GrowthRoom> {
  const world = await createWorld({
    repositories: numbered(size.images, repositoryOf),
    configFiles: (facts) => ({ ...overlayFiles(size, facts), ...otherFiles(size) }),
  })
  const { host, head, commits } = world.facts
  for (const repository of numbered(size.images, repositoryOf)) await world.putImage(repository, head)
  Object.assign(world.inputs, { repository: '', overlays: '', images: imagesInput(size) })
  // No part of this is the renderer's.
  Object.assign(world.inputs, { 'render-check': 'off', build: 'never' })
  const wires = await wire(world)
  const original = overlayFiles(size, { image: `${host}/`, name: '', tag: commits[0] ?? '' })
  return {
    world,
    traffic: {
      bytes: () => wires.reduce((sum, { sent, received }) => sum + sent + received, 0),
      reset: () => {
        for (const one of wires) one.reset()
      },
    },
    restore: async () => {
      await world.config.commit({ files: original, message: 'Reset' })
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(wires.map((one) => one[Symbol.asyncDispose]()))
      await world.close()
    },
  }
}

function overlayFiles({ images, overlays }: Size, { image, tag }: ConfigFacts): Files {
  const host = image.slice(0, image.indexOf('/'))
  return Object.fromEntries(
    numbered(images, (index) => {
      const facts = { name: nameOf(index), image: `${host}/${repositoryOf(index)}`, tag }
      return numbered(overlays, (place) => [
        `${overlayOf(index, place)}/kustomization.yaml`,
        overlay(`place-${place}`, facts),
      ])
    }).flat(),
  )
}

function otherFiles({ images, overlays, files }: Size): Files {
  const more = Math.max(0, files - images * overlays)
  return Object.fromEntries(
    numbered(more, (index) => [
      `apps/app-${Math.floor(index / 20)}/resources/part-${index}.yaml`,
      manifest(index, 0),
    ]),
  )
}

const imagesInput = ({ images, overlays }: Size): string =>
  JSON.stringify(
    numbered(images, (index) => ({
      repository: repositoryOf(index),
      overlays: numbered(overlays, (place) => overlayOf(index, place)),
    })),
  )

/** Puts a counting wire before every service that the step is told of. */
async function wire({ env }: World): Promise<readonly Wire[]> {
  const wires = new Map<string, Wire>()
  for (const [name, value] of Object.entries(env)) {
    if (!URL.canParse(value)) continue
    const { origin } = new URL(value)
    const one = wires.get(origin) ?? (await startWire(origin))
    wires.set(origin, one)
    env[name] = value.replace(origin, one.url)
  }
  return [...wires.values()]
}
