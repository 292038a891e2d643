/**
 * `npm run mutate [-- room ...]`: changes the pure rooms in thousands of small ways, each of which a unit test has to
 * notice. Fails on a change that none notices and that scripts/mutate/survivors.yaml does not explain.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { ROOM_VARIABLE, ROOMS, reportFile } from './mutate/rooms.ts'
import { type Explanation, judge, type MutationReport } from './mutate/survivors.ts'

const TOOLS = 'scripts/mutate'
/** Fewer cases of the property tests: they are run for every change. */
const PROPERTY_RUNS = '100'

function mutate(room: string): boolean {
  const env = { PROPERTY_RUNS, ...process.env, [ROOM_VARIABLE]: room }
  const stryker = `${TOOLS}/node_modules/@stryker-mutator/core/bin/stryker.js`
  execFileSync(process.execPath, [stryker, 'run', `${TOOLS}/stryker.config.ts`], { stdio: 'inherit', env })
  const report: MutationReport = JSON.parse(readFileSync(reportFile(room), 'utf8'))
  const explanations: readonly Explanation[] = parse(readFileSync(`${TOOLS}/survivors.yaml`, 'utf8'))
  const { mutants, killed, explained, open, stale } = judge(report, explanations)
  console.log(`${room}: ${killed} of ${mutants} changes noticed, ${explained} explained, ${open.length} open`)
  for (const line of open) console.log(`  survives: ${line}`)
  for (const line of stale) console.log(`  explained, but does not survive: ${line}`)
  return open.length === 0 && stale.length === 0
}

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !(name in ROOMS))
if (unknown.length > 0)
  throw new Error(`no such room: ${unknown.join(', ')}; there are ${Object.keys(ROOMS).join(', ')}`)
// Apart from the tools of every day, because there are many packages and few who need them.
if (!existsSync(`${TOOLS}/node_modules`)) execFileSync('npm', ['ci'], { cwd: TOOLS, stdio: 'inherit' })
const results = (asked.length > 0 ? asked : Object.keys(ROOMS)).map(mutate)
process.exitCode = results.every(Boolean) ? 0 : 1
