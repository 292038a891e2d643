/**
 * Builds dist/ from src/: `tsc` to lib/, then ncc to one ESM file for main, with the licence of every package in it, and one for post, which has none. With --check, proves that the committed dist/ is what the sources build to.
 */
import { execFileSync } from 'node:child_process'
import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'

const LICENSES = 'dist/licenses.txt'
const POST = 'lib/post'

function build(): void {
  rmSync('lib', { recursive: true, force: true })
  run('tsc', ['-p', 'tsconfig.json'])
  rmSync('dist', { recursive: true, force: true })
  bundle('lib/index.js', 'dist')
  writeFileSync(LICENSES, withAllTexts(readFileSync(LICENSES, 'utf8')))
  buildPost()
}

/** ncc names what it makes after nothing but its folder. */
function buildPost(): void {
  bundle('lib/post.js', POST)
  const made = readdirSync(POST).toSorted().join(' ')
  // A file of licences would mean a package, and a second script a way to load more.
  if (made !== 'index.js package.json') throw new Error(`the post step is to be one file alone, not: ${made}`)
  copyFileSync(`${POST}/index.js`, 'dist/post.js')
}

function bundle(entry: string, out: string): void {
  run('ncc', ['build', entry, '--out', out, '--license', 'licenses.txt', '--quiet'])
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
