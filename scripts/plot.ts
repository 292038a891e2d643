/**
 * `node scripts/plot.ts`: the plots and the tables of docs/benchmarks.md, from what `npm run bench -- growth --json
 * docs/benchmarks/growth.json` and `npm run bench -- load reuse wire build --json docs/benchmarks/cases.json` measured.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Measured } from './bench/report.ts'
import { growthSvg } from './plot/growth.ts'
import { stagesSvg } from './plot/stages.ts'
import { casesTable, costTable } from './plot/table.ts'

const DOCS = join(import.meta.dirname, '..', 'docs')
const PAGE = join(DOCS, 'benchmarks.md')

const measured = (name: string) =>
  JSON.parse(readFileSync(join(DOCS, 'benchmarks', `${name}.json`), 'utf8')) as Measured
const between = (page: string, name: string, table: string) =>
  page.replace(new RegExp(`(<!-- ${name}:start -->\n).*?(<!-- ${name}:end -->)`, 's'), `$1\n${table}\n\n$2`)

const [growth, cases] = [measured('growth'), measured('cases')]
writeFileSync(join(DOCS, 'benchmarks', 'growth.svg'), growthSvg(growth))
writeFileSync(join(DOCS, 'benchmarks', 'stages.svg'), stagesSvg(cases))
const tables = {
  deploy: costTable(cases.cases.build ?? []),
  growth: costTable(growth.cases.growth ?? []),
  cases: casesTable(cases),
}
const page = Object.entries(tables).reduce(
  (text, [name, table]) => between(text, name, table),
  readFileSync(PAGE, 'utf8'),
)
writeFileSync(PAGE, page)
