import { isAlias, isMap, isNode, isScalar, isSeq } from 'yaml'
import { fail } from '../../errors/errors.ts'
import { listed } from '../../names/text.ts'
import { formatPath, type Step } from '../../names/yaml-path.ts'
import { type Refusal, refuse } from '../refuse.ts'
import { rangeOf } from '../yaml/range.ts'
import type { YamlSource } from '../yaml/source.ts'

/** A step that was taken. */
export interface Taken {
  readonly step: Step
  /** Where its key stands, or the dash of its item. */
  readonly start: number
}

/** Where a path has come to, and the step that comes now. */
export interface At {
  readonly source: YamlSource
  readonly ways: readonly Taken[]
  readonly step: Step
}

/** How messages call the node that a path has come to. */
const placeOf = (ways: readonly Taken[]): string =>
  ways.length === 0 ? 'the file' : formatPath(ways.map(({ step }) => step))

function refuseAt({ source, ways }: At, node: unknown, { message, hint }: Refusal): never {
  const start = isNode(node) ? rangeOf(node)[0] : (ways.at(-1)?.start ?? 0)
  return refuse(source.file, source.lineAt(start), { message, hint })
}

export function refuseOtherThanMapping(at: At, node: unknown): never {
  const { ways, step } = at
  const where = placeOf(ways)
  const goesOn = `where the path goes on with ${formatPath([step])}`
  if (isSeq(node)) {
    const list = ways.length === 0 ? '' : where
    const hint = `Name an item of the list in the path: ${list}[name=web] by a field of it, or ${list}[0].`
    return refuseAt(at, node, { message: `has a list at ${where}, ${goesOn}`, hint })
  }
  const block = isScalar(node) && String(node.type).startsWith('BLOCK_')
  const what = block ? 'a text of several lines' : 'a single value'
  return refuseAt(at, node, {
    message: `has ${what} at ${where}, ${goesOn}`,
    hint: ways.length === 0 ? NO_VALUES : `Correct the path: it can end at ${where}, or name another key.`,
  })
}

const NO_VALUES = 'Name a file, or a text in one, that holds a mapping.'

/** `keys`: what it has instead of items. */
export function refuseOtherThanList(at: At, node: unknown, keys: readonly string[]): never {
  const { ways, step } = at
  return refuseAt(at, node, {
    message: `has ${isMap(node) ? 'a mapping' : 'a single value'} at ${placeOf(ways)}, where the path looks for an item of a list, ${formatPath([step])}`,
    hint: keys.length > 0 ? `Name one of its keys: ${listed(keys)}.` : 'Correct the path.',
  })
}

export function refuseMergeKey(at: At, node: unknown, key: string): never {
  const { ways, step } = at
  return refuseAt(at, node, {
    message: `has a merge key (<<) at ${placeOf(ways)}, which may bring the key "${key}" from elsewhere`,
    hint: `Write ${formatPath([...ways.map((way) => way.step), step])} out.`,
  })
}

/** Several items of a list that are meant. */
export function failOnDuplicate({ source, ways, step }: At, same: readonly unknown[]): never {
  const { file, lineAt } = source
  const lines = same.map((item) => lineAt(rangeOf(item)[0]))
  return fail({
    code: 'ENTRY_DUPLICATE',
    message: `${file.path} has ${lines.length} items at ${placeOf(ways)} that are ${formatPath([step])}, on lines ${lines.join(', ')}`,
    hint: `Keep one of them, or name one by its number: ${placeOf(ways)}[0] is the first.`,
    configPlace: file.place(lines[0]),
  })
}

/** An alias stands for what is elsewhere, and what has an anchor may stand elsewhere, too. */
export function failOnShared(at: At, node: unknown): void {
  if (isAlias(node)) refuseShared(at)
  const { anchor, tag } = (node ?? {}) as { anchor?: string; tag?: string }
  if (anchor !== undefined || (isScalar(node) && tag !== undefined)) refuseShared(at)
}

/** `node` is what shares, where it is not what the path has come to. */
export function refuseShared(at: At, node?: unknown): never {
  return refuseAt(at, node, {
    message: `shares values through an anchor (&), an alias (*) or a tag (!) at ${placeOf(at.ways)}, on the way to ${formatPath(stepsTo(at))}`,
    hint: 'Write the values out there, without the anchor, alias or tag: an edit would change more than this one.',
  })
}

/** The last step is on the way already where it is the one that was taken. */
const stepsTo = ({ ways, step }: At): readonly Step[] => {
  const taken = ways.map((way) => way.step)
  return taken.at(-1) === step ? taken : [...taken, step]
}

/** Nothing is there for the step. */
export interface Nowhere extends Pick<At, 'ways' | 'step'> {
  /** The names of what is there. */
  readonly known: readonly string[]
}

/** Why a path leads nowhere, in words. */
export function missingWords({ ways, step, known }: Nowhere): string {
  const where = placeOf(ways)
  const has = known.length > 0 ? `It has: ${listed(known)}.` : 'Nothing is there.'
  return `${where === 'the file' ? '' : `${where} `}has no ${formatPath([step])}. ${has}`
}
