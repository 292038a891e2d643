import type { MapNode, ScalarNode, YamlNode } from '../../yaml/node.ts'
import { type Entry, entryOf } from '../images/entry.ts'
import { splitImage } from '../images/origin.ts'
import { isMap, listIn, scalarIn } from '../read/field.ts'
import { scalarAt } from './rewrite.ts'
import type { Work } from './work.ts'

/** A text, with its place where there is one. */
export type Given = string | ScalarNode

/** What somebody else has kustomize add to a folder before it is built, as Argo CD does by `kustomize edit`. */
export interface BuildOverrides {
  /** `[old=]name[:tag][@digest]` */
  readonly images?: readonly Given[]
  /** As items of `patches`. */
  readonly patches?: readonly YamlNode[]
  readonly namespace?: Given
  readonly namePrefix?: Given
  readonly nameSuffix?: Given
  /** Paths from the folder. */
  readonly components?: readonly Given[]
}

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

/** Entries of `images:`, with those that were given in place of theirs. */
export function imagesOf(work: Work): readonly Entry[] {
  const { root } = work.opened
  const own = [...listIn(root, 'images'), ...listIn(root, 'imageTags')].filter(isMap).map(entryOf)
  const given = (work.overrides.images ?? []).map((image) => givenEntry(placed(image, work), own))
  const replaced = new Map(given.map((entry) => [entry.name?.text, entry]))
  const kept = own.map((entry) => replaced.get(entry.name?.text) ?? entry)
  return [...kept, ...given.filter((entry) => !kept.includes(entry))]
}

/** `kustomize edit set image`: a new name stays where none is given, tag and digest do not. */
function givenEntry(at: ScalarNode, own: readonly Entry[]): Entry {
  const [first = '', ...rest] = at.text.split('=')
  const reference = rest.length > 0 ? rest.join('=') : first
  const { name, tag, digest } = splitImage(reference)
  const old = own.find((entry) => entry.name?.text === (rest.length > 0 ? first : name))
  const said = (text: string): ScalarNode | undefined => (text === '' ? undefined : scalarAt(at, text))
  const node: MapNode = {
    ...at,
    kind: 'map',
    flow: false,
    tag: undefined,
    entries: [{ key: scalarAt(at, 'name'), value: scalarAt(at, rest.length > 0 ? first : name) }],
  }
  return {
    ...entryOf(node),
    newName: rest.length > 0 ? said(name) : old?.newName,
    newTag: said(tag) ?? (digest === '' ? old?.newTag : undefined),
    digest: said(digest),
  }
}
