import { type Splice, splice } from '../../edit/yaml/lines.ts'
import type { AuditFile } from '../file.ts'
import type { Change } from '../yaml/change.ts'
import { type Expected, expectKey, nothingExpected, placeOf } from './expected.ts'
import type { PlannedChange } from './plan-change.ts'
import { isProved } from './proof.ts'
import { isString } from './set.ts'

export interface FixedFile {
  readonly path: string
  /** undefined for a new file. */
  readonly before: string | undefined
  readonly after: string
}

/** The changes of one file. */
interface Edits {
  readonly file: AuditFile | undefined
  /** Sorted by where they begin; those that begin at one place in the order in which they came. */
  readonly splices: Splice[]
  readonly expected: Expected
}

/** Texts as they are to become. */
export class Draft {
  readonly #edits = new Map<string, Edits>()

  static of(fixes: readonly { readonly changes: readonly PlannedChange[] }[]): Draft {
    const draft = new Draft()
    for (const { changes } of fixes) draft.add(changes)
    return draft
  }

  /** false where they do not go together with what is in it already; then it stays as it was. */
  add(changes: readonly PlannedChange[]): boolean {
    const own = new Draft()
    for (const change of changes) {
      if (!this.#fits(change) || !own.#fits(change)) return false
      own.#put(change)
    }
    for (const change of changes) this.#put(change)
    return true
  }

  #put({ change, path, file, splice: one }: PlannedChange): void {
    const edits = this.#edits.get(path) ?? { file, splices: [], expected: nothingExpected() }
    this.#edits.set(path, edits)
    insert(edits.splices, one)
    expect(edits.expected, change)
  }

  isProved(paths: ReadonlySet<string>): boolean {
    return [...paths].every((path) => {
      const edits = this.#edits.get(path)
      return !edits?.file || isProved(edits.file, textOf(edits), edits.expected)
    })
  }

  files(): readonly FixedFile[] {
    const files = [...this.#edits].map(([path, edits]) => ({
      path,
      before: edits.file?.text,
      after: textOf(edits),
    }))
    return files.toSorted((one, other) => (one.path < other.path ? -1 : 1))
  }

  #fits({ path, file, splice: one }: PlannedChange): boolean {
    const { splices } = this.#edits.get(path) ?? { splices: [] }
    if (!file) return splices.every((other) => isSame(one, other))
    const next = firstFrom(splices, one.start)
    const near = splices.slice(Math.max(0, next - 1), next + 2)
    return near.every((other) => isSame(one, other) || !meet(one, other))
  }
}

const textOf = ({ file, splices }: Edits): string => splice(file?.text ?? '', splices)

const isSame = (one: Splice, other: Splice): boolean =>
  one.start === other.start && one.end === other.end && one.text === other.text

/** Two insertions at one place go together; one within what is replaced does not. */
function meet(one: Splice, other: Splice): boolean {
  const areInsertions = one.start === one.end && other.start === other.end
  if (areInsertions) return false
  if (one.start === other.start) return true
  const [first, second] = one.start < other.start ? [one, other] : [other, one]
  return second.start < first.end
}

/** The first splice that begins there or behind. */
function firstFrom(splices: readonly Splice[], start: number): number {
  let low = 0
  let high = splices.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((splices[middle]?.start ?? 0) < start) low = middle + 1
    else high = middle
  }
  return low
}

function insert(splices: Splice[], one: Splice): void {
  let at = firstFrom(splices, one.start)
  for (; splices[at]?.start === one.start; at += 1) if (isSame(splices[at] ?? one, one)) return
  splices.splice(at, 0, one)
}

function expect(expected: Expected, change: Change): void {
  switch (change.kind) {
    case 'set':
      expected.texts.set(placeOf(change.at), {
        text: change.to,
        string: change.string === true || isString(change.at),
      })
      return
    case 'add':
      expectKey(expected, change.to, [change.key, change.value])
      return
    case 'remove':
      expectKey(expected, change.from, [change.key, undefined])
      return
    case 'splice':
      expected.replaced.push(change)
      return
    case 'comment':
    case 'create':
  }
}
