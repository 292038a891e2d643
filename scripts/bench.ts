/**
 * `npm run bench [-- case ...]`: figures of this machine and this run. Absolute times are noise on shared machines, so
 * each case gives ratios and counts, and fails when one is over its ceiling.
 */
import { gitops } from './bench/gitops.ts'
import { identity } from './bench/identity.ts'
import { load } from './bench/load.ts'
import { report } from './bench/report.ts'
import { reuse } from './bench/reuse.ts'
import { step } from './bench/step.ts'

const CASES = { load, identity, reuse, step, gitops }
type CaseName = keyof typeof CASES

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !(name in CASES))
if (unknown.length > 0) {
  throw new Error(`no such case: ${unknown.join(', ')}; there are ${Object.keys(CASES).join(', ')}`)
}

const names = (asked.length > 0 ? asked : Object.keys(CASES)) as CaseName[]
let allWithin = true
for (const name of names) allWithin = report(name, await CASES[name]()) && allWithin
process.exitCode = allWithin ? 0 : 1
