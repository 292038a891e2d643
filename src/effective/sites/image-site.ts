import { isComposed, type KubeObject } from '../object.ts'
import { readNested } from '../yaml/nested.ts'
import { isNull, type ScalarNode, type YamlNode } from '../yaml/node.ts'
import { type ImagePlace, imagePlace } from './image-place.ts'
import { fieldOf, type Place, type Placed, placesIn } from './place.ts'

/** A field of an object that names an image. */
export interface ImageSite {
  readonly at: ScalarNode
  /** As `spec.template.spec.containers[0].image`. */
  readonly field: string
  readonly reach: 'images' | 'field-spec' | 'none'
  readonly known: 'certain' | 'assumed'
}

/** Where images stand in an object. Each is walked once, however many overlays deploy it. */
export function openImageSites(): (object: KubeObject) => readonly ImageSite[] {
  const known = new WeakMap<YamlNode, readonly ImageSite[]>()
  return ({ root }) => {
    const sites = known.get(root) ?? imageSitesIn(root)
    known.set(root, sites)
    return sites
  }
}

/** The same for a node that is a part of an object, as a patch is. */
export function imageSitesIn(root: YamlNode, above?: Place): readonly ImageSite[] {
  const sites: ImageSite[] = []
  placesIn(
    root,
    (placed) => {
      const { value } = placed.entry
      if (value.kind !== 'scalar') return
      const found = imagePlace(placed)
      if (found) sites.push(siteOf(value, placed, found))
      else if (isPodPatch(placed)) sites.push(...sitesInPatch(value, placed))
    },
    above,
  )
  return sites
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
