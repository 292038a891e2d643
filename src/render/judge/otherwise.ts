import { hasEcrSuffix } from '../../names/host.ts'
import { nearestImage } from '../../names/nearest.ts'
import { registryOf } from '../../names/reference.ts'
import { oneLine } from '../../names/text.ts'
import { containerNames, emptyContainers, emptyFields, imageName } from '../manifests/images.ts'
import type { Manifest } from '../manifests/manifests.ts'
import type { EditedEntry, Explanation } from './edited-entry.ts'
import { type Entry, entriesOf, fieldNames, some } from './entries.ts'
import { placesOf } from './sources.ts'

/** kustomize compares the whole name: `web` is neither `docker.io/library/web` nor `r/web`. */
export function calledOtherwise(wanted: EditedEntry, manifests: readonly Manifest[]): Explanation {
  const { name } = wanted
  const names = containerNames(manifests)
  const empty = emptyContainers(manifests).map((one) => `${one.container} of ${one.kind} ${one.name}`)
  const fields = emptyFields(manifests)
  const others = entriesOf(wanted.text).filter((entry) => entry.name !== name)
  const meant = meantBy(wanted, names, others)
  const parts = [
    `No container has the image "${name}".`,
    names.length > 0 ? `The images are: ${some(names, (one) => withPlace(one, wanted, others))}.` : '',
    empty.length > 0 ? `Without an image, which no entry can match: ${some(empty)}.` : '',
    fields.length > 0
      ? `Without an image, in fields that images: does not reach: ${some(fieldNames(fields))}.`
      : '',
    meant.isCertain ? `Did you mean "${meant.image}"?` : '',
  ]
  const hints = [
    empty.length > 0 ? `Give the container without an image a name in the base: image: ${name}.` : '',
    meant.isCertain || empty.length === 0 ? waysOut(wanted, meant) : '',
  ]
  return { message: parts.filter(Boolean).join(' '), hint: hints.filter(Boolean).join(' ') }
}

/** Entry and manifest must have one name: either may get that of the other. */
function waysOut({ name, file, place, sources = [] }: EditedEntry, meant: Meant): string {
  const entry = `the entry at ${file}${place.line === undefined ? '' : `:${place.line}`}`
  const { image, isCertain } = meant
  if (image === undefined) {
    return `Give ${entry} the name of the image that it is for, without tag and digest, and set the input name to it too; or write "image: ${name}" in the manifest of the container that is meant.`
  }
  const [source] = placesOf(image, sources)
  const where = source
    ? `"${source.key}: ${name}" at ${source.file}:${source.line}`
    : `"image: ${name}" in the base`
  const condition = isCertain ? 'Make' : `If it is for ${image}, make`
  return oneLine(
    `${condition} ${entry} "- name: ${image}", and set the input name to it too; or write ${where}.`,
  )
}

/** The image that the entry is for. */
interface Meant {
  readonly image: string | undefined
  /** Its name says so: it is not merely the only one in an ECR registry. */
  readonly isCertain: boolean
}

/** Nothing that belongs to another entry already. */
function meantBy(
  { name, references }: EditedEntry,
  names: readonly string[],
  others: readonly Entry[],
): Meant {
  const newName = imageName(references[0])
  const taken = new Set(others.map((entry) => entry.newName))
  const free = names.filter((one) => !taken.has(one))
  const close = nearestImage({ name, repositoryUrl: newName }, free)
  if (close !== undefined) return { image: close, isCertain: true }
  // Only what somebody has built: an image of others is no place for it.
  const [built, ...more] = free.filter((one) => hasEcrSuffix(registryOf(one) ?? ''))
  return { image: more.length === 0 ? built : undefined, isCertain: false }
}

/** As many as tell a reader where to look. */
const MOST_PLACES = 3

/** What stands in a manifest as it is, no entry has made. */
function withPlace(name: string, { sources = [] }: EditedEntry, others: readonly Entry[]): string {
  const places = placesOf(name, sources)
  const [first] = places
  const entry = others.find(({ newName }) => newName === name)
  if (entry && entry.name !== name && first?.key !== 'image')
    return `${name} (made by the entry "${entry.name}")`
  if (!first) return name
  const listed = places.slice(0, MOST_PLACES).map(({ file, line }) => `${file}:${line}`)
  const more = places.length > MOST_PLACES ? ` and ${places.length - MOST_PLACES} more` : ''
  return `${name} (${first.key}: ${first.value} at ${listed.join(', ')}${more})`
}
