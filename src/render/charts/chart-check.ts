import type { ConfigTree } from '../../config-repository/repository.ts'
import { fail, failOnAny } from '../../errors/errors.ts'
import { type EntryVerdict, type Proposal, writtenBy } from '../../gitops/proposal.ts'
import { argocdAddress } from '../../names/paths/argocd-path.ts'
import { RenderCache } from '../cache.ts'
import { idOf } from '../graph/vertex.ts'
import type { RenderVerdict } from '../judge/judge.ts'
import { tolerated } from '../judge/tolerated.ts'
import { type ChartPorts, Look } from './look.ts'

export interface ChartOptions {
  readonly mode: 'auto' | 'require' | 'off'
}

/** Renders the charts that edited values go into, and looks for the new image in their containers. */
export class ChartCheck {
  readonly #with: ChartOptions & ChartPorts
  readonly #cache: RenderCache
  readonly #noted = new Set<string>()

  constructor(options: ChartOptions & ChartPorts) {
    this.#with = options
    this.#cache = new RenderCache(options.tree)
  }

  /** Warnings for people. @throws StepError IMAGE_NOT_RENDERED or RENDER_FAILED. */
  async check(proposal: Proposal): Promise<readonly string[]> {
    const { mode, render } = this.#with
    const entries = chartEntries(proposal)
    if (mode === 'off' || entries.length === 0) return []
    if (!render) return this.#withoutTool(mode)
    const known = await this.#cache.recall({ ...proposal, verdicts: entries })
    const look = new Look(proposal, { ...this.#with, mode, render })
    const found: (RenderVerdict & { readonly entry: EntryVerdict })[] = []
    for (const entry of entries.filter((one) => !known.has(one))) {
      const { note, folders, ...verdict } = await look.at(entry)
      if (note !== undefined) this.#note(note)
      if (!verdict.problem && folders.length > 0) {
        const ids = new Map(await nodeIds(this.#with.tree, proposal.tip, folders))
        this.#cache.remember(proposal, entry, { ids, warnings: verdict.warnings })
      }
      found.push({ ...verdict, entry })
    }
    const good = [...known.keys(), ...found.flatMap(({ problem, entry }) => (problem ? [] : [entry]))]
    const reached = new Set(good.map(({ image }) => image))
    const verdicts = found.map((one) => tolerated(one, reached))
    const warnings = new Set([...[...known.values()].flat(), ...verdicts.flatMap((one) => one.warnings)])
    const problems = verdicts.flatMap(({ problem }) => problem ?? [])
    if (problems.length > 0) for (const warning of warnings) this.#with.onWarning?.(warning)
    failOnAny(problems)
    return [...warnings]
  }

  #note(note: string): void {
    if (!this.#noted.has(note)) this.#with.onNote?.(note)
    this.#noted.add(note)
  }

  #withoutTool(mode: 'auto' | 'require'): readonly string[] {
    const hint = 'Install helm in a step before'
    if (mode === 'require') {
      return fail({
        code: 'RENDER_FAILED',
        inputs: ['render-check'],
        message: 'the charts of helm-values could not be rendered: helm is not on the PATH of this runner',
        hint: `${hint}, or set render-check: auto.`,
      })
    }
    this.#note(
      `Charts were not rendered, so of helm-values it is known what the files say, and not what a container gets: helm is not on the PATH of this runner. ${hint}, or set render-check: off to silence this.`,
    )
    return []
  }
}

/** The entries that Helm makes containers of; `kustomize.images` of an Application are none. */
const chartEntries = (proposal: Proposal): readonly EntryVerdict[] =>
  writtenBy(proposal).filter(
    ({ kind, key }) => kind === 'helm-values' || (kind === 'argocd' && argocdAddress(key)?.form !== 'images'),
  )

async function nodeIds(tree: ConfigTree, tip: string, folders: readonly string[]) {
  const nodes = await tree.nodesAt(tip, folders)
  return folders.map((folder) => [folder, idOf(nodes.get(folder))] as const)
}
