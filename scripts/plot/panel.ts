/** A small line chart as SVG. */
export interface Series {
  readonly name: string
  readonly colour: string
  readonly dashed: boolean
  readonly points: readonly (readonly [x: number, y: number])[]
}

export interface Panel {
  readonly title: string
  readonly unit: string
  readonly series: readonly Series[]
}

export const WIDTH = 300
export const HEIGHT = 210
const [LEFT, RIGHT, TOP, BOTTOM] = [60, 20, 28, 26]

export const asText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

export function panelSvg({ title, unit, series }: Panel): string {
  const points = series.flatMap((one) => one.points)
  const sizes = [...new Set(points.map(([x]) => x))].toSorted((a, b) => a - b)
  const ticks = ticksTo(Math.max(...points.map(([, y]) => y)))
  const top = ticks.at(-1) ?? 1
  // Sizes grow by factors, so their distance is that of their logarithms.
  const [first, last] = [Math.log(sizes[0] ?? 1), Math.log(sizes.at(-1) ?? 1)]
  const x = (size: number) =>
    round(LEFT + ((Math.log(size) - first) / (last - first || 1)) * (WIDTH - LEFT - RIGHT))
  const y = (value: number) => round(HEIGHT - BOTTOM - (value / top) * (HEIGHT - TOP - BOTTOM))
  return [
    `<text x="${LEFT}" y="14" class="title">${asText(title)}</text>`,
    ...ticks.map((tick) => grid(y(tick), `${tick} ${unit}`)),
    ...sizes.map((size) => `<text x="${x(size)}" y="${HEIGHT - 8}" text-anchor="middle">${size}</text>`),
    ...series.flatMap((one) => line(one, x, y)),
  ].join('\n')
}

const grid = (at: number, label: string): string =>
  `<path d="M${LEFT} ${at}H${WIDTH - RIGHT}" class="grid"/><text x="${LEFT - 5}" y="${at + 4}" text-anchor="end">${label}</text>`

function line(
  { points, colour, dashed }: Series,
  x: (size: number) => number,
  y: (value: number) => number,
): readonly string[] {
  const path = points.map(([size, value]) => `${x(size)} ${y(value)}`).join('L')
  return [
    `<path d="M${path}" fill="none" stroke="${colour}" stroke-width="2"${dashed ? ' stroke-dasharray="5 4"' : ''}/>`,
    ...points.map(([size, value]) => `<circle cx="${x(size)}" cy="${y(value)}" r="3" fill="${colour}"/>`),
  ]
}

/** From 0 in four steps or fewer, of 1, 2 or 5 times a power of ten, until nothing is higher. */
export function ticksTo(highest: number): readonly number[] {
  const power = 10 ** Math.floor(Math.log10(highest / 4))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => one * 4 >= highest) ?? highest
  return Array.from({ length: Math.ceil(highest / step) + 1 }, (_, index) => index * step)
}

const round = (value: number): number => Math.round(value * 10) / 10
