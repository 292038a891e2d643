import { execFileSync } from 'node:child_process'
import type { MainResult } from '../../__tests__/support/runner.ts'
import type { World } from '../../__tests__/support/world.ts'

export function title(text: string): void {
  console.log(`\n${'='.repeat(100)}\n${text}\n${'='.repeat(100)}`)
}

/** The log as a runner shows it: mask commands are carried out there, not printed. */
export function printRun(result: MainResult): void {
  const lines = result.stdout.split('\n').filter((line) => !line.startsWith('::add-mask::'))
  console.log(lines.map(asShown).join('\n').trim())
  if (result.stderr.trim()) console.log(result.stderr.trim())
  const shown = ['result', 'image-by-digest', 'config-commit'].filter((name) => result.outputs[name])
  console.log(`\nExit code ${result.exitCode} after ${(result.durationMs / 1000).toFixed(1)} s`)
  for (const name of shown) console.log(`  ${name}: ${result.outputs[name]}`)
}

function asShown(line: string): string {
  const [, level, text] = /^::(error|warning|notice)(?: [^:]*)?::(.*)$/.exec(line) ?? []
  if (level === undefined || text === undefined) return line.replace(/^::(?:end)?group::/, '')
  return `${level.toUpperCase()}: ${text.replaceAll('%0A', '\n  ').replaceAll('%25', '%')}`
}

/** The commit in the config repository, as git itself shows it. */
export async function printCommit(world: World): Promise<void> {
  console.log('\nThe commit in the config repository (git show):\n')
  const show = ['--no-pager', 'show', '--format=fuller', 'HEAD']
  console.log(execFileSync('git', show, { cwd: world.config.directory, encoding: 'utf8' }).trim())
}
