import { isComposed } from '../object.ts'
import { readNested } from '../yaml/nested.ts'
import { isNull, type ScalarNode, type YamlNode } from '../yaml/node.ts'
import { type ImagePlace, imagePlace } from './image-place.ts'
import type { OwnPaths } from './own-paths.ts'
import { fieldOf, type Place, type Placed, placesIn } from './place.ts'

/** A field of an object that names an image. */
export interface ImageSite {
  readonly at: ScalarNode
  /** As `spec.template.spec.containers[0].image`. */
  readonly field: string
  readonly reach: 'images' | 'field-spec' | 'none'
  readonly known: 'certain' | 'assumed'
}

/** Images of a node: an object, or a part of one, as a patch is, which then stands below `above`. */
export function imageSitesIn(root: YamlNode, above?: Place): readonly ImageSite[] {
  const sites: ImageSite[] = []
  placesIn(root, (placed) => sites.push(...imageSitesAt(placed)), above)
  return sites
}

export function imageSitesAt(placed: Placed, isOwn?: OwnPaths): readonly ImageSite[] {
  const { value } = placed.entry
  if (value.kind !== 'scalar') return []
  const found = imagePlace(placed, isOwn)
  if (found) return [siteOf(value, placed, found)]
  return isPodPatch(placed) ? sitesInPatch(value, placed) : []
}

function siteOf(at: ScalarNode, { place }: Placed, { reach, known }: ImagePlace): ImageSite {
  return { at, field: fieldOf(place), reach: reachOf(at, reach), known }
}

/** kustomize passes over a field with nothing in it. */
function reachOf(at: ScalarNode, reach: ImageSite['reach']): ImageSite['reach'] {
  if (at.text === '' || isNull(at)) return 'none'
  return isComposed(at) && at.image.entries.length > 0 && reach === 'none' ? 'field-spec' : reach
}

/** Argo Workflows merges it into the pod that it makes of a template. */
const isPodPatch = ({ entry, group }: Placed): boolean =>
  group === 'argoproj.io' && entry.key.text === 'podSpecPatch'

function sitesInPatch(patch: ScalarNode, { place }: Placed): readonly ImageSite[] {
  if (!patch.text.includes('image')) return []
  const { documents } = readNested(patch)
  const isTemplate = patch.text.includes('{{')
  return documents
    .flatMap(({ root }) => (root ? imageSitesIn(root, place) : []))
    .map((site) => ({ ...site, reach: 'none', known: isTemplate ? 'assumed' : site.known }))
}
