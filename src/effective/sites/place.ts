import type { MapEntry, MapNode, YamlNode } from '../yaml/node.ts'

/** Where a value stands in an object: a key of a mapping or a number in a list, below another place. */
export interface Place {
  readonly step: string | number
  readonly above: Place | undefined
}

/** A key with its value, and where it stands in an object. */
export interface Placed {
  readonly entry: MapEntry
  readonly holder: MapNode
  readonly place: Place
  /** API group of the innermost object that it is in: workflows and others carry objects of their own. */
  readonly group: string
  readonly kind: string
}

/** Deeper than any object that a cluster takes; with aliases a text may go far deeper than its parser does. */
const DEEPEST = 100

/** Path of a field, as `spec.template.spec.containers[0].image`. */
export function fieldOf(place: Place): string {
  const steps: string[] = []
  for (let at: Place | undefined = place; at; at = at.above) {
    steps.unshift(typeof at.step === 'number' ? `[${at.step}]` : `.${keyText(at.step)}`)
  }
  return steps.join('').replace(/^\./, '')
}

const keyText = (key: string): string => (/[.[\]"]/.test(key) ? JSON.stringify(key) : key)

/** Key of the mapping that holds it, or of the list that the mapping is an item of. */
export function holderKey(place: Place): { readonly key: string; readonly isItem: boolean } | undefined {
  const holder = place.above
  const isItem = typeof holder?.step === 'number'
  const key = isItem ? holder?.above?.step : holder?.step
  return typeof key === 'string' ? { key, isItem } : undefined
}

interface Within {
  readonly group: string
  readonly kind: string
  readonly depth: number
}

/** Every key of an object, from the top down; below `above` where the object is within another text. */
export function placesIn(root: YamlNode, visit: (placed: Placed) => void, above?: Place): void {
  const enter = (node: YamlNode, at: Place | undefined, within: Within): void => {
    if (node.kind === 'scalar' || within.depth > DEEPEST) return
    const depth = within.depth + 1
    if (node.kind === 'list') {
      for (const [step, item] of node.items.entries()) enter(item, { step, above: at }, { ...within, depth })
      return
    }
    const own = objectIn(node) ?? within
    for (const entry of node.entries) {
      const place = { step: entry.key.text, above: at }
      visit({ entry, holder: node, place, group: own.group, kind: own.kind })
      if (entry.value.kind !== 'scalar')
        enter(entry.value, place, { group: own.group, kind: own.kind, depth })
    }
  }
  enter(root, above, { group: '', kind: '', depth: 0 })
}

function objectIn(node: MapNode): { readonly group: string; readonly kind: string } | undefined {
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
