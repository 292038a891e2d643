import { expect } from 'vitest'
import type { Files } from '../support/git-repositories.ts'
import { type ConfigFacts, overlay } from '../support/world-files.ts'
import { createScene, type Scene, type SceneOptions } from './scene.ts'

export const NAMES = ['api', 'web', 'jobs'] as const
export type Name = (typeof NAMES)[number]

export const repositoryOf = (name: string): string => `team/${name}`
export const productionOf = (name: string): string => `apps/${name}/overlays/production`
export const fileOf = (name: string): string => `${productionOf(name)}/kustomization.yaml`

/** A service repository with three services, each in a folder with a Dockerfile and a RUN step of its own. */
export const MONOREPO: Files[] = [
  Object.fromEntries(
    NAMES.flatMap((name) => [
      [`services/${name}/Dockerfile`, `FROM scratch\nCOPY app.txt /app.txt\nRUN make ${name}\n`],
      [`services/${name}/app.txt`, `${name} one\n`],
    ]),
  ),
  { 'services/api/app.txt': 'api two\n' },
]

const configFiles = ({ image, tag }: ConfigFacts): Files => {
  const host = image.slice(0, image.indexOf('/'))
  return Object.fromEntries(
    NAMES.map((name) => [
      fileOf(name),
      overlay('production', { name, image: `${host}/${repositoryOf(name)}`, tag }),
    ]),
  )
}

/** The input `images` of the monorepo; `more` is added to the item of each name. */
export const imagesInput = (more: Partial<Record<Name, Record<string, unknown>>> = {}): string =>
  JSON.stringify(
    NAMES.map((name) => ({
      repository: repositoryOf(name),
      context: `services/${name}`,
      overlays: productionOf(name),
      ...more[name],
    })),
  )

/** A scene of that repository, its three ECR repositories and three overlays; `repository` and `overlays` are unset. */
export async function createMonorepo(options: SceneOptions = {}): Promise<Scene> {
  const scene = await createScene({
    serviceCommits: MONOREPO,
    repositories: NAMES.map(repositoryOf),
    configFiles,
    ...options,
  })
  Object.assign(scene.inputs, { repository: '', overlays: '', images: imagesInput() })
  return scene
}

export interface ImageOutput {
  repository: string
  repositoryUrl: string
  tag: string
  digest: string | null
  reused: boolean
  platforms: string[]
  overlays: Record<string, string>
}

export const imagesOf = (outputs: Record<string, string>): Record<string, ImageOutput> =>
  JSON.parse(outputs.images ?? '{}') as Record<string, ImageOutput>

/** The digest of a tag, as the registry has it. */
export async function digestOf({ catalog, facts }: Scene, name: string, tag = facts.head) {
  return (await catalog.image({ ...facts, repository: repositoryOf(name) }, tag))?.digest
}

export const errorsOf = ({ annotations }: Awaited<ReturnType<Scene['go']>>) =>
  annotations.filter(({ level }) => level === 'error')

/** Nothing was built, pushed or committed. */
export async function expectUntouched(scene: Scene): Promise<void> {
  expect(await scene.builder.calls()).toEqual([])
  expect(scene.requests().registry).toEqual([])
  expect(await scene.config.log()).toHaveLength(1)
}
