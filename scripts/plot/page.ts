import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Measured } from '../bench/report.ts'
import { distanceSvg } from './distance.ts'
import { growthSvg } from './growth.ts'
import { stagesSvg } from './stages.ts'
import { casesTable, costTable } from './table.ts'

const DOCS = join(import.meta.dirname, '..', '..', 'docs')
const PAGE = join(DOCS, 'benchmarks.md')
const FIGURES = join(DOCS, 'benchmarks', 'figures.json')

export const PLOTS = { 'stages.svg': stagesSvg, 'distance.svg': distanceSvg, 'growth.svg': growthSvg }

/** By the name of the markers that each is between. */
export const tablesOf = (run: Measured): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(
    ['load', 'wire', 'build', 'growth'].map((name) => [name, costTable(run.cases[name] ?? [])]),
  ),
  cases: casesTable(run),
})

export const readFigures = (): Measured => JSON.parse(readFileSync(FIGURES, 'utf8')) as Measured

export const asJson = (run: Measured): string => `${JSON.stringify(run, null, 2)}\n`

/** The whole page: what was measured is kept beside it. */
export function publish(run: Measured): void {
  // Without docker there is no such row, and a page without it says less than the one that it would replace.
  if (!run.cases.build?.length) throw new Error('docker buildx was not there to be measured')
  writeFileSync(FIGURES, asJson(run))
  writePage(run)
}

/** Draws the plots, and puts the tables into the page. */
export function writePage(run: Measured): void {
  for (const [name, draw] of Object.entries(PLOTS)) writeFileSync(join(DOCS, 'benchmarks', name), draw(run))
  const page = Object.entries(tablesOf(run)).reduce(
    (text, [name, table]) => between(text, name, table),
    readFileSync(PAGE, 'utf8'),
  )
  writeFileSync(PAGE, page)
}

function between(page: string, name: string, table: string): string {
  const place = new RegExp(`(<!-- ${name}:start -->\n).*?(<!-- ${name}:end -->)`, 's')
  if (!place.test(page)) throw new Error(`the page has no place for the table of ${name}`)
  return page.replace(place, (_, start: string, end: string) => `${start}\n${table}\n\n${end}`)
}
