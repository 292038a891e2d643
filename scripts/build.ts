/**
 * Builds dist/ from src/: `tsc` to lib/, then ncc to one ESM bundle for all doors, with the licence of every package in
 * it: a small entry, and a chunk for each door and for what takes long to load. Each door has a main of two lines. The
 * post step is a bundle of its own. With --check, proves that the committed dist/ is what the sources build to.
 */
import { execFileSync } from 'node:child_process'
import { copyFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { licensesOf } from './licenses.ts'

const STATS = 'lib/stats.json'
const POST = 'lib/post'

function build(): void {
  rmSync('lib', { recursive: true, force: true })
  run('tsc', ['-p', 'tsconfig.json'])
  rmSync('dist', { recursive: true, force: true })
  bundle('lib/index.js', 'dist')
  writeFileSync('dist/licenses.txt', licensesOf(STATS))
  for (const door of readdirSync('src/doors')) writeFileSync(`dist/${door}.js`, mainOf(door))
  buildPost()
}

/** What the runner starts: doors are named in camel case where their folders have a hyphen. */
function mainOf(door: string): string {
  const name = door.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
  return `import { ${name} } from './index.js'\nawait ${name}()\n`
}

/** ncc names what it makes after nothing but its folder. */
function buildPost(): void {
  bundle('lib/post.js', POST)
  const made = readdirSync(POST).toSorted().join(' ')
  // A second script would be a way to load more.
  if (made !== 'index.js package.json') throw new Error(`the post step is to be one file alone, not: ${made}`)
  if (licensesOf(STATS) !== '') throw new Error('the post step is to have no package in it')
  copyFileSync(`${POST}/index.js`, 'dist/post.js')
}

function bundle(entry: string, out: string): void {
  run('ncc', ['build', entry, '--out', out, '--stats-out', STATS, '--quiet'])
}

function run(file: string, args: readonly string[]): string {
  return execFileSync(file, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
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
