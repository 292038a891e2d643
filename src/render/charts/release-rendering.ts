import type { ConfigTree } from '../../config-repository/repository.ts'
import type { Proposal } from '../../gitops/proposal.ts'
import { ancestorsOf, outermost } from '../graph/graph.ts'
import { splitManifests } from '../manifests/manifests.ts'
import type { HelmRenderer } from '../tool/helm.ts'
import type { Release, Vendored } from '../tool/helm-job.ts'
import type { Rendering } from '../tool/renderer.ts'
import type { Chart } from './chart.ts'
import type { Rendered } from './chart-verdict.ts'
import type { ProposedTexts } from './proposed-texts.ts'
import type { Ready } from './release-charts.ts'
import type { Deployed } from './releases.ts'

interface RenderPorts {
  readonly tree: ConfigTree
  readonly render: HelmRenderer
  readonly texts: ProposedTexts
}

/** Renders releases as one proposal has them. */
export class ReleaseRendering {
  readonly #proposal: Proposal
  readonly #with: RenderPorts
  readonly #rendered = new Map<string, Rendered>()

  constructor(proposal: Proposal, ports: RenderPorts) {
    this.#proposal = proposal
    this.#with = ports
  }

  /** Each release once, however many entries go into it. */
  async of(ready: readonly Ready[]): Promise<readonly Rendered[]> {
    const open = ready.filter(({ one }) => !this.#rendered.has(keyOf(one)))
    for (const [key, rendered] of await this.#renderNow(open)) this.#rendered.set(key, rendered)
    const wanted = new Set(ready.map(({ one }) => keyOf(one)))
    return [...this.#rendered].filter(([key]) => wanted.has(key)).map(([, rendered]) => rendered)
  }

  /** Once more as it was, where it fails: what was broken before is no fault of the edit. */
  async #renderNow(ready: readonly Ready[]): Promise<readonly (readonly [string, Rendered])[]> {
    const after = await this.#run(ready, this.#with.texts.edited)
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
    const texts = await Promise.all(release.values.map((path) => this.#with.texts.at(path)))
    return { ...release, values: release.values.filter((_, index) => texts[index] !== undefined) }
  }

  /** Values that lie in no chart that is rendered. */
  async #outside(
    releases: readonly Release[],
    texts: ReadonlyMap<string, string>,
    isInside: (path: string) => boolean,
  ): Promise<ReadonlyMap<string, string>> {
    const values = releases.flatMap((release) => release.values).filter((path) => !isInside(path))
    const read = async (path: string) => [path, texts.get(path) ?? (await this.#with.texts.at(path))] as const
    const found = await Promise.all([...new Set(values)].map(read))
    return new Map(found.filter((pair): pair is readonly [string, string] => pair[1] !== undefined))
  }
}

const keyOf = ({ release, ignoresMissing }: Deployed): string => JSON.stringify([release, ignoresMissing])

function vendoredBy(ready: readonly Ready[]): readonly Vendored[] {
  const all = ready.flatMap(({ chart }) => chart.vendored)
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()]
}

/** helm calls the files of a chart by its name. */
function inRepository(message: string, { folder, name }: Chart): string {
  const lead = folder === '' ? '' : `${folder}/`
  return name === '' ? message : message.replaceAll(`${name}/templates/`, `${lead}templates/`)
}
