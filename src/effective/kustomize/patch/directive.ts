import { type ListNode, type MapNode, textAt, valueAt } from '../../yaml/node.ts'

export type Directive = 'merge' | 'replace' | 'delete'

const KEY = '$patch'

/** What a mapping of a patch says of how it is to be merged, and the mapping without it. */
export function directiveOf(map: MapNode): { readonly directive: Directive; readonly rest: MapNode } {
  if (!valueAt(map, KEY)) return { directive: 'merge', rest: map }
  const entries = map.entries.filter(({ key }) => key.text !== KEY)
  return { directive: named(textAt(map, KEY)), rest: { ...map, entries } }
}

/** The same of a list: an item with nothing else in it speaks for the list. */
export function itemDirectiveOf(list: ListNode): { readonly directive: Directive; readonly rest: ListNode } {
  const speaker = list.items.find((item) => item.kind === 'map' && valueAt(item, KEY) !== undefined)
  if (speaker?.kind !== 'map' || speaker.entries.length > 1) return { directive: 'merge', rest: list }
  const items = list.items.filter((item) => item !== speaker)
  return { directive: named(textAt(speaker, KEY)), rest: { ...list, items } }
}

const named = (text: string | undefined): Directive =>
  text === 'delete' || text === 'replace' ? text : 'merge'
