import { isAlias, isMap, isScalar, isSeq, type YAMLMap, type YAMLSeq } from 'yaml'
import type { Step } from '../../names/yaml-path.ts'
import { itemStart, mergesOf, type TokenPair } from '../yaml/nodes.ts'
import { rangeOf } from '../yaml/range.ts'
import type { YamlSource } from '../yaml/source.ts'
import {
  type At,
  failOnDuplicate,
  failOnShared,
  type Nowhere,
  refuseMergeKey,
  refuseOtherThanList,
  refuseOtherThanMapping,
  refuseShared,
  type Taken,
} from './refusals.ts'

/** One step of a path that was taken. */
export interface Way extends Taken {
  readonly node: unknown
  /** undefined for an item of a list. */
  readonly pair: TokenPair | undefined
}

/** Where a path ends too early. */
export interface Missing extends Nowhere {
  readonly ways: readonly Way[]
  /** What the step was looked for in; nothing where a key has no value. */
  readonly holder: YAMLMap | YAMLSeq | undefined
}

/** What a path has led to, and the steps to there. */
export interface Reached {
  readonly node: unknown
  readonly ways: readonly Way[]
}

export type Sought =
  | { readonly found: true; readonly ways: readonly Way[] }
  | { readonly found: false; readonly missing: Missing }

/**
 * Follows a path from a node. What is reached, and all on the way to it, stands there in its own right: an edit of it
 * changes nothing else.
 *
 * @throws StepError EDIT_UNSAFE where a step meets something else, an alias, an anchor or a merge key; ENTRY_DUPLICATE for
 * two items of a list that are meant.
 */
export const seek = (source: YamlSource, root: unknown, steps: readonly Step[]): Sought =>
  seekFrom(source, { node: root, ways: [] }, steps)

/** The same from where another path has led to. */
export function seekFrom(source: YamlSource, from: Reached, steps: readonly Step[]): Sought {
  const ways = [...from.ways]
  let { node } = from
  for (const step of steps) {
    const at = { source, ways, step }
    failOnShared(at, node)
    const way = step.kind === 'key' ? keyIn(at, node) : itemIn(at, node)
    if ('known' in way) return { found: false, missing: way }
    ways.push(way)
    node = way.node
  }
  const [last] = ways.slice(-1)
  if (last) failOnShared({ source, ways, step: last.step }, node)
  return { found: true, ways }
}

interface Here extends At {
  readonly ways: readonly Way[]
}

const isNothing = (node: unknown): boolean =>
  node === null || node === undefined || (isScalar(node) && node.value === null)

function keyIn(at: Here, node: unknown): Way | Missing {
  const { ways, step } = at
  if (step.kind !== 'key') throw new Error('an item was looked for as a key')
  if (isNothing(node)) return { ways, step, holder: undefined, known: [] }
  if (!isMap(node)) return refuseOtherThanMapping(at, node)
  const pair = node.items.find(({ key }) => nameOf(key) === step.key) as TokenPair | undefined
  if (pair) {
    const start = rangeOf(pair.key)[0]
    if (pair.key.anchor || pair.key.tag) refuseShared(at, pair.key)
    return { step, node: pair.value, start, pair }
  }
  if (mergesOf(node).length > 0) return refuseMergeKey(at, node, step.key)
  return { ways, step, holder: node, known: keysOf(node) }
}

/** As it is written: 1.10 is no number for whoever names it. */
const nameOf = (key: unknown): string | undefined =>
  isScalar(key) ? (typeof key.value === 'string' ? key.value : String(key.source)) : undefined

const keysOf = (map: YAMLMap): readonly string[] => map.items.flatMap(({ key }) => nameOf(key) ?? [])

function itemIn(at: Here, node: unknown): Way | Missing {
  const { ways, step } = at
  if (isNothing(node)) return { ways, step, holder: undefined, known: [] }
  if (!isSeq(node)) return refuseOtherThanList(at, node, isMap(node) ? keysOf(node) : [])
  const index = step.kind === 'index' ? step.index : matching(at, node)
  if (index === undefined || index >= node.items.length)
    return { ways, step, holder: node, known: itemNames(node, step) }
  const item: unknown = node.items[index]
  return { step, node: item, start: itemStart(node, index), pair: undefined }
}

/** The item that has that value in that field. */
function matching(at: At, list: YAMLSeq): number | undefined {
  const { step } = at
  if (step.kind !== 'match') return undefined
  const isMeant = (item: unknown): boolean => fieldOf(item, step.field) === step.value
  const found = list.items.filter(isMeant)
  if (found.length > 1) failOnDuplicate(at, found)
  if (found.length === 1) return list.items.findIndex(isMeant)
  const hidden = list.items.find(
    (item) => isAlias(item) || (isMap(item) && !item.has(step.field) && mergesOf(item).length > 0),
  )
  if (hidden) refuseShared(at, hidden)
  return undefined
}

function fieldOf(item: unknown, field: string): string | undefined {
  const value: unknown = isMap(item) ? item.get(field, true) : undefined
  return nameOf(value)
}

function itemNames(list: YAMLSeq, step: Step): readonly string[] {
  const count = `${list.items.length} ${list.items.length === 1 ? 'item' : 'items'}`
  if (step.kind !== 'match') return [count]
  const names = list.items.flatMap((item) => fieldOf(item, step.field) ?? [])
  return names.length > 0 || list.items.length === 0 ? names : [`${count} without ${step.field}`]
}
