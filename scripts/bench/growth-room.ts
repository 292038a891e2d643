import type { Files } from '../../__tests__/support/git-repositories.ts'
import { createWorld } from '../../__tests__/support/world.ts'
import { type ConfigFacts, overlay } from '../../__tests__/support/world-files.ts'
import type { Metered } from './cost.ts'
import { manifest } from './gitops-large.ts'
import { wireUp } from './traffic.ts'

export interface Size {
  readonly images: number
  /** Of each image. */
  readonly overlays: number
  /** Of the config repository. */
  readonly files: number
}

/** A world of that size, in which every image is in the registry already and no overlay has it. */
export interface GrowthRoom extends Metered, AsyncDisposable {
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
  const traffic = await wireUp(world)
  const original = overlayFiles(size, { image: `${host}/`, name: '', tag: commits[0] ?? '' })
  return {
    ...{ world, traffic },
    restore: async () => {
      await world.config.commit({ files: original, message: 'Reset' })
    },
    [Symbol.asyncDispose]: async () => {
      await traffic[Symbol.asyncDispose]()
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
