import type { EntryVerdict, Proposal } from '../../gitops/proposal.ts'
import { ancestorsOf, outermost } from '../graph/graph.ts'
import type { RenderVerdict } from '../judge/judge.ts'
import { splitManifests } from '../manifests/manifests.ts'
import type { HelmJob, HelmRenderer, Release } from '../tool/helm.ts'
import type { Rendering } from '../tool/renderer.ts'
import { type CandidatePorts, CandidateSearch, type Candidates } from './candidates.ts'
import { type Chart, folderOf, readChart } from './chart.ts'
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
  /** Of what is edited, as it will be. */
  readonly #texts: ReadonlyMap<string, string>
  readonly #with: ChartPorts & { readonly mode: 'auto' | 'require'; readonly render: HelmRenderer }
  readonly #search: CandidateSearch
  readonly #charts = new Map<string, Promise<Chart | undefined>>()
  readonly #rendered = new Map<string, Rendered>()

  constructor(
    proposal: Proposal,
    options: ChartPorts & { readonly mode: 'auto' | 'require'; readonly render: HelmRenderer },
  ) {
    this.#proposal = proposal
    this.#texts = new Map([...proposal.before, ...proposal.files])
    this.#with = options
    this.#search = new CandidateSearch(proposal, options)
  }

  async at(entry: EntryVerdict): Promise<Found> {
    const candidates = await this.#search.of(entry)
    const { ready, blocked } = await this.#prepared(candidates.releases)
    if (ready.length === 0) return this.#unknown(entry, blocked[0])
    const rendered = await this.#render(ready)
    const found = {
      folders: outermost([...ready.flatMap(dependsOn), ...candidates.from]),
      ...(blocked[0] ? { note: noteOf(entry, blocked[0]) } : {}),
    }
    const isAbsent = !rendered.some((one) => reaches(entry, one))
    if (isAbsent && (await this.#elsewhere(entry, candidates))) return { ...found, warnings: [] }
    const values = this.#valuesOf(entry, candidates)
    return { ...found, ...judgeChart(entry, rendered, { mode: this.#with.mode, values }) }
  }

  /** Nothing says which values go with a file: any that a person put beside it may. */
  async #elsewhere(entry: EntryVerdict, { others }: Candidates): Promise<boolean> {
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

  /** Where the values of an entry stand, as they will be. */
  #valuesOf({ kind, file }: EntryVerdict, { releases }: Candidates): string {
    const inline = releases.flatMap(({ release }) => release.inline ?? [])
    return (
      kind === 'argocd' ? inline : [...this.#texts].flatMap(([path, text]) => (path === file ? text : []))
    ).join('\n')
  }

  async #prepared(releases: readonly Deployed[]) {
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
    const read = readChart(folder, (path) => this.#textOf(path))
    this.#charts.set(folder, read)
    return read
  }

  async #textOf(path: string): Promise<string | undefined> {
    const known = this.#texts.get(path)
    if (known !== undefined) return known
    const node = (await this.#with.tree.nodesAt(this.#proposal.tip, [path])).get(path)
    return node?.kind === 'file' ? node.text : undefined
  }

  /** Each release once, however many entries go into it. */
  async #render(ready: readonly Ready[]): Promise<readonly Rendered[]> {
    const open = ready.filter(({ one }) => !this.#rendered.has(keyOf(one)))
    for (const [key, rendered] of await this.#renderNow(open)) this.#rendered.set(key, rendered)
    const wanted = new Set(ready.map(({ one }) => keyOf(one)))
    return [...this.#rendered].filter(([key]) => wanted.has(key)).map(([, rendered]) => rendered)
  }

  /** Once more as it was, where it fails: what was broken before is no fault of the edit. */
  async #renderNow(ready: readonly Ready[]): Promise<readonly (readonly [string, Rendered])[]> {
    const after = await this.#run(ready, this.#texts)
    const failed = after.filter(({ rendering }) => !rendering.ok)
    const earlier = await this.#run(failed, this.#proposal.before)
    const worked = new Set(earlier.filter(({ rendering }) => rendering.ok).map(({ one }) => one))
    return after.map(({ one, chart, rendering }) => {
      const { by } = one
      if (rendering.ok) {
        return [keyOf(one), { by, ok: true, manifests: splitManifests(rendering.manifests) }] as const
      }
      const isOurs = worked.has(one)
      return [
        keyOf(one),
        { by, ...rendering, message: inRepository(rendering.message, chart), isOurs },
      ] as const
    })
  }

  async #run(
    ready: readonly Ready[],
    texts: ReadonlyMap<string, string>,
  ): Promise<readonly (Ready & { readonly rendering: Rendering })[]> {
    if (ready.length === 0) return []
    const { tree, render } = this.#with
    const folders = outermost(ready.flatMap(({ chart }) => chart.folders))
    const written = await tree.materialise(this.#proposal.tip, folders.includes('') ? [] : folders)
    if ('refused' in written) {
      const rendering = {
        ok: false,
        message: written.refused,
        hint: 'Move what is not rendered out of the chart.',
      } as const
      return ready.map((one) => ({ ...one, rendering }))
    }
    const isInside = (path: string) => ancestorsOf(path).some((folder) => folders.includes(folder))
    const releases = new Map<Release, Ready>()
    for (const one of ready) releases.set(await this.#existing(one.one), one)
    const rendered = await render({
      root: written.folder,
      releases: [...releases.keys()],
      texts: new Map([
        ...[...texts].filter(([path]) => isInside(path)),
        ...(await this.#outside([...releases.keys()], texts, isInside)),
      ]),
      vendored: vendoredBy(ready),
    })
    return [...rendered].flatMap(([release, rendering]) => {
      const one = releases.get(release)
      return one ? { ...one, rendering } : []
    })
  }

  async #existing({ release, ignoresMissing }: Deployed): Promise<Release> {
    if (!ignoresMissing) return release
    const texts = await Promise.all(release.values.map((path) => this.#textOf(path)))
    return { ...release, values: release.values.filter((_, index) => texts[index] !== undefined) }
  }

  /** Values that lie in no chart that is rendered. */
  async #outside(
    releases: readonly Release[],
    texts: ReadonlyMap<string, string>,
    isInside: (path: string) => boolean,
  ): Promise<ReadonlyMap<string, string>> {
    const values = releases.flatMap((release) => release.values).filter((path) => !isInside(path))
    const read = async (path: string) => [path, texts.get(path) ?? (await this.#textOf(path))] as const
    const found = await Promise.all([...new Set(values)].map(read))
    return new Map(found.filter((pair): pair is readonly [string, string] => pair[1] !== undefined))
  }
}

const keyOf = ({ release, ignoresMissing }: Deployed): string => JSON.stringify([release, ignoresMissing])

const dependsOn = ({ chart, one }: Ready): readonly string[] => [
  ...chart.folders,
  ...one.release.values.map(folderOf),
]

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
function inRepository(message: string, { folder, name }: Chart): string {
  const lead = folder === '' ? '' : `${folder}/`
  return name === '' ? message : message.replaceAll(`${name}/templates/`, `${lead}templates/`)
}
