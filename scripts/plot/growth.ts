import type { Figure, Measured } from '../bench/report.ts'
import { asText, HEIGHT, type Panel, panelSvg, type Series, WIDTH } from './panel.ts'

const AXES = { images: 'Images', overlays: 'Overlays', files: 'Files of the config repository' }
const WAYS = {
  step: { name: 'the step', colour: '#0969da' },
  commands: { name: 'clone, sed, push', colour: '#bc4c00' },
}
type Axis = keyof typeof AXES
const LEGEND = 44
const [MARGIN, ENTRY] = [60, 210]

type Placed = Figure & { readonly at: NonNullable<Figure['at']> }

const placed = ({ cases }: Measured): readonly Placed[] =>
  (cases.growth ?? []).filter((figure): figure is Placed => figure.at !== undefined)

/** Time above, bytes below, a column for each of what grows. */
export function growthSvg(run: Measured): string {
  const panels = Object.keys(AXES).map((axis) => [
    panelOf(run, axis as Axis, { unit: 'ms', lines: { wallMs: 'wall', cpuMs: 'CPU' } }),
    panelOf(run, axis as Axis, { unit: 'kB', lines: { kB: 'bytes' } }),
  ])
  const [width, height] = [WIDTH * panels.length, HEIGHT * 2 + LEGEND]
  const drawn = panels.flatMap((column, at) =>
    column.map(
      (panel, row) =>
        `<g transform="translate(${at * WIDTH} ${row * HEIGHT + LEGEND})">\n${panelSvg(panel)}\n</g>`,
    ),
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
<title>Time and bytes of the step, by images, overlays and files of the config repository</title>
<style>text{font:11px sans-serif;fill:#1f2328}.title{font-weight:bold}.grid{stroke:#d1d9e0}</style>
<rect width="100%" height="100%" fill="#fff"/>
<text x="${MARGIN}" y="16">${asText(`${run.date}, ${run.machine}`)}</text>
${legend()}
${drawn.join('\n')}
</svg>
`
}

function legend(): string {
  const entries = Object.values(WAYS).flatMap(({ name, colour }) => [
    { text: `${name}: wall, bytes`, colour, dash: '' },
    { text: `${name}: CPU`, colour, dash: ' stroke-dasharray="5 4"' },
  ])
  return entries
    .map(({ text, colour, dash }, index) => {
      const x = MARGIN + index * ENTRY
      return `<path d="M${x} 30h22" stroke="${colour}" stroke-width="2"${dash}/><text x="${x + 28}" y="34">${text}</text>`
    })
    .join('\n')
}

interface Rows {
  readonly unit: string
  readonly lines: Readonly<Record<string, string>>
}

function panelOf(run: Measured, axis: Axis, { unit, lines }: Rows): Panel {
  const figures = placed(run).filter(({ at }) => at.axis === axis)
  const series = Object.entries(WAYS).flatMap(([way, { name, colour }]) =>
    Object.keys(lines).map((measure): Series => {
      const own = figures.filter(({ at }) => at.way === way && at.measure === measure)
      const points = own.map(({ at, value }) => [at.size, value] as const)
      return { name: `${name}: ${lines[measure]}`, colour, dashed: measure === 'cpuMs', points }
    }),
  )
  return { title: AXES[axis], unit, series: series.filter(({ points }) => points.length > 0) }
}
