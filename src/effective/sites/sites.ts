import { atFile } from '../../errors/at-file.ts'
import type { KubeObject } from '../object.ts'
import type { YamlNode } from '../yaml/node.ts'
import { type ImageSite, imageSitesAt } from './image-site.ts'
import { type OwnPaths, ownPaths } from './own-paths.ts'
import { placesIn } from './place.ts'
import { type RoleSite, roleSitesAt } from './role-site.ts'

/** Where images and roles stand in an object. */
export interface Sites {
  readonly images: readonly ImageSite[]
  readonly roles: readonly RoleSite[]
}

/**
 * Each object is walked once, and once for both, however many overlays deploy it.
 * @param paths Fields that hold an image, besides those that are known.
 */
export function openSites(paths: readonly string[] = []): (object: Pick<KubeObject, 'root'>) => Sites {
  const isOwn = paths.length > 0 ? ownPaths(paths) : undefined
  const known = new WeakMap<YamlNode, Sites>()
  return ({ root }) => {
    const sites = known.get(root) ?? atFile(root.source.path, () => sitesIn(root, isOwn))
    known.set(root, sites)
    return sites
  }
}

/** No object has as many; an alias that is named a hundred thousand times stands for one thing. */
const MOST = 10_000

function sitesIn(root: YamlNode, isOwn: OwnPaths | undefined): Sites {
  const images: ImageSite[] = []
  const roles: RoleSite[] = []
  placesIn(root, (placed) => {
    if (images.length < MOST) for (const site of imageSitesAt(placed, isOwn)) images.push(site)
    if (roles.length < MOST) for (const site of roleSitesAt(placed)) roles.push(site)
  })
  return { images, roles }
}
