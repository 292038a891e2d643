import { splitReference } from '../names/reference.ts'
import type { EffectiveImage, Part } from './image.ts'
import { type Deployed, type ImageOrigin, isComposed, type KubeObject, type Origin } from './object.ts'
import { byPlace, mergedOrigins, placeKey } from './places.ts'
import { isFilledInLater } from './sites/image-place.ts'
import type { ImageSite } from './sites/image-site.ts'
import type { Sites } from './sites/sites.ts'
import { isNull, type ScalarNode, type Span } from './yaml/node.ts'

/** An image at one site of one root. */
export interface SitedImage {
  readonly site: ImageSite
  readonly object: string
  readonly namespace: string | undefined
  readonly origins: readonly Origin[]
}

/** Images of what is deployed, each once for the lines that decide it. */
export function effectiveImages(
  sited: Iterable<SitedImage>,
  isUpdated: (image: Omit<EffectiveImage, 'updated'>) => boolean,
): readonly EffectiveImage[] {
  const known = new Map<string, SitedImage[]>()
  for (const one of sited) {
    const key = keyOf(one.site)
    const same = known.get(key)
    if (same) same.push(one)
    else known.set(key, [one])
  }
  return [...known.values()]
    .map(merged)
    .map((image) => ({ ...image, updated: isMarked(image) || isUpdated(image) }))
    .toSorted((one, other) => byPlace(one.written, other.written))
}

/** Where images of a deployment stand. */
export function imagesIn(
  { origin, objects }: Deployed,
  sitesOf: (object: KubeObject) => Sites,
): readonly SitedImage[] {
  return objects.flatMap((object) =>
    sitesOf(object).images.map((site) => ({
      site: isFilledInLater(object.apiVersion) ? { ...site, known: 'assumed' as const } : site,
      object: `${object.kind}/${object.name}`,
      namespace: object.namespace ?? origin.namespace,
      origins: [origin],
    })),
  )
}

function keyOf({ at, field }: ImageSite): string {
  const { name, tag, digest, written } = partsOf(at)
  return [at.text, field, ...[written, name, tag, digest].map(placeKey)].join('\n')
}

/** What decided each part; all of it the scalar itself where no entry rewrote it. */
function partsOf(at: ScalarNode): ImageOrigin {
  if (isComposed(at)) return at.image
  return { name: at, tag: at, digest: at, written: at, entries: [] }
}

function merged(same: readonly SitedImage[]): Omit<EffectiveImage, 'updated'> {
  const [first] = same
  if (!first) throw new Error('a group of images is empty')
  const { site, object } = first
  const { at, field, reach } = site
  const text = isNull(at) ? '' : at.text
  const split = splitReference(text)
  const { name, tag, digest, written, entries } = partsOf(at)
  return {
    text,
    name: { text: split.name, at: name },
    tag: part(split.tag, tag ?? at),
    digest: part(split.digest, digest ?? at),
    written,
    entries,
    object,
    field,
    reach,
    namespace: theOnly(same.map(({ namespace }) => namespace)),
    origins: mergedOrigins(same.flatMap(({ origins }) => origins)),
    known: same.some((one) => one.site.known === 'certain') ? 'certain' : 'assumed',
  }
}

const part = (text: string | undefined, at: Span): Part | undefined =>
  text === undefined ? undefined : { text, at }

function theOnly<Value>(values: readonly Value[]): Value | undefined {
  return values.every((value) => value === values[0]) ? values[0] : undefined
}

/** Flux's image automation writes where it finds this comment. */
function isMarked({ name, tag, digest }: Omit<EffectiveImage, 'updated'>): boolean {
  return [name, tag, digest].some((one) => one !== undefined && lineBehind(one.at).includes('"$imagepolicy"'))
}

function lineBehind({ source, end }: Span): string {
  const next = source.text.indexOf('\n', end)
  return source.text.slice(end, next < 0 ? undefined : next)
}
