import type { EntryVerdict, Proposal } from '../../gitops/proposal.ts'
import { ancestorsOf, outermost } from '../graph/graph.ts'
import type { RenderVerdict } from '../judge/judge.ts'
import { splitManifests } from '../manifests/manifests.ts'
import type { HelmJob, HelmRenderer, Release } from '../tool/helm.ts'
import type { Rendering } from '../tool/renderer.ts'
import { type CandidatePorts, CandidateSearch, type Candidates } from './candidates.ts'
import { type Chart, readChart } from './chart.ts'
import { judgeChart, type Rendered, reaches, required } from './chart-verdict.ts'
import type { Deployed } from './releases.ts'

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

interface Ready {
  readonly one: Deployed
  readonly chart: Chart
}

const SEARCHED = 'no chart of this repository is known that takes it'

/** One proposal, and the charts that it goes into. */
export class Look {
  readonly #proposal: Proposal
  readonly #with: ChartPorts & { readonly mode: 'auto' | 'require'; readonly render: HelmRenderer }
  readonly #search: CandidateSearch
  readonly #charts = new Map<string, Promise<Chart | undefined>>()

  constructor(
    proposal: Proposal,
    options: ChartPorts & { readonly mode: 'auto' | 'require'; readonly render: HelmRenderer },
  ) {
    this.#proposal = proposal
    this.#with = options
    this.#search = new CandidateSearch(proposal, options)
  }

  async at(entry: EntryVerdict): Promise<Found> {
    const candidates = await this.#search.of(entry)
    const { ready, blocked } = await this.#prepared(candidates.releases)
    if (ready.length === 0) return this.#unknown(entry, blocked[0])
    const rendered = await this.#render(ready)
    const folders = outermost([...ready.flatMap(({ chart }) => chart.folders), ...candidates.from])
    const note = blocked[0] && noteOf(entry, blocked[0])
    const asked = { folders, ...(note === undefined ? {} : { note }) }
    const isReached =
      rendered.some((one) => reaches(entry, one)) || (await this.#elsewhere(entry, candidates))
    if (isReached && !rendered.some((one) => reaches(entry, one))) return { ...asked, warnings: [] }
    const values = this.#valuesOf(entry, candidates)
    return { ...asked, ...judgeChart(entry, rendered, { mode: this.#with.mode, values }) }
  }

  /** Nothing says which values go with a file: any that a person put beside it may. */
  async #elsewhere(entry: EntryVerdict, { others }: Candidates): Promise<boolean> {
    if (others.length === 0) return false
    const { ready } = await this.#prepared(others)
    return (await this.#render(ready)).some((one) => reaches(entry, one))
  }

  #unknown(entry: EntryVerdict, why: Why | undefined): Found {
    const reason = why ?? {
      by: 'helm-values',
      message: SEARCHED,
      hint: 'Name values in a chart of the repository.',
    }
    if (this.#with.mode === 'require') return { folders: [], warnings: [], problem: required(entry, reason) }
    return { folders: [], warnings: [], note: noteOf(entry, reason) }
  }

  #valuesOf({ kind, file }: EntryVerdict, { releases }: Candidates): string {
    if (kind === 'argocd') return releases[0]?.release.inline ?? ''
    return this.#proposal.files.get(file) ?? ''
  }

  async #prepared(releases: readonly Deployed[]) {
    const ready: Ready[] = []
    const blocked: Why[] = []
    for (const one of releases) {
      const chart = one.unknown === undefined ? await this.#chart(one.release.chart) : undefined
      const obstacle = chart?.obstacle ?? (chart ? undefined : noChart(one))
      if (chart && !obstacle) ready.push({ one, chart })
      else if (obstacle) blocked.push({ by: one.by, ...obstacle })
    }
    return { ready, blocked }
  }

  #chart(folder: string): Promise<Chart | undefined> {
    const known = this.#charts.get(folder) ?? readChart(folder, (path) => this.#textOf(path))
    this.#charts.set(folder, known)
    return known
  }

  async #textOf(path: string): Promise<string | undefined> {
    const known = this.#proposal.files.get(path) ?? this.#proposal.before.get(path)
    if (known !== undefined) return known
    const node = (await this.#with.tree.nodesAt(this.#proposal.tip, [path])).get(path)
    return node?.kind === 'file' ? node.text : undefined
  }

  /** Once more as it was, where it fails: what was broken before is no fault of the edit. */
  async #render(ready: readonly Ready[]): Promise<readonly Rendered[]> {
    const after = await this.#run(ready, new Map([...this.#proposal.before, ...this.#proposal.files]))
    const failed = ready.filter((_, index) => after[index]?.ok === false)
    const before = failed.length > 0 ? await this.#run(failed, this.#proposal.before) : []
    return ready.map(({ one, chart }, index): Rendered => {
      const rendering = after[index]
      if (rendering?.ok) return { by: one.by, ok: true, manifests: splitManifests(rendering.manifests) }
      const isOurs = before[failed.findIndex(({ one: other }) => other === one)]?.ok === true
      return { by: one.by, ok: false, ...inRepository(rendering, chart), isOurs }
    })
  }

  async #run(ready: readonly Ready[], texts: ReadonlyMap<string, string>): Promise<readonly Rendering[]> {
    if (ready.length === 0) return []
    const { tree, render } = this.#with
    const folders = outermost(ready.flatMap(({ chart }) => chart.folders))
    const written = await tree.materialise(this.#proposal.tip, folders.includes('') ? [] : folders)
    if ('refused' in written)
      return ready.map(() => ({
        ok: false,
        message: written.refused,
        hint: 'Move what is not rendered out of the chart.',
      }))
    const isInside = (path: string) => ancestorsOf(path).some((folder) => folders.includes(folder))
    const outside = await this.#outside(ready, texts, isInside)
    return render({
      root: written.folder,
      releases: await Promise.all(ready.map(({ one }) => this.#existing(one))),
      texts: new Map([...[...texts].filter(([path]) => isInside(path)), ...outside]),
      vendored: vendoredBy(ready),
    })
  }

  async #existing({ release, ignoresMissing }: Deployed): Promise<Release> {
    if (!ignoresMissing) return release
    const texts = await Promise.all(release.values.map((path) => this.#textOf(path)))
    return { ...release, values: release.values.filter((_, index) => texts[index] !== undefined) }
  }

  /** Values that lie in no chart that is rendered. */
  async #outside(
    ready: readonly Ready[],
    texts: ReadonlyMap<string, string>,
    isInside: (path: string) => boolean,
  ): Promise<ReadonlyMap<string, string>> {
    const values = ready.flatMap(({ one }) => one.release.values).filter((path) => !isInside(path))
    const found = new Map<string, string>()
    for (const path of new Set(values)) {
      const text = texts.get(path) ?? (await this.#textOf(path))
      if (text !== undefined) found.set(path, text)
    }
    return found
  }
}

type Why = { readonly by: string; readonly message: string; readonly hint: string }

const noChart = ({ unknown, release }: Deployed) => ({
  message: unknown ?? `${release.chart || 'the root'} has no Chart.yaml`,
  hint: 'Only a chart of this repository is rendered.',
})

const noteOf = ({ file }: EntryVerdict, { by, message }: Why): string =>
  `Whether a container gets the new image of ${file} is not known: ${by}: ${message}.`

function vendoredBy(ready: readonly Ready[]): HelmJob['vendored'] {
  const all = ready.flatMap(({ chart }) => chart.vendored)
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()]
}

/** helm calls the files of a chart by its name. */
function inRepository(rendering: Rendering | undefined, { folder, name }: Chart) {
  if (!rendering || rendering.ok) return { message: 'it rendered nothing', hint: '' }
  const { message, hint } = rendering
  const named =
    name === ''
      ? message
      : message.replaceAll(`${name}/templates/`, `${folder === '' ? '' : `${folder}/`}templates/`)
  return { message: named, hint }
}
