import { compareVersions, parseVersion, type Version } from './semver.ts'

/** From, and below: what one comparison of a range lets through; `not` turns it round. */
interface Span {
  readonly from: Version
  readonly below: Version | undefined
  readonly not?: boolean
}

/** The one version that a constraint names, without an operator or with `=`. */
export function exactVersion(constraint: string): Version | undefined {
  const [, text = ''] = /^=?\s*(v?\d+\.\d+\.\d+(?!\d)[^\s,|]*)$/.exec(constraint.trim()) ?? []
  return /[xX*]/.test(text.split(/[-+]/)[0] ?? '') ? undefined : parseVersion(text)
}

/**
 * Whether a release is in a range of versions as Helm reads it (Masterminds/semver, "Checking Version Constraints");
 * undefined for a constraint that is not understood.
 */
export function isInRange(version: Version, constraint: string): boolean | undefined {
  const choices = constraint.split('||').map((choice) => spansOf(choice.trim()))
  if (choices.some((spans) => spans === undefined)) return undefined
  return choices.some((spans) => spans?.every((span) => isWithin(version, span)))
}

function isWithin(version: Version, { from, below, not = false }: Span): boolean {
  const within =
    compareVersions(version, from) >= 0 && (below === undefined || compareVersions(version, below) < 0)
  return within !== not
}

const HYPHEN = /^(\S+)\s+-\s+(\S+)$/

function spansOf(choice: string): readonly Span[] | undefined {
  const [, low, high] = HYPHEN.exec(choice) ?? []
  const text = low === undefined ? choice : `>=${low} <=${high}`
  const comparisons = text.replaceAll(/([=!<>~^])\s+/g, '$1').split(/[\s,]+/)
  const spans = comparisons.filter((one) => one !== '').map(spanOf)
  const known = spans.filter((span) => span !== undefined)
  return known.length === spans.length && known.length > 0 ? known : undefined
}

/** `operator`, then a version of which minor and patch may be missing or any (`x`). */
const COMPARISON =
  /^(=|==|!=|<|>|<=|>=|=<|=>|~|~>|\^)?(v?)(\d+|[xX*])(?:\.(\d+|[xX*]))?(?:\.(\d+|[xX*]))?(-[\w.-]+)?(?:\+[\w.-]+)?$/

function spanOf(comparison: string): Span | undefined {
  const [whole, operator = '', , ...parts] = COMPARISON.exec(comparison) ?? []
  if (whole === undefined) return undefined
  const numbers = parts.slice(0, 3)
  const firstOpen = numbers.findIndex((part) => part === undefined || /[xX*]/.test(part))
  const given = firstOpen < 0 ? 3 : firstOpen
  const known = numbers.slice(0, given).map(Number)
  const [major = 0, minor = 0, patch = 0] = known
  const from: Version = { prefix: '', numbers: [major, minor, patch], pre: preOf(parts[3]) }
  // What comes after everything that the given numbers stand for.
  const end = given === 3 ? after(from) : given === 0 ? undefined : raised(known, given - 1)
  return rangeFor(operator, { from, end, known })
}

const preOf = (text: string | undefined): readonly string[] => text?.slice(1).split('.') ?? []

/** The least version above a given one. */
const after = ({ prefix, numbers, pre }: Version): Version =>
  pre.length > 0
    ? { prefix, numbers, pre: [...pre, '0'] }
    : { prefix, numbers: [numbers[0], numbers[1], numbers[2] + 1], pre: ['0'] }

/** The first release behind all that begin with the numbers up to that one. */
function raised(numbers: readonly number[], at: number): Version {
  const [major = 0, minor = 0, patch = 0] = numbers.map((number, index) =>
    index < at ? number : index === at ? number + 1 : 0,
  )
  return { prefix: '', numbers: [major, minor, patch], pre: ['0'] }
}

const LEAST: Version = { prefix: '', numbers: [0, 0, 0], pre: ['0'] }

interface Given {
  readonly from: Version
  readonly end: Version | undefined
  readonly known: readonly number[]
}

function rangeFor(operator: string, { from, end, known }: Given): Span {
  switch (operator) {
    case '!=':
      return { from, below: end, not: true }
    case '<':
      return { from: LEAST, below: from }
    case '>=':
    case '=>':
      return { from, below: undefined }
    case '>':
      return { from: LEAST, below: end, not: true }
    case '<=':
    case '=<':
      return { from: LEAST, below: end }
    case '~':
    case '~>':
      return { from, below: isAny(known) ? undefined : raised(known, Math.min(known.length - 1, 1)) }
    case '^':
      return { from, below: known.length === 0 ? undefined : raised(known, firstNumberAboveZero(known)) }
    default:
      return { from, below: end }
  }
}

/** `~*`, and `~0.0.0`, which Masterminds/semver takes for it. */
const isAny = (known: readonly number[]): boolean =>
  known.length === 0 || (known.length === 3 && known.every((number) => number === 0))

/** `^1.2` holds the major number, `^0.2` the minor, `^0.0.2` the patch; `^0` and `^0.0` what they have. */
function firstNumberAboveZero(known: readonly number[]): number {
  const index = known.findIndex((number) => number > 0)
  return index < 0 ? known.length - 1 : index
}
