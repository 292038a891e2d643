/**
 * Runs behind the tests of `npm run coverage`: prints every branch of the rooms that decide which no test took, and
 * fails unless docs/architecture.md names just these.
 */
import { readFileSync } from 'node:fs'

/** What coverage-final.json says of a file: a branch has several ways, each with its count. */
export interface FileCoverage {
  readonly path: string
  readonly branchMap: Readonly<Record<string, BranchPlace>>
  readonly b: Readonly<Record<string, readonly number[]>>
}

interface BranchPlace {
  readonly loc: { readonly start: { readonly line: number } }
  /** An `else` that is not written has no line. */
  readonly locations: readonly { readonly start: { readonly line?: number } }[]
}

export interface Way {
  readonly room: string
  readonly file: string
  readonly line: number
  readonly text: string
  readonly taken: boolean
}

const PLACE = /\/(src\/(doors\/[^/]+\/plan|aws\/session|config-repository|edit|gitops|render)\/.*)$/

/** All ways through the branches of a file; none of a file in another room. */
export function waysIn({ path, branchMap, b }: FileCoverage, source: string): readonly Way[] {
  const [, file, room] = PLACE.exec(path) ?? []
  if (file === undefined || room === undefined) return []
  const lines = source.split('\n')
  return Object.entries(branchMap).flatMap(([id, { loc, locations }]) =>
    locations.map(({ start }, at) => {
      const line = start.line ?? loc.start.line
      return { room, file, line, text: lines[line - 1]?.trim() ?? '', taken: (b[id]?.[at] ?? 0) > 0 }
    }),
  )
}

/** The branches that a page names, each as a list item with its file and its line of code. */
export function namedIn(page: string): readonly string[] {
  return [...page.matchAll(/^- `(src\/[^`]+)`: `([^`]+)`/gm)].map(([, file, text]) => `${file}: ${text}`)
}

/** What makes the list of a page wrong: ways that it does not name, and names of what is taken. */
export function differences(left: readonly Way[], named: readonly string[]): readonly string[] {
  const keys = left.map(({ file, text }) => `${file}: ${text}`)
  return [
    ...keys.filter((key) => !named.includes(key)).map((key) => `not named: ${key}`),
    ...named.filter((key) => !keys.includes(key)).map((key) => `named, but taken or gone: ${key}`),
  ]
}

const PAGE = 'docs/architecture.md'

function report(): void {
  const files = JSON.parse(readFileSync('coverage/coverage-final.json', 'utf8')) as Record<
    string,
    FileCoverage
  >
  const ways = Object.values(files).flatMap((file) => waysIn(file, readFileSync(file.path, 'utf8')))
  for (const [room, own] of Map.groupBy(ways, (way) => way.room)) {
    const taken = own.filter((way) => way.taken).length
    console.log(`${room}: ${taken} of ${own.length} branches, ${((100 * taken) / own.length).toFixed(1)} %`)
  }
  const left = ways.filter(({ taken }) => !taken)
  for (const { file, line, text } of left) console.log(`${file}:${line}: ${text}`)
  const wrong = differences(left, namedIn(readFileSync(PAGE, 'utf8')))
  if (wrong.length === 0) return
  console.error(`The list of branches in ${PAGE} is wrong; take them in a test, or say there why not:`)
  for (const line of wrong) console.error(`  ${line}`)
  process.exitCode = 1
}

if (import.meta.main) report()
