import type { Measured } from '../bench/report.ts'
import { asText, ticksTo } from './panel.ts'

/** A chart of bars as SVG, a bar for each way, parted where one part ends and the next begins. */
export interface Bars {
  readonly title: string
  /** From left to right. */
  readonly parts: readonly Part[]
  readonly bars: readonly Bar[]
}

export interface Part {
  readonly name: string
  readonly colour: string
}

export interface Bar {
  readonly name: string
  /** Where each part ends, in milliseconds; undefined: that was not measured, and the bar is left out. */
  readonly ends: readonly (number | undefined)[]
}

const [WIDTH, LEFT, RIGHT, TOP, BAR, GAP] = [900, 160, 70, 54, 26, 12]
/** Parts that are narrower are not labelled. */
const LABEL = 44

interface Shown {
  readonly name: string
  readonly ends: readonly number[]
}

const isShown = (bar: Bar): bar is Shown => bar.ends.every((end) => end !== undefined)

export function barsSvg({ date, machine }: Measured, { title, parts, bars }: Bars): string {
  const shown = bars.filter(isShown)
  const ticks = ticksTo(Math.max(1, ...shown.flatMap(({ ends }) => ends)))
  const x = (ms: number) => Math.round(LEFT + (ms / (ticks.at(-1) ?? 1)) * (WIDTH - LEFT - RIGHT))
  const bottom = TOP + shown.length * (BAR + GAP)
  const height = bottom + 24
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}">
<title>${asText(title)}</title>
<style>text{font:11px sans-serif;fill:#1f2328}.grid{stroke:#d1d9e0}.in{fill:#fff}</style>
<rect width="100%" height="100%" fill="#fff"/>
<text x="${LEFT}" y="16">${asText(`${date}, ${machine}`)}</text>
${parts.map(legend).join('\n')}
${ticks.map((tick) => grid(x(tick), `${tick} ms`, bottom)).join('\n')}
${shown.map((bar, at) => barOf(bar, parts, { top: TOP + at * (BAR + GAP), x })).join('\n')}
</svg>
`
}

function legend({ name, colour }: Part, index: number): string {
  const at = LEFT + index * 230
  return `<rect x="${at}" y="26" width="12" height="12" fill="${colour}"/><text x="${at + 18}" y="36">${asText(name)}</text>`
}

const grid = (at: number, label: string, bottom: number): string =>
  `<path d="M${at} ${TOP - 6}V${bottom}" class="grid"/><text x="${at}" y="${bottom + 16}" text-anchor="middle">${label}</text>`

interface Scale {
  readonly top: number
  readonly x: (ms: number) => number
}

function barOf({ name, ends }: Shown, parts: readonly Part[], { top, x }: Scale): string {
  const text = top + BAR / 2 + 4
  const drawn = parts.map(({ colour }, index) => {
    const [from, to] = [ends[index - 1] ?? 0, ends[index] ?? 0]
    const [left, right] = [x(from), Math.max(x(from), x(to))]
    const label =
      right - left < LABEL
        ? ''
        : `<text x="${(left + right) / 2}" y="${text}" text-anchor="middle" class="in">${Math.round(to - from)} ms</text>`
    return `<rect x="${left}" y="${top}" width="${right - left}" height="${BAR}" fill="${colour}"/>${label}`
  })
  const end = ends.at(-1) ?? 0
  return [
    `<text x="${LEFT - 8}" y="${text}" text-anchor="end">${asText(name)}</text>`,
    ...drawn,
    `<text x="${x(end) + 6}" y="${text}">${Math.round(end)} ms</text>`,
  ].join('\n')
}
