import type { Measured } from '../bench/report.ts'
import { asText, ticksTo } from './panel.ts'

/** The same work is done by each of these, as the rows of the table say it. */
const WAYS = { step: 'the step', actions: 'two actions, docker, git', cli: 'AWS CLI, docker, git' }
/** What such rows end with, from left to right. */
const STAGES = {
  build: { name: 'docker buildx build --push', colour: '#57606a' },
  image: { name: 'role, login, look-ups', colour: '#0969da' },
  commit: { name: 'the commit', colour: '#bc4c00' },
}
const [WIDTH, LEFT, RIGHT, TOP, BAR, GAP] = [900, 160, 70, 54, 26, 12]

interface Stage {
  readonly from: number
  readonly to: number
  readonly colour: string
}

/** A bar for each way, whose parts are the differences between rows of the table. */
export function stagesSvg(run: Measured): string {
  const bars = Object.entries(WAYS).map(([way, name]) => ({ name, stages: stagesOf(run, way) }))
  const shown = bars.filter(({ stages }) => stages.length === Object.keys(STAGES).length)
  const ticks = ticksTo(Math.max(...shown.flatMap(({ stages }) => stages.map(({ to }) => to))))
  const x = (ms: number) => Math.round(LEFT + (ms / (ticks.at(-1) ?? 1)) * (WIDTH - LEFT - RIGHT))
  const bottom = TOP + shown.length * (BAR + GAP)
  const height = bottom + 24
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}">
<title>Where the wall time of one deploy goes</title>
<style>text{font:11px sans-serif;fill:#1f2328}.grid{stroke:#d1d9e0}.in{fill:#fff}</style>
<rect width="100%" height="100%" fill="#fff"/>
<text x="${LEFT}" y="16">${asText(`${run.date}, ${run.machine}`)}</text>
${legend()}
${ticks.map((tick) => grid(x(tick), `${tick} ms`, bottom)).join('\n')}
${shown.map((bar, at) => barOf(bar, TOP + at * (BAR + GAP), x)).join('\n')}
</svg>
`
}

function stagesOf({ cases }: Measured, way: string): readonly Stage[] {
  const wall = (axis: string) =>
    cases.build?.find(
      ({ at }) => at?.measure === 'wallMs' && at.axis === axis && (at.way === way || axis === 'build'),
    )?.value
  let from = 0
  return Object.entries(STAGES).flatMap(([axis, { colour }]) => {
    const to = wall(axis)
    if (to === undefined) return []
    const stage = { from, to, colour }
    from = to
    return [stage]
  })
}

function legend(): string {
  return Object.values(STAGES)
    .map(({ name, colour }, index) => {
      const at = LEFT + index * 230
      return `<rect x="${at}" y="26" width="12" height="12" fill="${colour}"/><text x="${at + 18}" y="36">${name}</text>`
    })
    .join('\n')
}

const grid = (at: number, label: string, bottom: number): string =>
  `<path d="M${at} ${TOP - 6}V${bottom}" class="grid"/><text x="${at}" y="${bottom + 16}" text-anchor="middle">${label}</text>`

function barOf(
  { name, stages }: { name: string; stages: readonly Stage[] },
  top: number,
  x: (ms: number) => number,
): string {
  const end = stages.at(-1)?.to ?? 0
  const text = top + BAR / 2 + 4
  return [
    `<text x="${LEFT - 8}" y="${text}" text-anchor="end">${name}</text>`,
    ...stages.map(({ from, to, colour }) => {
      const [left, right] = [x(from), Math.max(x(from), x(to))]
      const label =
        right - left < 44
          ? ''
          : `<text x="${(left + right) / 2}" y="${text}" text-anchor="middle" class="in">${Math.round(to - from)} ms</text>`
      return `<rect x="${left}" y="${top}" width="${right - left}" height="${BAR}" fill="${colour}"/>${label}`
    }),
    `<text x="${x(end) + 6}" y="${text}">${Math.round(end)} ms</text>`,
  ].join('\n')
}
