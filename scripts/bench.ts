/**
 * `npm run bench [-- case ...] [--json FILE]`: figures of this machine and this run. Absolute times are noise on shared
 * machines, so each case gives ratios and counts, and fails when one is over its ceiling. With --page, all cases are
 * run, and docs/benchmarks.md gets their figures.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { api } from './bench/api.ts'
import { audit } from './bench/audit.ts'
import { build } from './bench/build.ts'
import { gitops } from './bench/gitops.ts'
import { growth } from './bench/growth.ts'
import { load } from './bench/load.ts'
import { maxParallel } from './bench/max-parallel.ts'
import { type Figure, isOver, measured } from './bench/report.ts'
import { movingTip, slowBuild } from './bench/slow-build.ts'
import { wire } from './bench/wire.ts'
import { asJson, publish } from './plot/page.ts'
import { costTable, figureTable, needsLine } from './plot/table.ts'

const CASES = { load, wire, 'slow-build': slowBuild, build, gitops, api, growth, audit }
/** Cases that are run only when they are named. */
const ON_REQUEST = { 'max-parallel': maxParallel, 'moving-tip': movingTip }
const ALL = { ...CASES, ...ON_REQUEST }
type CaseName = keyof typeof ALL

const { positionals: asked, values } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'string' }, page: { type: 'boolean' } },
})
const unknown = asked.filter((name) => !(name in ALL))
if (unknown.length > 0) {
  throw new Error(`no such case: ${unknown.join(', ')}; there are ${Object.keys(ALL).join(', ')}`)
}

// Figures of two runs are not to be compared, so that none is left there.
if (values.page && asked.length > 0)
  throw new Error('--page is for all cases, and goes without names of some')

const names = (asked.length > 0 ? asked : Object.keys(CASES)) as CaseName[]
const all: Record<string, readonly Figure[]> = {}
for (const name of names) {
  const started = performance.now()
  all[name] = await ALL[name]()
  print(name, all[name], performance.now() - started)
}
const run = measured(all)
if (values.json) writeFileSync(values.json, asJson(run))
if (values.page) publish(run)
const over = Object.entries(all).flatMap(([name, figures]) =>
  figures.filter(isOver).map(({ what }) => `${name}: ${what}`),
)
for (const what of over) console.error(`over its ceiling: ${what}`)
process.exitCode = over.length > 0 ? 1 : 0

function print(name: string, figures: readonly Figure[], ms: number): void {
  console.log(`\n${name} (${Math.round(ms / 1000)} s)\n`)
  if (figures.some(({ at }) => at)) console.log(`${costTable(figures)}\n`)
  console.log(figures.length > 0 ? figureTable(figures.filter(needsLine)) : 'Nothing was measured.')
}
