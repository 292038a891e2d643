import { escaped, MEASURE } from './page.ts'

export interface TerminalRun {
  readonly command: string
  readonly output: string
  readonly columns: number
}

/** What a column of the font takes, in pixels. */
const CELL = 7.83

const STYLE = `
body { margin: 0; padding: 24px; background: #fff }
.terminal { width: max-content; border-radius: 8px; background: #0d1117; color: #d1d7e0 }
.bar { display: flex; gap: 8px; padding: 12px 16px; border-bottom: 1px solid #2f353d }
.bar i { width: 12px; height: 12px; border-radius: 6px; background: #3d444d }
pre { margin: 0; padding: 16px; font: 13px/19px "DejaVu Sans Mono", monospace; white-space: pre-wrap; overflow-wrap: anywhere; line-break: anywhere }
.c1 { font-weight: bold; color: #f0f6fc }
.c2 { color: #818b96 }
.c31 { color: #ff7b72 }
.c32 { color: #56d364 }
.c33 { color: #e3b341 }
.c36 { color: #56d4dd }
`

/** How wide a page has to be for a terminal of so many columns, with the margins around it and in it. */
export const widthOf = (columns: number): number => Math.ceil(columns * CELL) + 2 * (24 + 16)

/** What a program writes, as a dark terminal shows it: in its colours, and broken where the columns end. */
export function terminalPageOf({ command, output, columns }: TerminalRun): string {
  const text = `${span([1], `$ ${command}`)}\n${colouredOf(output)}`
  return `<!doctype html><meta charset="utf-8"><title>Terminal</title><style>${STYLE}</style>
<div class="terminal"><div class="bar"><i></i><i></i><i></i></div><pre style="width:${columns}ch">${text}</pre></div>
<script>${MEASURE}</script>\n`
}

function colouredOf(output: string): string {
  let codes: readonly number[] = []
  // Every second part is the inside of a sequence that sets colours.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what terminals are told colours by
  return output.split(/\u001b\[([\d;]*)m/).reduce((html, part, at) => {
    if (at % 2 === 0) return html + span(codes, part)
    codes = part.split(';').map(Number).filter(Boolean)
    return html
  }, '')
}

function span(codes: readonly number[], text: string): string {
  if (codes.length === 0 || text === '') return escaped(text)
  return `<span class="${codes.map((code) => `c${code}`).join(' ')}">${escaped(text)}</span>`
}
