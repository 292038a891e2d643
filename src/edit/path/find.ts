import { isAlias, isMap, isNode, isScalar, isSeq, type YAMLMap, type YAMLSeq } from 'yaml'
import { fail } from '../../errors/errors.ts'
import { formatPath, type Step } from '../../names/yaml-path.ts'
import { type Refusal, refuse } from '../refuse.ts'
import { dashesOf, mergesOf, type TokenPair } from '../yaml/nodes.ts'
import { rangeOf } from '../yaml/range.ts'
import type { YamlSource } from '../yaml/source.ts'

/** One step of a path that was taken. */
export interface Way {
  readonly step: Step
  readonly node: unknown
  /** Where its key stands, or the dash of its item. */
  readonly start: number
  /** undefined for an item of a list. */
  readonly pair: TokenPair | undefined
}

/** Where a path ends too early. */
export interface Missing {
  readonly ways: readonly Way[]
  /** The step that nothing is there for. */
  readonly step: Step
  /** What it was looked for in; nothing where a key has no value. */
  readonly holder: YAMLMap | YAMLSeq | undefined
  /** The names of what is there. */
  readonly known: readonly string[]
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
export function seek(source: YamlSource, root: unknown, steps: readonly Step[]): Sought {
  const ways: Way[] = []
  let node = root
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

interface At {
  readonly source: YamlSource
  readonly ways: readonly Way[]
  readonly step: Step
}

/** How messages call the node that a path has come to. */
const placeOf = (ways: readonly Way[]): string =>
  ways.length === 0 ? 'the file' : formatPath(ways.map(({ step }) => step))

function refuseAt({ source, ways }: At, node: unknown, { message, hint }: Refusal): never {
  const start = isNode(node) ? rangeOf(node)[0] : (ways.at(-1)?.start ?? 0)
  return refuse(source.file, source.lineAt(start), { message, hint })
}

const isNothing = (node: unknown): boolean =>
  node === null || node === undefined || (isScalar(node) && node.value === null)

function keyIn(at: At, node: unknown): Way | Missing {
  const { ways, step } = at
  if (step.kind !== 'key') throw new Error('an item was looked for as a key')
  if (isNothing(node)) return { ways, step, holder: undefined, known: [] }
  if (!isMap(node)) return refuseAt(at, node, otherThanMapping(node, at))
  const pair = node.items.find(({ key }) => nameOf(key) === step.key) as TokenPair | undefined
  if (pair) {
    const start = rangeOf(pair.key)[0]
    if (pair.key.anchor || pair.key.tag) shared(at, pair.key)
    return { step, node: pair.value, start, pair }
  }
  if (mergesOf(node).length > 0) {
    return refuseAt(at, node, {
      message: `has a merge key (<<) at ${placeOf(ways)}, which may bring the key "${step.key}" from elsewhere`,
      hint: `Write ${formatPath([...ways.map((way) => way.step), step])} out.`,
    })
  }
  return { ways, step, holder: node, known: node.items.flatMap(({ key }) => nameOf(key) ?? []) }
}

/** As it is written: 1.10 is no number for whoever names it. */
const nameOf = (key: unknown): string | undefined =>
  isScalar(key) ? (typeof key.value === 'string' ? key.value : String(key.source)) : undefined

function otherThanMapping(node: unknown, { ways, step }: At): Refusal {
  const where = placeOf(ways)
  const goesOn = `where the path goes on with ${formatPath([step])}`
  if (isSeq(node)) {
    const list = ways.length === 0 ? '' : where
    const hint = `Name an item of the list in the path: ${list}[name=web] by a field of it, or ${list}[0].`
    return { message: `has a list at ${where}, ${goesOn}`, hint }
  }
  const block = isScalar(node) && String(node.type).startsWith('BLOCK_')
  const what = block ? 'a text of several lines' : 'a single value'
  return {
    message: `has ${what} at ${where}, ${goesOn}`,
    hint: ways.length === 0 ? NO_VALUES : `Correct the path: it can end at ${where}, or name another key.`,
  }
}

const NO_VALUES = 'Name a file, or a text in one, that holds a mapping.'

function itemIn(at: At, node: unknown): Way | Missing {
  const { ways, step } = at
  if (isNothing(node)) return { ways, step, holder: undefined, known: [] }
  if (!isSeq(node)) {
    const keys = isMap(node) ? node.items.flatMap(({ key }) => nameOf(key) ?? []) : []
    return refuseAt(at, node, {
      message: `has ${isMap(node) ? 'a mapping' : 'a single value'} at ${placeOf(ways)}, where the path looks for an item of a list, ${formatPath([step])}`,
      hint: keys.length > 0 ? `Name one of its keys: ${listed(keys)}.` : 'Correct the path.',
    })
  }
  const [index, ...others] = step.kind === 'index' ? [step.index] : matching(at, node)
  if (others.length > 0) duplicate(at, node)
  if (index === undefined || index >= node.items.length)
    return { ways, step, holder: node, known: itemNames(node, step) }
  const item: unknown = node.items[index]
  const start = node.flow ? undefined : dashesOf(node)[index]
  return { step, node: item, start: start ?? rangeOf(item)[0], pair: undefined }
}

/** The items that have that value in that field. */
function matching(at: At, list: YAMLSeq): readonly number[] {
  const { step } = at
  if (step.kind !== 'match') return []
  const found = list.items.flatMap((item, index) => (fieldOf(item, step.field) === step.value ? [index] : []))
  const hidden = list.items.find(
    (item) => isAlias(item) || (isMap(item) && !item.has(step.field) && mergesOf(item).length > 0),
  )
  if (found.length === 0 && hidden) shared(at, hidden)
  return found
}

function fieldOf(item: unknown, field: string): string | undefined {
  const value: unknown = isMap(item) ? item.get(field, true) : undefined
  return nameOf(value)
}

function duplicate({ source: { file, lineAt }, ways, step }: At, list: YAMLSeq): never {
  const same = list.items.filter((item) => step.kind === 'match' && fieldOf(item, step.field) === step.value)
  const lines = same.map((item) => lineAt(rangeOf(item)[0]))
  return fail({
    code: 'ENTRY_DUPLICATE',
    message: `${file.path} has ${lines.length} items at ${placeOf(ways)} that are ${formatPath([step])}, on lines ${lines.join(', ')}`,
    hint: `Keep one of them, or name one by its number: ${placeOf(ways)}[0] is the first.`,
    configPlace: file.place(lines[0]),
  })
}

function itemNames(list: YAMLSeq, step: Step): readonly string[] {
  const count = `${list.items.length} ${list.items.length === 1 ? 'item' : 'items'}`
  if (step.kind !== 'match') return [count]
  const names = list.items.flatMap((item) => fieldOf(item, step.field) ?? [])
  return names.length > 0 || list.items.length === 0 ? names : [`${count} without ${step.field}`]
}

const listed = (names: readonly string[]): string =>
  names.length > 20 ? `${names.slice(0, 20).join(', ')} and ${names.length - 20} more` : names.join(', ')

/** An alias stands for what is elsewhere, and what has an anchor may stand elsewhere, too. */
function failOnShared(at: At, node: unknown): void {
  if (isAlias(node)) shared(at)
  const { anchor, tag } = (node ?? {}) as { anchor?: string; tag?: string }
  if (anchor !== undefined || (isScalar(node) && tag !== undefined)) shared(at)
}

/** The last step is on the way already where it is the one that was taken. */
const stepsTo = ({ ways, step }: At): readonly Step[] => {
  const taken = ways.map((way) => way.step)
  return taken.at(-1) === step ? taken : [...taken, step]
}

/** `node` is what shares, where it is not what the path has come to. */
function shared(at: At, node?: unknown): never {
  return refuseAt(at, node, {
    message: `shares values through an anchor (&), an alias (*) or a tag (!) at ${placeOf(at.ways)}, on the way to ${formatPath(stepsTo(at))}`,
    hint: 'Write the values out there, without the anchor, alias or tag: an edit would change more than this one.',
  })
}

/** Why a path leads nowhere, in words. */
export function missingWords({ ways, step, known }: Missing): string {
  const where = placeOf(ways)
  const has = known.length > 0 ? `It has: ${listed(known)}.` : 'Nothing is there.'
  return `${where === 'the file' ? '' : `${where} `}has no ${formatPath([step])}. ${has}`
}
