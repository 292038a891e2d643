import type { EffectiveImage } from '../../../../effective/image.ts'
import type { Deployed } from '../../../../effective/object.ts'
import type { EffectiveRepository } from '../../../../effective/repository.ts'

/** Where an object or a secret is in the cluster; undefined where somebody else says so. */
export function namespaceOf(one: {
  readonly namespace: string | undefined
  readonly origin: Deployed['origin']
}): string | undefined {
  return one.namespace ?? one.origin.namespace
}

/** The images of an object, by what deploys it. */
export function imagesByObject(
  repository: EffectiveRepository,
): (of: { readonly object: string; readonly origin: Deployed['origin'] }) => readonly EffectiveImage[] {
  const images = Map.groupBy(repository.images, ({ object }) => object)
  return ({ object, origin }) =>
    (images.get(object) ?? []).filter(({ origins }) => origins.some(({ root }) => root === origin.root))
}
