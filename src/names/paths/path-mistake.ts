/** Why a text is no path into a YAML document. */
export interface PathMistake {
  readonly mistake: string
  /** What is to be done about it, where that leads to the example. */
  readonly correction?: string | undefined
  readonly example: string
}

const EXAMPLE = 'web.image'

/** How yq, jq and templates of Helm write paths, each from where it differs. */
interface Habit {
  readonly from: RegExp
  readonly to: string
  readonly mistake: string
  readonly correction: string
}

const FIRST: readonly Habit[] = [
  { from: /^\.+Values\./, to: '', mistake: 'begins with .Values', correction: 'Leave out .Values' },
  { from: /^\.+/, to: '', mistake: 'begins with a dot', correction: 'Leave out the first dot' },
  {
    from: /^\[("[^"]+"|'[^']+')\]/,
    to: '$1',
    mistake: 'has a key in brackets',
    correction: 'Write it without them',
  },
]
const LATER: readonly Habit[] = [
  { from: /^\.(\[)/, to: '$1', mistake: 'has a dot before a bracket', correction: 'Leave out that dot' },
  { from: /^\.{2,}/, to: '.', mistake: 'has two dots in a row', correction: 'Write one dot' },
  {
    from: /^\[("[^"]+"|'[^']+')\]/,
    to: '.$1',
    mistake: 'has a key in brackets',
    correction: 'Write it behind a dot',
  },
  {
    from: /^(?=[A-Za-z_])/,
    to: '.',
    mistake: 'has no dot behind a bracket',
    correction: 'Write one there',
  },
]
const NEITHER = 'has brackets that are neither a number nor name=value'
const ANYWHERE: readonly Habit[] = [
  {
    from: /^\[([A-Za-z][\w-]*)\]/,
    to: '[name=$1]',
    mistake: NEITHER,
    correction: 'Name a field of the item in them',
  },
]

/** What a path becomes where it is written as elsewhere; undefined where the place that is none has no such habit. */
function repaired(text: string, at: number): (Habit & { readonly text: string }) | undefined {
  const rest = text.slice(at)
  const habit = [...(at === 0 ? FIRST : LATER), ...ANYWHERE].find(({ from }) => from.test(rest))
  return habit && { ...habit, text: text.slice(0, at) + rest.replace(habit.from, habit.to) }
}

/** More habits than that in one path are none. */
const MOST_HABITS = 10

/** @param failsAt Where a text stops to be a path; undefined for one that is a path. */
export function pathMistake(
  text: string,
  at: number,
  failsAt: (text: string) => number | undefined,
): PathMistake {
  const first = repaired(text, at)
  let next = first
  for (let habits = 1; next && habits <= MOST_HABITS; habits++) {
    const fails = failsAt(next.text)
    if (first && fails === undefined)
      return { mistake: first.mistake, correction: first.correction, example: next.text }
    next = fails === undefined ? undefined : repaired(next.text, fails)
  }
  return plainMistake(text, text.slice(at))
}

function plainMistake(text: string, rest: string): PathMistake {
  if (text === '') return { mistake: 'has no path', example: EXAMPLE }
  if (rest.startsWith('[')) return { mistake: NEITHER, example: 'containers[name=web].image' }
  if (/^\.*$/.test(rest)) return { mistake: 'ends in a dot', example: EXAMPLE }
  if (/^\.?["']/.test(rest))
    return { mistake: 'has a quotation mark that does not close', example: '"my.key".image' }
  return { mistake: `is no path of keys from "${rest.slice(0, 20)}" on`, example: EXAMPLE }
}
