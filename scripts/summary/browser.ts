import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What a page is like in a window of some width. */
export interface Measured {
  readonly height: number
  /** What has to be scrolled sideways, each with what it is and how wide. */
  readonly wide: readonly string[]
}

/** A page in a Chromium: the package chromium-headless-shell of Debian, or the program that CHROMIUM names. */
export function measure(html: string, width: number): Measured {
  return inFile(html, (page) => {
    const dom = browse([`--window-size=${width},100`, '--dump-dom'], page)
    const [, height] = /data-height="(\d+)"/.exec(dom) ?? []
    const [, wide] = /data-wide="([^"]*)"/.exec(dom) ?? []
    if (height === undefined || wide === undefined) throw new Error(`the page was not measured:\n${dom}`)
    return { height: Number(height), wide: JSON.parse(decodeURIComponent(wide)) as string[] }
  })
}

export function draw(html: string, { width, picture }: { width: number; picture: string }): void {
  const { height } = measure(html, width)
  inFile(html, (page) => browse([`--window-size=${width},${height}`, `--screenshot=${picture}`], page))
}

function inFile<T>(html: string, use: (page: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'summary-page-'))
  try {
    const page = join(folder, 'summary.html')
    writeFileSync(page, html)
    return use(page)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function browse(args: readonly string[], page: string): string {
  // Root, as in a container, has no sandbox; the page is our own.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const common = ['--hide-scrollbars', '--disable-gpu', ...sandbox]
  const program = process.env.CHROMIUM ?? 'chromium-headless-shell'
  return execFileSync(program, [...common, ...args, `file://${page}`], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
}
