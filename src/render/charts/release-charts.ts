import { shown } from '../graph/remote.ts'
import { type Chart, readChart } from './chart.ts'
import type { Why } from './chart-verdict.ts'
import type { ProposedTexts } from './proposed-texts.ts'
import type { Deployed } from './releases.ts'

/** A release whose chart is there, whole. */
export interface Ready {
  readonly one: Deployed
  readonly chart: Chart
}

/** Finds the charts of releases; each is read once. */
export class ReleaseCharts {
  readonly #texts: ProposedTexts
  readonly #charts = new Map<string, Promise<Chart | undefined>>()

  constructor(texts: ProposedTexts) {
    this.#texts = texts
  }

  /** What of them can be rendered, and why the others cannot. */
  async prepare(releases: readonly Deployed[]) {
    const ready: Ready[] = []
    const blocked: Why[] = []
    for (const one of releases) {
      const chart = one.unknown === undefined ? await this.#chart(one.release.chart) : undefined
      if (chart && !chart.obstacle) ready.push({ one, chart })
      else blocked.push({ by: one.by, ...(chart?.obstacle ?? noChart(one)) })
    }
    return { ready, blocked }
  }

  #chart(folder: string): Promise<Chart | undefined> {
    const known = this.#charts.get(folder)
    if (known) return known
    const read = readChart(folder, (path) => this.#texts.at(path))
    this.#charts.set(folder, read)
    return read
  }
}

const noChart = ({ unknown, release }: Deployed) => ({
  message: unknown ?? `${shown(release.chart) || 'the root'} has no Chart.yaml`,
  hint: 'Only a chart of this repository is rendered.',
})
