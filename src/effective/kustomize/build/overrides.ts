import type { ScalarNode } from '../../yaml/node.ts'
import { type Entry, entryOf } from '../images/entry.ts'
import { splitImage } from '../images/origin.ts'
import { isMap, listIn, scalarIn } from '../read/field.ts'
import type { Given } from './build-overrides.ts'
import { mapAt, scalarAt } from './rewrite.ts'
import type { Work } from './work.ts'

/** A text that has no place of its own stands where the kustomization begins. */
export const placed = (given: Given, { opened }: Pick<Work, 'opened'>): ScalarNode =>
  typeof given === 'string' ? scalarAt(opened.root, given) : given

/** A field of the kustomization, unless it was given. */
export function settingOf(
  work: Work,
  field: 'namespace' | 'namePrefix' | 'nameSuffix',
): ScalarNode | undefined {
  const given = work.overrides[field]
  if (given !== undefined && given !== '') return placed(given, work)
  return scalarIn(work.opened.root, field)
}

/** Entries of `images:`. Those that are given take the place of those of the same names, and all are sorted then. */
export function imagesOf(work: Work): readonly Entry[] {
  const { root } = work.opened
  const own = [...listIn(root, 'images'), ...listIn(root, 'imageTags')].filter(isMap).map(entryOf)
  const { images: given = [] } = work.overrides
  if (given.length === 0) return own
  const named = new Map(own.map((entry) => [entry.name?.text ?? '', entry]))
  for (const image of given) {
    const entry = givenEntry(placed(image, work), named)
    named.set(entry.name?.text ?? '', entry)
  }
  return [...named].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, entry]) => entry)
}

/** `[old=]name[:tag][@digest]`, as `kustomize edit set image` takes it: what is `*` stays as the entry has it. */
function givenEntry(at: ScalarNode, own: ReadonlyMap<string, Entry>): Entry {
  const equals = at.text.indexOf('=')
  const { name: image, tag, digest } = splitImage(at.text.slice(equals + 1))
  const name = equals < 0 ? image : at.text.slice(0, equals)
  const old = own.get(name)
  const said = (text: string, kept: ScalarNode | undefined): ScalarNode | undefined =>
    text === '*' ? kept : text === '' ? undefined : scalarAt(at, text)
  const node = mapAt(at, [{ key: scalarAt(at, 'name'), value: scalarAt(at, name) }])
  return {
    ...entryOf(node),
    newName: equals < 0 ? undefined : said(image, old?.newName),
    newTag: said(tag, old?.newTag),
    digest: said(digest, old?.digest),
  }
}
