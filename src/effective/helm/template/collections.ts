import type { Functions, TemplateFunction } from './function.ts'
import {
  bool,
  entriesIn,
  hasKey,
  itemsIn,
  kindOf,
  known,
  made,
  NIL,
  number,
  plain,
  truthOf,
  UNKNOWN,
  type Value,
} from './value.ts'

const dictOf = (entries: Iterable<readonly [string, Value]>): Value => ({
  kind: 'dict',
  entries: new Map(entries),
})
const list = (items: readonly Value[]): Value => ({ kind: 'items', items })

const dict: TemplateFunction = (args) => {
  const entries: (readonly [string, Value])[] = []
  for (let index = 0; index < args.length; index += 2) {
    const key = known(args[index] ?? UNKNOWN)
    if (key === undefined) return undefined
    entries.push([key, args[index + 1] ?? plain('')])
  }
  return dictOf(entries)
}

/** Nobody nests values deeper. */
const DEEPEST = 60

/** What the first says wins; of two mappings all of both. */
function merge(values: readonly Value[], depth = 0): Value {
  const maps = values.filter((one) => kindOf(one) === 'map')
  if (values.some((one) => kindOf(one) === 'unknown') || depth > DEEPEST) return UNKNOWN
  const merged = new Map<string, Value>()
  for (const one of maps) {
    for (const [key, value] of entriesIn(one)) {
      const before = merged.get(key)
      const isDeep = before && kindOf(before) === 'map' && kindOf(value) === 'map'
      if (isDeep) merged.set(key, merge([before, value], depth + 1))
      // mergo takes an empty value for one that is not there.
      else if (!before || truthOf(before) === false) merged.set(key, value)
    }
  }
  return { kind: 'dict', entries: merged }
}

const overwriting: TemplateFunction = (args) => merge(args.toReversed())

const index: TemplateFunction = ([value, ...steps], call) => {
  let at: Value = value ?? UNKNOWN
  for (const step of steps) {
    const name = known(step)
    if (name === undefined || kindOf(at) === 'unknown') return undefined
    at = kindOf(at) === 'list' ? (itemsIn(at)[Number(name)] ?? NIL) : call.field(at, name)
  }
  return at
}

const dig: TemplateFunction = (args, call) => {
  const [value, fallback, ...steps] = args.toReversed()
  let at: Value = value ?? UNKNOWN
  for (const step of steps.toReversed()) {
    const name = known(step)
    if (name === undefined || kindOf(at) === 'unknown') return undefined
    at = call.field(at, name)
    if (kindOf(at) === 'nil') return fallback
  }
  return at
}

const keyed =
  (use: (name: string, value: Value) => Value | undefined): TemplateFunction =>
  ([value, key]) => {
    const name = key && known(key)
    return name === undefined || !value || kindOf(value) === 'unknown' ? undefined : use(name, value)
  }

const chosenKeys =
  (isWanted: (name: string, names: readonly (string | undefined)[]) => boolean): TemplateFunction =>
  ([value, ...keys]) => {
    if (!value || kindOf(value) !== 'map') return undefined
    const names = keys.map(known)
    return dictOf(entriesIn(value).filter(([name]) => isWanted(name, names)))
  }

const listed =
  (use: (items: readonly Value[]) => Value | undefined): TemplateFunction =>
  ([value]) =>
    value && kindOf(value) === 'list' ? use(itemsIn(value)) : undefined

const set: TemplateFunction = ([value, key, to], call) => {
  const name = key && known(key)
  if (!value || !to || name === undefined) return undefined
  call.set(value, name, to)
  return value
}

/** Lists could double with every line. */
const MOST_ITEMS = 20_000

const concat: TemplateFunction = (args) => {
  const size = args.reduce((sum, one) => sum + itemsIn(one).length, 0)
  const isListed = args.every((one) => ['list', 'nil'].includes(kindOf(one)))
  return isListed && size <= MOST_ITEMS ? list(args.flatMap(itemsIn)) : undefined
}

const splitList: TemplateFunction = ([separator, value]) => {
  const [cut, whole] = [separator && known(separator), value && known(value)]
  if (!value || cut === undefined || whole === undefined) return undefined
  return list(whole.split(cut).map((part) => made(part, value)))
}

const split: TemplateFunction = (args, call) => {
  const parts = splitList(args, call)
  return parts && dictOf(itemsIn(parts).map((part, at) => [`_${at}`, part] as const))
}

/** Functions over lists and mappings (Go, sprig and Helm). */
export const COLLECTIONS: Functions = {
  dict,
  list,
  tuple: list,
  merge: (args) => merge(args),
  mustMerge: (args) => merge(args),
  mergeOverwrite: overwriting,
  mustMergeOverwrite: overwriting,
  deepCopy: ([value]) => value,
  mustDeepCopy: ([value]) => value,
  index,
  dig,
  get: (args, call) => keyed((name, value) => orEmpty(call.field(value, name)))(args, call),
  hasKey: (args, call) =>
    keyed((name, value) => bool(hasKey(value, name) || kindOf(call.field(value, name)) !== 'nil'))(
      args,
      call,
    ),
  set,
  unset: ([value, key], call) => {
    const name = key && known(key)
    if (value && name !== undefined) call.set(value, name, NIL)
    return value
  },
  pick: chosenKeys((name, names) => names.includes(name)),
  omit: chosenKeys((name, names) => !names.includes(name)),
  keys: ([value]) =>
    value && kindOf(value) === 'map' ? list(entriesIn(value).map(([name]) => plain(name))) : undefined,
  values: ([value]) =>
    value && kindOf(value) === 'map' ? list(entriesIn(value).map(([, one]) => one)) : undefined,
  first: listed((items) => items[0] ?? NIL),
  last: listed((items) => items.at(-1) ?? NIL),
  rest: listed((items) => list(items.slice(1))),
  initial: listed((items) => list(items.slice(0, -1))),
  uniq: listed(list),
  compact: listed((items) => list(items.filter((one) => truthOf(one) !== false))),
  append: ([value, one]) =>
    value && one && kindOf(value) === 'list' ? list([...itemsIn(value), one]) : undefined,
  concat,
  splitList,
  split,
  has: ([wanted, value]) => {
    const name = wanted && known(wanted)
    const names = value && itemsIn(value).map(known)
    return name === undefined || !names || names.includes(undefined) ? undefined : bool(names.includes(name))
  },
  len: ([value]) => {
    if (value && kindOf(value) === 'map') return number(entriesIn(value).length)
    if (value && kindOf(value) === 'list') return number(itemsIn(value).length)
    const whole = value && known(value)
    return whole === undefined ? undefined : number(Buffer.byteLength(whole))
  },
  // helm template has no cluster to ask, and neither has Argo CD.
  lookup: () => dictOf([]),
}

const orEmpty = (value: Value): Value => (kindOf(value) === 'nil' ? plain('') : value)
