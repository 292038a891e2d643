import { chosenBy, type Functions, type TemplateFunction } from './function.ts'
import { bool, kindOf, known, NIL, truthOf, UNKNOWN, type Value } from './value.ts'

const answer = (truth: boolean | undefined): Value => (truth === undefined ? UNKNOWN : bool(truth))

const coalesce: TemplateFunction = (args, call) => {
  for (const one of args) {
    const truth = truthOf(one)
    if (truth === undefined) return UNKNOWN
    if (truth) return chosenBy(one, call)
  }
  return NIL
}

const both =
  (stopsAt: boolean): TemplateFunction =>
  (args, call) => {
    for (const one of args) {
      const truth = truthOf(one)
      if (truth === undefined) return UNKNOWN
      if (truth === stopsAt) return chosenBy(one, call)
    }
    return args.at(-1)
  }

/** Whether two values are the same, where both are known. */
function same(one: Value | undefined, other: Value | undefined): boolean | undefined {
  if (!one || !other) return undefined
  const kinds = [kindOf(one), kindOf(other)]
  if (kinds.includes('unknown')) return undefined
  if (kinds[0] !== kinds[1]) return false
  if (kinds[0] === 'nil') return true
  const [first, second] = [known(one), known(other)]
  return first === undefined || second === undefined ? undefined : first === second
}

const eq: TemplateFunction = ([first, ...others]) => {
  const found = others.map((other) => same(first, other))
  if (found.includes(true)) return bool(true)
  return found.includes(undefined) ? UNKNOWN : bool(false)
}

const not =
  (of: TemplateFunction): TemplateFunction =>
  (args, call) => {
    const truth = truthOf(of(args, call) ?? UNKNOWN)
    return answer(truth === undefined ? undefined : !truth)
  }

const compared =
  (holds: (one: number, other: number) => boolean): TemplateFunction =>
  ([one, other]) => {
    if (!one || !other || kindOf(one) !== 'number' || kindOf(other) !== 'number') return undefined
    return bool(holds(Number(known(one)), Number(known(other))))
  }

const KINDS: Readonly<Record<string, string>> = {
  nil: 'invalid',
  bool: 'bool',
  number: 'float64',
  text: 'string',
  map: 'map',
  list: 'slice',
}
const TYPES: Readonly<Record<string, string>> = {
  ...KINDS,
  map: 'map[string]interface {}',
  list: '[]interface {}',
}

const isOne =
  (names: Readonly<Record<string, string>>): TemplateFunction =>
  ([name, value]) => {
    const kind = value && kindOf(value)
    const wanted = name && known(name)
    if (kind === undefined || kind === 'unknown' || wanted === undefined) return undefined
    // A number that is set is an integer.
    if (kind === 'number' && /^int/.test(wanted)) return undefined
    return bool(names[kind] === wanted)
  }

/** Functions that choose between values, or say how they are. */
export const CHOICES: Functions = {
  default: ([fallback, value], call) => {
    const truth = truthOf(value ?? NIL)
    if (truth === undefined) return undefined
    return chosenBy((truth ? value : fallback) ?? NIL, call)
  },
  coalesce,
  ternary: ([yes, no, condition], call) => {
    const truth = condition && truthOf(condition)
    if (truth === undefined) return undefined
    return chosenBy((truth ? yes : no) ?? NIL, call)
  },
  or: both(true),
  and: both(false),
  not: ([value]) => answer(value && invert(truthOf(value))),
  empty: ([value]) => answer(value && invert(truthOf(value))),
  eq,
  ne: not(eq),
  lt: compared((one, other) => one < other),
  le: compared((one, other) => one <= other),
  gt: compared((one, other) => one > other),
  ge: compared((one, other) => one >= other),
  kindIs: isOne(KINDS),
  typeIs: isOne(TYPES),
  required: ([, value]) => value,
}

const invert = (truth: boolean | undefined): boolean | undefined => (truth === undefined ? undefined : !truth)
