import { deploymentsOf } from './deployments.ts'
import type { RepositoryFiles } from './file.ts'
import { effectiveImages, imagesIn, type SitedImage } from './images.ts'
import { type KustomizeEngine, openKustomize } from './kustomize/engine.ts'
import { builtOn, isAltered } from './kustomize-roots.ts'
import type { Deployed, Origin } from './object.ts'
import { type OpenPatches, openPatches } from './open-patches.ts'
import { pullsOf } from './pull-secrets.ts'
import type { EffectiveRepository } from './repository.ts'
import { effectiveRoles, rolesOf, type SitedRole } from './roles.ts'
import { openSites } from './sites/sites.ts'
import { valuesRoles } from './values-roles.ts'

/**
 * Reads a repository as far as somebody asks.
 * @param imagePaths Fields of objects that hold an image, besides those that are known.
 */
export function openRepository(
  files: RepositoryFiles,
  imagePaths: readonly string[] = [],
): EffectiveRepository {
  const engine = once(() => openKustomize(files))
  const deployments = once(() => deploymentsOf(files, engine()))
  const sitesOf = openSites(imagePaths)
  const patches = once(() => patchesOf(files, engine(), deployments().deployed))
  const images = once(() => {
    const { deployed, delivered } = deployments()
    const others = patches().flatMap((one) => one.images)
    const sited = [...sitedImages(deployed, engine(), sitesOf), ...delivered.images, ...others]
    return effectiveImages(sited, delivered.isUpdated)
  })
  const roles = once(() => {
    const { deployed, delivered } = deployments()
    const others = [...patches().flatMap((one) => one.roles), ...valuesRoles(files)]
    return effectiveRoles([...sitedRoles(deployed, engine(), sitesOf), ...delivered.roles, ...others])
  })
  const pulls = once(() => pullsOf(files, deployments().deployed))
  return {
    files,
    get kustomizations() {
      return engine().kustomizations
    },
    get deployed() {
      return deployments().deployed
    },
    get charts() {
      return deployments().delivered.uses
    },
    get images() {
      return images()
    },
    get roles() {
      return roles()
    },
    get pulls() {
      return pulls()
    },
  }
}

type SitesOf = ReturnType<typeof openSites>

function sitedImages(
  deployed: readonly Deployed[],
  { kustomizations }: KustomizeEngine,
  sitesOf: SitesOf,
): readonly SitedImage[] {
  return deployed.flatMap((one) => {
    const images = imagesIn(one, sitesOf)
    if (!isAltered(one, kustomizations)) return images
    return images.map((image) => ({ ...image, site: { ...image.site, known: 'assumed' as const } }))
  })
}

function sitedRoles(
  deployed: readonly Deployed[],
  { kustomizations }: KustomizeEngine,
  sitesOf: SitesOf,
): readonly SitedRole[] {
  return deployed.flatMap((one) => {
    const roles = rolesOf(one, sitesOf)
    if (!isAltered(one, kustomizations)) return roles
    return roles.map((role) => ({ ...role, known: 'assumed' as const }))
  })
}

/** Patches of roots that are not known in full: what they are for may be elsewhere. */
function patchesOf(
  files: RepositoryFiles,
  { kustomizations }: KustomizeEngine,
  deployed: readonly Deployed[],
): readonly OpenPatches[] {
  const origins = new Map<string, Origin[]>()
  for (const { origin, unknown } of deployed) {
    const root = origin.kind === 'kustomize' ? origin.root : origin.folder
    if (root === undefined || unknown.length === 0) continue
    for (const { folder } of builtOn(root, kustomizations)) {
      const known = origins.get(folder)
      if (known) known.push(origin)
      else origins.set(folder, [origin])
    }
  }
  return [...origins].flatMap(([folder, from]) => {
    const kustomization = kustomizations.get(folder)
    return kustomization ? [openPatches(files, kustomization, from)] : []
  })
}

/** Worked out when it is asked for first. */
function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
