/**
 * Builds dist/ from src/: `tsc` to lib/, then ncc to one ESM file with the licence of every package in it. With --check, proves that the committed dist/ is what the sources build to.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'

const LICENSES = 'dist/licenses.txt'

function build(): void {
  rmSync('lib', { recursive: true, force: true })
  run('tsc', ['-p', 'tsconfig.json'])
  rmSync('dist', { recursive: true, force: true })
  run('ncc', ['build', 'lib/index.js', '--out', 'dist', '--license', 'licenses.txt', '--quiet'])
  writeFileSync(LICENSES, withAllTexts(readFileSync(LICENSES, 'utf8')))
}

function run(file: string, args: readonly string[]): string {
  return execFileSync(file, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
}

/** Some AWS packages are published without the licence that they name; the text of a sibling is the same. */
function withAllTexts(licenses: string): string {
  const apache = readFileSync('node_modules/@aws-sdk/client-ecr/LICENSE', 'utf8').trimEnd()
  const filled = licenses.replaceAll(/^(@aws(?:-sdk)?\/[\w-]+\nApache-2\.0)\n$/gm, `$1\n${apache}\n`)
  const bare = [...filled.matchAll(/^(@?[\w./-]+)\n(?:[\w.-]+)\n\n/gm)].map(([, name]) => name)
  if (bare.length > 0) throw new Error(`${LICENSES} has no licence text for ${bare.join(', ')}`)
  return filled
}

function check(): void {
  // Untracked and removed files count too, which `git diff` alone would not see.
  const changes = run('git', ['status', '--porcelain', '--', 'dist'])
  if (changes === '') return
  console.error(`dist/ is not what src/ builds to; run "npm run build" and commit it:\n${changes}`)
  process.exitCode = 1
}

build()
if (process.argv.includes('--check')) check()
