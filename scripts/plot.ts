/**
 * `node scripts/plot.ts`: the plot and the tables of docs/benchmarks.md, from what `npm run bench -- growth --json
 * docs/benchmarks/growth.json` and `npm run bench -- load reuse build --json docs/benchmarks/cases.json` measured.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Measured } from './bench/report.ts'
import { growthSvg } from './plot/growth.ts'
import { casesTable, growthTable } from './plot/table.ts'

const DOCS = join(import.meta.dirname, '..', 'docs')
const PAGE = join(DOCS, 'benchmarks.md')

const measured = (name: string) =>
  JSON.parse(readFileSync(join(DOCS, 'benchmarks', `${name}.json`), 'utf8')) as Measured
const between = (page: string, name: string, table: string) =>
  page.replace(new RegExp(`(<!-- ${name}:start -->\n).*?(<!-- ${name}:end -->)`, 's'), `$1\n${table}\n\n$2`)

const run = measured('growth')
writeFileSync(join(DOCS, 'benchmarks', 'growth.svg'), growthSvg(run))
const page = between(readFileSync(PAGE, 'utf8'), 'growth', growthTable(run))
writeFileSync(PAGE, between(page, 'cases', casesTable(measured('cases'))))
