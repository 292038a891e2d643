import type { MapEntry, MapNode, YamlNode } from '../yaml/node.ts'

/** Where a value stands in an object: keys of mappings, and numbers in lists. */
export type Place = readonly (string | number)[]

/** A key with its value, and where it stands in an object. */
export interface Placed {
  readonly entry: MapEntry
  readonly holder: MapNode
  /** Only for as long as it is looked at: the walk goes on with the same list. */
  readonly place: Place
  /** API group of the innermost object that it is in: workflows and others carry objects of their own. */
  readonly group: string
  readonly kind: string
}

/** Deeper than any object that a cluster takes; with aliases a text may go far deeper than its parser does. */
const DEEPEST = 100

/** Path of a field, as `spec.template.spec.containers[0].image`. */
export const fieldOf = (place: Place): string =>
  place
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${keyText(step)}`))
    .join('')
    .replace(/^\./, '')

const keyText = (key: string): string => (/[.[\]"]/.test(key) ? JSON.stringify(key) : key)

/** Key of the mapping that holds it, or of the list that the mapping is an item of. */
export function holderKey(place: Place): { readonly key: string; readonly isItem: boolean } | undefined {
  const isItem = typeof place.at(-2) === 'number'
  const key = place.at(isItem ? -3 : -2)
  return typeof key === 'string' ? { key, isItem } : undefined
}

interface Within {
  readonly group: string
  readonly kind: string
}

/** Every key of an object, from the top down; below `above` where the object is within another text. */
export function placesIn(root: YamlNode, visit: (placed: Placed) => void, above: Place = []): void {
  const place = [...above]
  const enter = (node: YamlNode, within: Within): void => {
    if (node.kind === 'scalar' || place.length > above.length + DEEPEST) return
    if (node.kind === 'list') {
      let step = 0
      for (const item of node.items) {
        if (item.kind !== 'scalar') {
          place.push(step)
          enter(item, within)
          place.pop()
        }
        step += 1
      }
      return
    }
    const inside = objectIn(node) ?? within
    const { group, kind } = inside
    for (const entry of node.entries) {
      place.push(entry.key.text)
      visit({ entry, holder: node, place, group, kind })
      enter(entry.value, inside)
      place.pop()
    }
  }
  enter(root, { group: '', kind: '' })
}

function objectIn(node: MapNode): Within | undefined {
  let version: string | undefined
  let kind: string | undefined
  for (const { key, value } of node.entries) {
    if (value.kind !== 'scalar') continue
    if (key.text === 'apiVersion') version = value.text
    else if (key.text === 'kind') kind = value.text
  }
  return version === undefined || kind === undefined ? undefined : { group: groupOf(version), kind }
}

/** `apps` of `apps/v1`; empty for the core. */
export const groupOf = (apiVersion: string): string =>
  apiVersion.slice(0, Math.max(0, apiVersion.indexOf('/')))
