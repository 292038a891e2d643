import { isMap, isSeq, type YAMLMap, type YAMLSeq } from 'yaml'
import type { HoldComment } from '../hold-marker.ts'
import { beginsLine } from '../yaml/lines.ts'
import { columnOf, contentEnd, itemStart, type TokenPair } from '../yaml/nodes.ts'
import { rangeOf } from '../yaml/range.ts'
import type { YamlSource } from '../yaml/source.ts'

/** The way to an entry. */
export interface WayTo {
  /** Where the entry begins: its key, or the dash of its item. */
  readonly start: number
  /** Where each of those begins that it is in: what holds all of one, holds it too. */
  readonly around: readonly number[]
}

/** A key with its value, or an item of a list. */
interface Part {
  readonly start: number
  readonly end: number
  readonly value: unknown
  /** The name of a key. */
  readonly key?: string
}

type Collection = YAMLMap | YAMLSeq

/**
 * Whether a marker that stands neither at the entry nor at what it is in means it all the same: at the head of its
 * document, behind all of it, or at something in there that says nothing of another image (`replicas: 1 # ecr-gitops:
 * hold`). A hold that a person meant must not be missed.
 */
export function besideOf(source: YamlSource, scope: WayTo): (marker: HoldComment) => boolean {
  const { documents, file } = source
  const index = documents.findIndex(({ contents }) => isIn(contents, scope.start))
  const root = documents[index]?.contents
  if (!isMap(root) && !isSeq(root)) return () => false
  const { from, to } = reachOf(source, index)
  const known = new Map<Collection, Level>()
  const isOnWay = ({ start }: Part) => start === scope.start || scope.around.includes(start)
  const holds = (node: Collection, marker: HoldComment, wasInObject: boolean): boolean => {
    const level = known.get(node) ?? levelOf(node)
    known.set(node, level)
    const inObject = wasInObject || level.isObject
    const part = partAt(file.text, level, marker)
    if (!part) return false
    if (isBelow(file.text, part, marker)) return isOnWay(part) || inObject
    if (!isOnWay(part)) return isMap(node) && saysNothingElse(file.text, part, inObject)
    if (marker.start < part.start) return true
    return isCollection(part.value) && holds(part.value, marker, inObject)
  }
  return (marker) => from <= marker.start && marker.start <= to && holds(root, marker, false)
}

const isCollection = (node: unknown): node is Collection => isMap(node) || isSeq(node)
const isIn = (node: unknown, offset: number): boolean =>
  rangeOf(node)[0] <= offset && offset < Math.max(rangeOf(node)[1], contentEnd(node))

/** Between two documents, above the `---`, a marker may mean either. */
function reachOf({ file, documents }: YamlSource, index: number): { from: number; to: number } {
  const [before, own, after] = [index - 1, index, index + 1].map((at) => documents[at]?.contents)
  const from = before ? contentEnd(before) : 0
  if (!after) return { from, to: file.text.length }
  const end = contentEnd(own)
  const line = file.text.slice(end, rangeOf(after)[0]).search(/^---/m)
  return { from, to: line < 0 ? rangeOf(after)[0] : end + line }
}

/** What stands beside each other. */
interface Level {
  readonly parts: readonly Part[]
  readonly isFlow: boolean
  /** Of Kubernetes. */
  readonly isObject: boolean
}

function levelOf(node: Collection): Level {
  const isObject = isMap(node) && node.has('kind') && node.has('metadata')
  return { parts: partsOf(node), isFlow: node.flow === true, isObject }
}

/** What of a mapping or list a marker stands at. */
function partAt(text: string, { parts, isFlow }: Level, marker: HoldComment): Part | undefined {
  const index = lastFrom(parts, marker.start)
  const [part, next] = [parts[index], parts[index + 1]]
  if (!part || !next || marker.start < part.end || !beginsLine(text, marker.start)) return part ?? next
  return !isFlow && columnOf(text, marker.start) > columnOf(text, part.start) ? part : next
}

/** Below the last of its level. */
const isBelow = (text: string, part: Part, { start }: HoldComment): boolean =>
  start >= part.end && beginsLine(text, start) && columnOf(text, start) <= columnOf(text, part.start)

function partsOf(node: Collection): readonly Part[] {
  if (isMap(node)) {
    return (node.items as TokenPair[]).map((pair) => ({
      start: rangeOf(pair.key)[0],
      end: contentEnd(pair),
      value: pair.value,
      key: String(pair.key.value),
    }))
  }
  return node.items.map((item, index) => ({
    start: itemStart(node, index),
    end: contentEnd(item),
    value: item,
  }))
}

/** The last that begins at an offset or before it; -1 when none does. */
function lastFrom(parts: readonly Part[], offset: number): number {
  let from = 0
  let to = parts.length
  while (from < to) {
    const middle = Math.floor((from + to) / 2)
    if (Number(parts[middle]?.start) <= offset) from = middle + 1
    else to = middle
  }
  return from - 1
}

const OBJECT_KEYS = ['apiVersion', 'kind', 'metadata']
const OTHER_IMAGE = /image|container|repositor|registr|digest|(?<![a-z])tag/i

/** One value, or all that is no image of an object of Kubernetes: nothing else in there can be held. */
function saysNothingElse(text: string, { start, end, value, key }: Part, inObject: boolean): boolean {
  if (inObject && key !== undefined && OBJECT_KEYS.includes(key)) return true
  return (inObject || !isCollection(value)) && !OTHER_IMAGE.test(text.slice(start, end))
}
