import { readNested } from '../yaml/nested.ts'
import { type MapNode, type ScalarNode, textAt, valueAt, type YamlNode } from '../yaml/node.ts'
import { type ImageSite, imageSitesIn } from './image-site.ts'
import { fieldOf, type Place } from './place.ts'
import { mentionsRole, ROLE_KEYS, type RoleSite, roleSitesIn, rolesIn } from './role-site.ts'

/** What a patch says of images and roles; its target is not known, so all of it is assumed. */
export interface PatchSites {
  readonly images: readonly ImageSite[]
  readonly roles: readonly RoleSite[]
}

const NOTHING: PatchSites = { images: [], roles: [] }

/** A patch that is written as a text in a kustomization, of either kind. */
export function sitesInPatchText(patch: ScalarNode): PatchSites {
  if (!isWorthReading(patch.text)) return NOTHING
  return joined(readNested(patch).documents.map(({ root }) => (root ? sitesInPatch(root) : NOTHING)))
}

/** Reading costs more than looking: most patches are about something else. */
export const isWorthReading = (text: string): boolean =>
  text.includes('image') || mentionsRole(text.replaceAll('~1', '/'))

/** A patch as it is read: a list of operations (RFC 6902), or a part of an object. */
export function sitesInPatch(root: YamlNode): PatchSites {
  if (root.kind === 'list') {
    return joined(root.items.map((item) => (item.kind === 'map' ? operationSites(item) : NOTHING)))
  }
  return { images: imageSitesIn(root).map(assumed), roles: roleSitesIn(root) }
}

const OPERATIONS = new Set(['add', 'replace', 'test'])

/** `test` changes nothing, but it says what the author takes for true. */
function operationSites(operation: MapNode): PatchSites {
  const value = valueAt(operation, 'value')
  const place = placeOfPointer(textAt(operation, 'path') ?? '')
  if (!value || !place || !OPERATIONS.has(textAt(operation, 'op') ?? '')) return NOTHING
  const [last, above] = [place.at(-1), place.at(-2)]
  if (value.kind === 'scalar') {
    if (last === 'image' || last === 'imageName') return { ...NOTHING, images: [imageAt(value, place)] }
    const isRole = typeof last === 'string' && above === 'annotations' && ROLE_KEYS.has(last)
    return isRole && value.text !== '' ? { ...NOTHING, roles: [{ at: value, key: last }] } : NOTHING
  }
  const roles = last === 'annotations' ? rolesIn(value) : roleSitesIn(value)
  return { images: imageSitesIn(value, place).map(assumed), roles }
}

const imageAt = (at: ScalarNode, place: Place): ImageSite => ({
  at,
  field: fieldOf(place),
  reach: 'none',
  known: 'assumed',
})

const assumed = (site: ImageSite): ImageSite => ({ ...site, known: 'assumed' })

/** A JSON pointer (RFC 6901): `~1` is a slash, `~0` a tilde. */
function placeOfPointer(pointer: string): Place | undefined {
  if (!pointer.startsWith('/')) return undefined
  return pointer.slice(1).split('/').slice(0, DEEPEST).map(stepOf)
}

/** Longer than any path that leads to a field. */
const DEEPEST = 100

const stepOf = (step: string): string | number =>
  /^(?:\d{1,6}|-)$/.test(step)
    ? Number(step.replace('-', '0'))
    : step.replaceAll('~1', '/').replaceAll('~0', '~')

function joined(all: readonly PatchSites[]): PatchSites {
  return { images: all.flatMap(({ images }) => images), roles: all.flatMap(({ roles }) => roles) }
}
