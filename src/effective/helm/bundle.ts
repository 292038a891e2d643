import type { Chart } from './chart/chart.ts'
import type { ChartBundle } from './use.ts'

const known = new WeakMap<Chart, ChartBundle>()

/** What helm needs of the repository to render a chart. */
export function bundleOf(chart: Chart): ChartBundle {
  const bundle = known.get(chart) ?? bundleIn(chart)
  known.set(chart, bundle)
  return bundle
}

function bundleIn(chart: Chart): ChartBundle {
  const brought = chart.charts.map((sub) => {
    const below = bundleOf(sub.chart)
    // What lies in its `charts/` comes with its folder.
    if (isInside(sub.chart.place, chart.place)) return { ...below, folders: below.folders.slice(1) }
    const own = { from: sub.chart.place, into: chart.place, name: sub.chart.name }
    return { ...below, vendored: [...below.vendored, own] }
  })
  return {
    about: chart.about,
    folders: [...new Set([chart.place, ...brought.flatMap(({ folders }) => folders)])],
    vendored: distinct(brought.flatMap(({ vendored }) => vendored)),
    isWhole: chart.missing.length === 0 && brought.every(({ isWhole }) => isWhole),
  }
}

const isInside = (place: string, folder: string): boolean => folder === '' || place.startsWith(`${folder}/`)

const distinct = (vendored: ChartBundle['vendored']): ChartBundle['vendored'] => [
  ...new Map(vendored.map((one) => [`${one.from}\n${one.into}`, one])).values(),
]
