import { lastSegment } from './reference.ts'

/**
 * The candidate that a typo, or a shorter or longer form of a name, stands for. Whoever follows a wrong guess deploys
 * into the container or the environment of somebody else, so what is merely the closest is none, and of two that are
 * equally close neither is. Names with paths are compared by the segments that they end in.
 */
export function nearest(wanted: string, candidates: readonly string[]): string | undefined {
  const shared = candidates.map((candidate) => sharedSegments(wanted, candidate))
  const most = shared.reduce((one, other) => Math.max(one, other), 0)
  if (most > 0) return theOnly(candidates.filter((_, index) => shared[index] === most))
  const distances = candidates.map((one) => typos(lastSegment(wanted), lastSegment(one)))
  const least = distances.reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY)
  return least > MOST_TYPOS ? undefined : theOnly(candidates.filter((_, index) => distances[index] === least))
}

/**
 * The same for an image that also has a name in its registry (`host/repository`): the one that ends in the repository
 * is the better guess.
 */
export function nearestImage(
  { name, repositoryUrl }: { readonly name: string; readonly repositoryUrl: string },
  candidates: readonly string[],
): string | undefined {
  if (candidates.includes(repositoryUrl)) return repositoryUrl
  const repository = repositoryUrl.slice(repositoryUrl.indexOf('/') + 1)
  const inRegistry = candidates.filter((one) => one === repository || one.endsWith(`/${repository}`))
  return theOnly(inRegistry) ?? nearest(name, candidates)
}

/** The name, where it is one and the same. */
export function theOnly(names: readonly string[]): string | undefined {
  const [first, second] = new Set(names)
  return second === undefined ? first : undefined
}

/** How many segments two names have in common, from their ends. */
function sharedSegments(one: string, other: string): number {
  const [from, to] = [one, other].map((name) => name.split('/').toReversed().map(lettersOf))
  const differs = from?.findIndex((segment, index) => segment !== to?.[index]) ?? 0
  return differs < 0 ? (from?.length ?? 0) : differs
}

const wordsOf = (name: string): readonly string[] => name.toLowerCase().split(/[\s._-]+/)
/** Without what people write in several ways. */
const lettersOf = (name: string): string => wordsOf(name).join('')
const numbersIn = (name: string): string => name.replaceAll(/\D+/g, ' ').trim()

const MOST_TYPOS = 2

/** Word by word: `order-service` is no typo of `user-service`, nor `prod-eu` of `prod-us`. */
function typos(from: string, to: string): number {
  if (numbersIn(from) !== numbersIn(to)) return Number.POSITIVE_INFINITY
  const [words, others] = [wordsOf(from), wordsOf(to)]
  if (words.length !== others.length) return wordTypos(lettersOf(from), lettersOf(to))
  return words.reduce((sum, word, index) => sum + wordTypos(word, others[index] ?? ''), 0)
}

/** In a short word every letter counts: one may be missing, twice there or in the wrong place, but another makes another word. */
const SHORT = 4
const LONG = 9

function wordTypos(from: string, to: string): number {
  if (from === to) return 0
  const least = Math.min(from.length, to.length)
  const most = least < 3 ? 0 : least < LONG ? 1 : MOST_TYPOS
  // What is much longer or shorter is no typo, and a name of others may be as long as its file.
  if (Math.abs(from.length - to.length) > most) return Number.POSITIVE_INFINITY
  if (least <= SHORT && from.length === to.length && !isShuffled(from, to)) return Number.POSITIVE_INFINITY
  const distance = editDistance(from, to)
  return distance > most ? Number.POSITIVE_INFINITY : distance
}

const isShuffled = (from: string, to: string): boolean =>
  [...from].toSorted().join('') === [...to].toSorted().join('')

/** Letters left out, added, changed, or swapped with the next one (optimal string alignment), a row at a time. */
function editDistance(from: string, to: string): number {
  const letters = [...to]
  let before: readonly number[] = []
  let row = [0, ...letters.map((_, column) => column + 1)]
  let previous = ''
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1]
    for (const [column, other] of letters.entries()) {
      const changed = at(row, column) + Number(letter !== other)
      const isSwap = letter === letters[column - 1] && previous === other
      const swapped = isSwap ? at(before, column - 1) + 1 : changed
      next.push(Math.min(changed, swapped, at(row, column + 1) + 1, at(next, column) + 1))
    }
    before = row
    row = next
    previous = letter
  }
  return at(row, letters.length)
}

const at = (row: readonly number[], column: number): number => row[column] ?? Number.POSITIVE_INFINITY
