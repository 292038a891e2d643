import type { BuildOverrides } from './argocd/around.ts'
import { type Delivered, deliveryOf } from './delivery.ts'
import type { RepositoryFiles } from './file.ts'
import { isNotKnown } from './helm/not-known.ts'
import type { KustomizeEngine, BuildOverrides as KustomizeOverrides } from './kustomize/engine.ts'
import { deployedManifests } from './manifests.ts'
import type { Deployed, Unknown } from './object.ts'
import type { ScalarNode, YamlNode } from './yaml/node.ts'

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
    kustomizations.has(folder) ? builtWith(overrides, (said) => engine.build(folder, said)) : undefined
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

/** What is added by a text that nobody here can fill in is left out, and may change anything. */
function builtWith(overrides: BuildOverrides, build: (said: KustomizeOverrides) => Deployed): Deployed {
  const { images, patches, components, namespace, namePrefix, nameSuffix } = overrides
  const isKnown = (node: YamlNode): boolean => !gapIn(node)
  const built = build({
    images: images.filter(isKnown),
    patches: patches.filter(isKnown),
    components: components.filter(isKnown),
    ...(namespace && isKnown(namespace) && { namespace }),
    ...(namePrefix && isKnown(namePrefix) && { namePrefix }),
    ...(nameSuffix && isKnown(nameSuffix) && { nameSuffix }),
  })
  const gap = [...images, ...patches, ...components].map(gapIn).find((at) => at !== undefined)
  if (!gap) return built
  const unknown: Unknown = { message: 'what is filled in here is not known', at: gap, alters: true }
  return { ...built, unknown: [...built.unknown, unknown] }
}

function gapIn(node: YamlNode): ScalarNode | undefined {
  if (node.kind === 'scalar') return isNotKnown(node) ? node : undefined
  const below = node.kind === 'list' ? node.items : node.entries.map(({ value }) => value)
  for (const one of below) {
    const gap = gapIn(one)
    if (gap) return gap
  }
  return undefined
}
