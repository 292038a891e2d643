/**
 * `node scripts/summary-picture.ts [FILE.md]`: docs/images/summary.png, the job summary of a run that it makes, or of the
 * file. It needs an engine as `npm run demo` does, and a Chromium: the package chromium-headless-shell of Debian, or the
 * program that CHROMIUM names.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pageOf } from './summary/page.ts'
import { summaryOfRun } from './summary/run.ts'

const PICTURE = join(import.meta.dirname, '..', 'docs', 'images', 'summary.png')
const WIDTH = 1080

const [file] = process.argv.slice(2)
const folder = mkdtempSync(join(tmpdir(), 'summary-picture-'))
try {
  const page = join(folder, 'summary.html')
  writeFileSync(page, pageOf(file ? readFileSync(file, 'utf8') : await summaryOfRun()))
  const dom = browse([`--window-size=${WIDTH},100`, '--dump-dom'], page)
  const height = /data-height="(\d+)"/.exec(dom)?.[1]
  browse([`--window-size=${WIDTH},${height}`, `--screenshot=${PICTURE}`], page)
} finally {
  rmSync(folder, { recursive: true })
}

function browse(args: readonly string[], page: string): string {
  // Root, as in a container, has no sandbox; the page is our own.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const common = ['--hide-scrollbars', '--disable-gpu', ...sandbox]
  return execFileSync(
    process.env.CHROMIUM ?? 'chromium-headless-shell',
    [...common, ...args, `file://${page}`],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  )
}
