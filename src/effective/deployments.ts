import type { BuildOverrides } from './argocd/around.ts'
import { type Delivered, deliveryOf } from './delivery.ts'
import type { RepositoryFiles } from './file.ts'
import type { KustomizeEngine, BuildOverrides as KustomizeOverrides } from './kustomize/engine.ts'
import { deployedManifests } from './manifests.ts'
import type { Deployed } from './object.ts'

/** All that is deployed, with what Applications and releases bring beside objects. */
export interface Deployments {
  readonly deployed: readonly Deployed[]
  readonly delivered: Delivered
}

/**
 * What reaches clusters: as Applications and Flux deploy it where they do, and else every kustomization that nothing uses,
 * and every manifest that nothing includes.
 */
export function deploymentsOf(files: RepositoryFiles, engine: KustomizeEngine): Deployments {
  const roots = engine.roots.map((root) => engine.build(root))
  const manifests = deployedManifests(files, engine.reached)
  const objects = [...roots, ...manifests].flatMap((one) => one.objects)
  const { kustomizations } = engine
  const build = (folder: string, overrides: BuildOverrides) =>
    kustomizations.has(folder) ? engine.build(folder, said(overrides)) : undefined
  const delivered = deliveryOf({ files, kustomizations, build, objects })
  const folders = new Set(delivered.folders)
  const included = new Set(
    delivered.deployed.flatMap((one) => one.objects.map(({ root }) => root.source.path)),
  )
  const deployed = [
    ...roots.filter(({ origin }) => !folders.has(origin.root)),
    ...manifests.filter(({ origin }) => !included.has(origin.root)),
    ...delivered.deployed,
  ]
  return { deployed, delivered }
}

/** Without what is not said. */
function said({ namespace, namePrefix, nameSuffix, ...lists }: BuildOverrides): KustomizeOverrides {
  return {
    ...lists,
    ...(namespace && { namespace }),
    ...(namePrefix && { namePrefix }),
    ...(nameSuffix && { nameSuffix }),
  }
}
