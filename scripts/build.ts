/**
 * Builds dist/ from src/: rolldown makes a small entry for all doors, and a chunk for each door and for what takes long
 * to load (scripts/build/chunks.ts), with the licence of every package in them. Each door has a main of two lines, and
 * so has the program. The post step is a bundle of its own. With --check, proves that the committed dist/ is what the sources build to.
 */
import { execFileSync } from 'node:child_process'
import { chmodSync, readdirSync, writeFileSync } from 'node:fs'
import { bundleDoors, bundlePost } from './build/bundle.ts'
import { licensesOf } from './licenses.ts'

async function build(): Promise<void> {
  writeFileSync('dist/licenses.txt', licensesOf(await bundleDoors()))
  writeFileSync('dist/package.json', '{\n  "type": "module"\n}\n')
  for (const door of readdirSync('src/doors')) writeFileSync(`dist/${door}.js`, mainOf(door))
  writeFileSync('dist/cli.js', PROGRAM)
  // npm does it for what it installs; others start the file as it lies in a clone.
  chmodSync('dist/cli.js', 0o755)
  if (licensesOf(await bundlePost()) !== '') throw new Error('the post step is to have no package in it')
}

/** What `ecr-gitops` is on a command line: whose Node is too old is told so, and not by a line of the bundle. */
const PROGRAM = `#!/usr/bin/env node
const version = process.versions.node
if (Number.parseInt(version, 10) < 22) {
  console.error(\`ecr-gitops needs Node 22 or newer, and this is \${version}\`)
  process.exit(2)
}
const { cli } = await import('./index.js')
await cli()
`

/** What the runner starts: doors are named in camel case where their folders have a hyphen. */
function mainOf(door: string): string {
  const name = door.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
  return `import { ${name} } from './index.js'\nawait ${name}()\n`
}

function check(): void {
  // Untracked and removed files count too, which `git diff` alone would not see.
  const changes = execFileSync('git', ['status', '--porcelain', '--', 'dist'], { encoding: 'utf8' })
  if (changes === '') return
  console.error(`dist/ is not what src/ builds to; run "npm run build" and commit it:\n${changes}`)
  process.exitCode = 1
}

await build()
if (process.argv.includes('--check')) check()
