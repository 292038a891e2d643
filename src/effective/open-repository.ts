import type { RepositoryFiles } from './file.ts'
import { imageUpdates } from './image-updates.ts'
import { effectiveImages, imagesIn } from './images.ts'
import type { Kustomization } from './kustomize/kustomization.ts'
import { deployedManifests } from './manifests.ts'
import type { Deployed } from './object.ts'
import type { EffectiveRepository } from './repository.ts'
import { effectiveRoles, rolesOf } from './roles.ts'
import { openImageSites } from './sites/image-site.ts'
import { openRoleSites } from './sites/role-site.ts'
import { valuesRoles } from './values-roles.ts'

/** Reads a repository as far as somebody asks. */
export function openRepository(files: RepositoryFiles): EffectiveRepository {
  const kustomizations = new Map<string, Kustomization>()
  const deployed = once((): readonly Deployed[] => deployedManifests(files, new Set()))
  const images = once(() => {
    const sitesOf = openImageSites()
    const sited = deployed().flatMap((one) => imagesIn(one, sitesOf))
    return effectiveImages(sited, imageUpdates(deployed()))
  })
  const roles = once(() => {
    const sitesOf = openRoleSites()
    return effectiveRoles([...deployed().flatMap((one) => rolesOf(one, sitesOf)), ...valuesRoles(files)])
  })
  return {
    files,
    kustomizations,
    charts: [],
    get deployed() {
      return deployed()
    },
    get images() {
      return images()
    },
    get roles() {
      return roles()
    },
  }
}

/** Worked out when it is asked for first. */
function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
