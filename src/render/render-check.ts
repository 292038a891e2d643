import { byCause, sameAt } from '../errors/causes.ts'
import { fail, failOnAny } from '../errors/errors.ts'
import type { EntryVerdict, Proposal } from '../gitops/proposal.ts'
import { parentOf } from '../names/path.ts'
import { RenderCache, type WatchedIds } from './cache.ts'
import { ancestorsOf, type Graph, outermost, reachedFrom, reachOf, walk } from './graph/graph.ts'
import { textsOf } from './graph/texts.ts'
import { type Case, casesOf, type Evidence, judge, type RenderVerdict } from './judge/judge.ts'
import { sourcesIn } from './judge/sources.ts'
import { tolerated } from './judge/tolerated.ts'
import { splitManifests } from './manifests/manifests.ts'
import { type RoleOptions, roleAdvice } from './rendered-roles.ts'
import type { Renderer, Rendering } from './tool/renderer.ts'

export interface RenderOptions extends Omit<RoleOptions, 'tree'> {
  readonly mode: 'auto' | 'require' | 'off'
}

export interface RenderPorts extends Pick<RoleOptions, 'tree'> {
  /** undefined where nothing can render. */
  readonly render: Renderer | undefined
  /** Between two files: ends a run that was cancelled. */
  readonly onFile?: () => Promise<void>
  /** The warnings that are there beside a problem. */
  readonly onWarning?: (warning: string) => void
}

type CaseVerdict = RenderVerdict & { readonly entry: EntryVerdict }

/** Renders the edited overlays and looks for the new image: an entry that matches no container deploys nothing. */
export class RenderCheck {
  readonly #with: RenderOptions & RenderPorts
  readonly #cache: RenderCache

  constructor(options: RenderOptions & RenderPorts) {
    this.#with = options
    this.#cache = new RenderCache(options.tree)
  }

  /** Warnings for people. @throws StepError IMAGE_NOT_RENDERED, or RENDER_FAILED (mode require). */
  async check(proposal: Proposal): Promise<readonly string[]> {
    const { mode, tree, render } = this.#with
    if (mode === 'off' || proposal.verdicts.every(({ outcome }) => outcome !== 'write')) return []
    if (!render) return withoutTool(mode)
    const known = await this.#cache.recall(proposal)
    const recalled = [...known].map(([entry, warnings]) => ({ entry, warnings }))
    const open = proposal.verdicts.filter((entry) => entry.outcome === 'write' && !known.has(entry))
    const cases = await casesOf(proposal, open, { tree, mode })
    const found = await this.#examine(proposal, cases, render)
    const good = [...known.keys(), ...found.flatMap(({ problem, entry }) => (problem ? [] : [entry]))]
    const reached = new Set(good.map(({ image }) => image))
    const verdicts = found.map((one) => ({ ...tolerated(one, reached), entry: one.entry }))
    const warnings = warningsOf([...recalled, ...verdicts])
    const problems = verdicts.flatMap(({ problem }) => problem ?? [])
    if (problems.length > 0) for (const warning of warnings) this.#with.onWarning?.(warning)
    failOnAny(problems)
    return warnings
  }

  async #examine(
    proposal: Proposal,
    cases: readonly Case[],
    render: Renderer,
  ): Promise<readonly CaseVerdict[]> {
    const { tree, onFile } = this.#with
    const roots = [...new Set(cases.flatMap((one) => one.roots))]
    const graph = await walk(tree, proposal.tip, roots)
    const evidence = await this.#render(proposal, { graph, roots, render })
    const rolesOf = await roleAdvice(proposal, { graph, evidence }, this.#with)
    const verdicts: CaseVerdict[] = []
    for (const one of cases) {
      await onFile?.()
      const own = evidence.filter(({ folder }) => one.roots.includes(folder))
      const { problem, ...verdict } = one.known ?? (await this.#judge(one, own, { graph, tip: proposal.tip }))
      const warnings = [...verdict.warnings, ...rolesOf(own)]
      if (!problem) this.#cache.remember(proposal, one.entry, { ids: idsOf(graph, one), warnings })
      verdicts.push({ warnings, ...(problem ? { problem } : {}), entry: one.entry })
    }
    return verdicts
  }

  /** The files themselves are looked into for what is refused alone. */
  async #judge(
    { options, roots }: Case,
    evidence: readonly Evidence[],
    { graph, tip }: { readonly graph: Graph; readonly tip: string },
  ): Promise<RenderVerdict> {
    const verdict = judge(options, evidence)
    if (verdict.problem?.code !== 'IMAGE_NOT_RENDERED') return verdict
    const reached = reachedFrom(graph, roots)
    const sources = sourcesIn(await textsOf(graph, reached, { tree: this.#with.tree, tip }))
    return judge({ ...options, wanted: { ...options.wanted, sources } }, evidence)
  }

  /** Only what the kustomizations lead to is written to the disk, and once for all of them. */
  async #render(
    proposal: Proposal,
    { graph, roots, render }: { graph: Graph; roots: readonly string[]; render: Renderer },
  ): Promise<readonly Evidence[]> {
    const { tree } = this.#with
    const reaches = roots.map((folder) => ({ folder, ...reachOf(graph, folder) }))
    const blocked = reaches.flatMap(({ folder, obstacle }) =>
      obstacle ? [{ folder, ok: false as const, ...obstacle }] : [],
    )
    const ready = reaches.filter(({ obstacle }) => obstacle === undefined)
    if (ready.length === 0) return blocked
    const needed = outermost(ready.flatMap(({ folders }) => folders))
    // Git takes no empty path: nothing named is everything.
    const written = await tree.materialise(proposal.tip, needed.includes('') ? [] : needed)
    if ('refused' in written)
      return [...blocked, ...ready.map(({ folder }) => unwritten(folder, written.refused))]
    // The originals too: what an earlier check has written there may not be wanted any more.
    const texts = [...proposal.before, ...proposal.files].filter(([path]) =>
      ancestorsOf(path).some((folder) => needed.includes(folder)),
    )
    const folders = ready.map(({ folder }) => folder)
    const rendered = await render({ root: written.folder, folders, texts: new Map(texts) })
    return [...blocked, ...[...rendered].map(([folder, rendering]) => evidenceOf(folder, rendering))]
  }
}

/** Each once, with the entries that it is true of. */
function warningsOf(verdicts: readonly Pick<CaseVerdict, 'entry' | 'warnings'>[]): readonly string[] {
  const all = verdicts.flatMap(({ entry: { place }, warnings }) => warnings.map((text) => ({ text, place })))
  const distinct = new Map(all.map((one) => [one.text, one]))
  const groups = byCause([...distinct.values()], ({ text, place }) => ({ texts: [text], place }))
  return groups.map(([first, ...others]) =>
    others.length === 0 ? first.text : `${first.text} ${sameAt(others.map(({ place }) => place))}`,
  )
}

/** Said once for all overlays, and before anything is looked at. */
function withoutTool(mode: 'auto' | 'require'): readonly string[] {
  const message = 'neither kustomize nor kubectl is on the PATH of this runner'
  const hint = 'Install one of them in a step before (runners of GitHub have both)'
  if (mode === 'require') {
    fail({
      code: 'RENDER_FAILED',
      inputs: ['render-check'],
      message: `the overlays could not be rendered: ${message}`,
      hint: `${hint}, or set render-check: auto.`,
    })
  }
  return [
    `The overlays could not be rendered, so it is not known whether a container gets the new image: ${message}. ${hint}, or set render-check: off to silence this.`,
  ]
}

function unwritten(folder: string, refused: string): Evidence {
  return { folder, ok: false, message: refused, hint: 'Move what is not rendered out of these folders.' }
}

function evidenceOf(folder: string, rendering: Rendering): Evidence {
  if (!rendering.ok) return { folder, ...rendering }
  return { folder, ok: true, manifests: splitManifests(rendering.manifests) }
}

/** Nothing is watched where nothing was rendered: then the tip itself must be the same. */
function idsOf(graph: Graph, { roots, entry }: Case): WatchedIds {
  const watched = roots.flatMap((root) => reachOf(graph, root).watched)
  if (watched.length === 0) return new Map([[parentOf(entry.file), undefined]])
  return new Map(watched.map((path) => [path, graph.get(path)?.id]))
}
