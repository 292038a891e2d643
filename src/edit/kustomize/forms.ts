import { type ImageParts, isTag, splitReference } from '../../names/reference.ts'
import type { ImageValues, WantedValues } from '../target.ts'
import type { EntryValues } from './edit.ts'
import type { ImageEntry } from './entry.ts'

type Keys = Pick<ImageEntry, 'name' | 'newName' | 'newTag' | 'digest'>

/**
 * How an entry writes its values. kustomize joins newName, newTag and digest as they are (api/filters/imagetag), so that
 * a digest behind the tag and a tag behind the name come out as references, too; two of a kind do not.
 */
type Form = 'apart' | 'tag@digest' | 'in the name' | 'broken'

/** What the entry says of its image, whichever keys say it. */
export function valuesOf({ name, newName, newTag, digest }: Keys): ImageValues {
  const named = newName === undefined ? undefined : splitName(newName)
  const tagged = splitTag(newTag)
  return {
    image: named?.name ?? name,
    tag: tagged.tag ?? named?.tag,
    digest: digest ?? tagged.digest ?? named?.digest,
  }
}

/** The keys that give the entry these values: a tag keeps its digest beside it, and a name is given back its own key. */
export function keysFor(entry: Keys, wanted: WantedValues): EntryValues {
  const current = valuesOf(entry)
  const next = { ...current, ...wanted }
  switch (formOf(entry)) {
    case 'apart':
      return keysOf(wanted)
    case 'tag@digest':
      return keysOf({
        ...(wanted.image === undefined ? {} : { image: wanted.image }),
        tag: `${next.tag}@${next.digest}`,
      })
    case 'in the name':
      return isSame(current, next) ? {} : everyKey(entry, next)
    case 'broken':
      return everyKey(entry, next)
  }
}

/** What people should know of a form that a write does not keep; undefined for one that it does. */
export function formNotice(entry: ImageEntry): string | undefined {
  const { kustomization, newName, newTag, digest, lineOf } = entry
  const where = `${kustomization.file.path}:${lineOf(newName === undefined ? 'newTag' : 'newName')}`
  const form = formOf(entry)
  const apart = 'name, tag and digest get a key each'
  if (form === 'in the name') return `${where}: newName holds more than the name: ${apart}.`
  if (form !== 'broken') return undefined
  const made = [newName ?? '', newTag && `:${newTag}`, digest && `@${digest}`].join('')
  return `${where}: kustomize makes "${made}" of newName, newTag and digest, which is no image: ${apart}.`
}

const KEYS = { image: 'newName', tag: 'newTag', digest: 'digest' } as const

/** Each value in the key that is meant for it. */
export function keysOf(values: WantedValues): EntryValues {
  const wanted = Object.entries(values) as [keyof WantedValues, string][]
  return Object.fromEntries(wanted.map(([value, text]) => [KEYS[value], text]))
}

function everyKey({ newName }: Keys, { image, tag, digest }: ImageValues): EntryValues {
  const keys = { newTag: tag, digest, newName: newName === undefined ? undefined : image }
  return Object.fromEntries(Object.entries(keys).filter(([, text]) => text !== undefined))
}

function formOf({ newName = '', newTag, digest }: Keys): Form {
  const named = splitName(newName)
  const tagged = splitTag(newTag)
  if (named.tag !== undefined || named.digest !== undefined) {
    const isTwice = newTag !== undefined || (named.digest !== undefined && digest !== undefined)
    return isTwice ? 'broken' : 'in the name'
  }
  if (tagged.digest === undefined) return 'apart'
  return digest === undefined && tagged.tag !== '' ? 'tag@digest' : 'broken'
}

/** What follows a colon and is no tag belongs to a template, as in `${IMAGE:-web}`. */
function splitName(newName: string): ImageParts {
  const parts = splitReference(newName)
  return parts.tag === undefined || isTag(parts.tag)
    ? parts
    : { name: newName, tag: undefined, digest: undefined }
}

function splitTag(newTag: string | undefined): Partial<Pick<ImageValues, 'tag' | 'digest'>> {
  const [tag, ...digest] = newTag?.split('@') ?? []
  return { tag, digest: digest.length > 0 ? digest.join('@') : undefined }
}

const isSame = (one: ImageValues, other: ImageValues): boolean =>
  one.image === other.image && one.tag === other.tag && one.digest === other.digest
