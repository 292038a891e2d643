/**
 * `npm run bench [-- case ...] [--json FILE]`: figures of this machine and this run. Absolute times are noise on shared
 * machines, so each case gives ratios and counts, and fails when one is over its ceiling.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { build } from './bench/build.ts'
import { gitops } from './bench/gitops.ts'
import { growth } from './bench/growth.ts'
import { identity } from './bench/identity.ts'
import { load } from './bench/load.ts'
import { maxParallel } from './bench/max-parallel.ts'
import { type Figure, measured, quantity } from './bench/report.ts'
import { reuse } from './bench/reuse.ts'
import { movingTip, slowBuild } from './bench/slow-build.ts'
import { wire } from './bench/wire.ts'
import { costTable, isAlone } from './plot/table.ts'

const CASES = { load, identity, reuse, wire, 'slow-build': slowBuild, build, gitops, growth }
/** Cases that are run only when they are named. */
const ON_REQUEST = { 'max-parallel': maxParallel, 'moving-tip': movingTip }
const ALL = { ...CASES, ...ON_REQUEST }
type CaseName = keyof typeof ALL

const { positionals: asked, values } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'string' } },
})
const unknown = asked.filter((name) => !(name in ALL))
if (unknown.length > 0) {
  throw new Error(`no such case: ${unknown.join(', ')}; there are ${Object.keys(ALL).join(', ')}`)
}

const names = (asked.length > 0 ? asked : Object.keys(CASES)) as CaseName[]
let allWithin = true
const all: Record<string, readonly Figure[]> = {}
for (const name of names) {
  const figures = await ALL[name]()
  all[name] = figures
  allWithin = report(name, figures) && allWithin
}
if (values.json) writeFileSync(values.json, `${JSON.stringify(measured(all), null, 2)}\n`)
process.exitCode = allWithin ? 0 : 1

/** Prints the figures of a case; true when all of them are within their ceilings. */
function report(name: string, figures: readonly Figure[]): boolean {
  console.log(`\n${name}`)
  if (!figures.every(isAlone)) console.log(costTable(figures))
  for (const { what, value, unit, ceiling, goal } of figures.filter(isAlone)) {
    const limits = [
      goal === undefined ? [] : [`goal ${goal}`],
      ceiling === undefined ? [] : [`ceiling ${ceiling}`],
    ]
    const verdict = ceiling === undefined ? '' : value <= ceiling ? 'ok' : 'OVER'
    const shown = quantity(value, unit)
    console.log(
      `  ${what.padEnd(64)} ${shown.padStart(10)}  ${limits.flat().join(', ').padEnd(24)} ${verdict}`,
    )
  }
  return figures.every(({ value, ceiling }) => ceiling === undefined || value <= ceiling)
}
