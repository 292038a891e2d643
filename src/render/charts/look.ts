import type { EntryVerdict, Proposal } from '../../gitops/proposal.ts'
import { parentOf } from '../../names/path.ts'
import { outermost } from '../graph/graph.ts'
import type { RenderVerdict } from '../judge/judge.ts'
import type { HelmRenderer } from '../tool/helm.ts'
import { type CandidatePorts, CandidateSearch, type Candidates } from './candidates.ts'
import { judgeChart, reaches, required, type Why } from './chart-verdict.ts'
import { ProposedTexts } from './proposed-texts.ts'
import { type Ready, ReleaseCharts } from './release-charts.ts'
import { ReleaseRendering } from './release-rendering.ts'

export interface ChartPorts extends CandidatePorts {
  /** undefined where nothing can render. */
  readonly render: HelmRenderer | undefined
  /** What is good to know, and no warning. */
  readonly onNote?: (note: string) => void
  /** The warnings that are there beside a problem. */
  readonly onWarning?: (warning: string) => void
}

interface Found extends RenderVerdict {
  readonly note?: string
  /** All that it depends on. */
  readonly folders: readonly string[]
}

const SEARCHED = 'no chart of this repository is known that takes it'

interface LookOptions extends ChartPorts {
  readonly mode: 'auto' | 'require'
  readonly render: HelmRenderer
}

/** One proposal, and the charts that it goes into. */
export class Look {
  readonly #mode: LookOptions['mode']
  readonly #texts: ProposedTexts
  readonly #search: CandidateSearch
  readonly #charts: ReleaseCharts
  readonly #rendering: ReleaseRendering

  constructor(proposal: Proposal, options: LookOptions) {
    this.#mode = options.mode
    this.#texts = new ProposedTexts(proposal, options.tree)
    this.#search = new CandidateSearch(proposal, options)
    this.#charts = new ReleaseCharts(this.#texts)
    this.#rendering = new ReleaseRendering(proposal, { ...options, texts: this.#texts })
  }

  async at(entry: EntryVerdict): Promise<Found> {
    const candidates = await this.#search.of(entry)
    const { ready, blocked } = await this.#charts.prepare(candidates.releases)
    if (ready.length === 0) return this.#unknown(entry, blocked[0])
    const rendered = await this.#rendering.of(ready)
    const found = {
      folders: outermost([...ready.flatMap(dependsOn), ...candidates.from]),
      ...(blocked[0] ? { note: noteOf(entry, blocked[0]) } : {}),
    }
    const isAbsent = !rendered.some((one) => reaches(entry, one))
    if (isAbsent && (await this.#elsewhere(entry, candidates))) return { ...found, warnings: [] }
    const values = this.#valuesOf(entry, candidates)
    return { ...found, ...judgeChart(entry, rendered, { mode: this.#mode, values }) }
  }

  /** Nothing says which values go with a file: any that a person put beside it may. */
  async #elsewhere(entry: EntryVerdict, { others }: Candidates): Promise<boolean> {
    const { ready } = await this.#charts.prepare(others)
    return (await this.#rendering.of(ready)).some((one) => reaches(entry, one))
  }

  #unknown(entry: EntryVerdict, why: Why | undefined): Found {
    const reason = why ?? {
      by: 'helm-values',
      message: SEARCHED,
      hint: 'Name values in a chart of the repository.',
    }
    if (this.#mode === 'require') return { folders: [], warnings: [], problem: required(entry, reason) }
    return { folders: [], warnings: [], note: noteOf(entry, reason) }
  }

  /** Where the values of an entry stand, as they will be. */
  #valuesOf({ kind, file }: EntryVerdict, { releases }: Candidates): string {
    const text = kind === 'argocd' ? releases[0]?.release.inline : this.#texts.edited.get(file)
    return text ?? ''
  }
}

const dependsOn = ({ chart, one }: Ready): readonly string[] => [
  ...chart.folders,
  ...one.release.values.map(parentOf),
]

const noteOf = ({ file }: EntryVerdict, { by, message }: Why): string =>
  `Whether a container gets the new image of ${file} is not known: ${by}: ${message}.`
