import { childrenOf } from '../../config-repository/overlay.ts'
import type { ConfigTree } from '../../config-repository/repository.ts'
import type { EntryVerdict, Proposal } from '../../gitops/proposal.ts'
import { inFolder, parentOf } from '../../names/path.ts'
import { argocdAddress } from '../../names/paths/argocd-path.ts'
import { isRecord } from '../../names/text.ts'
import type { Step } from '../../names/yaml-path.ts'
import { ownBy } from '../applications/addresses.ts'
import { type Surroundings, surroundingsOf } from '../applications/generators.ts'
import { chartAbove } from './chart.ts'
import { type Deployed, releasesIn } from './releases.ts'

/** How an entry may come into a cluster. */
export interface Candidates {
  /** Each is one that somebody deploys, or would. */
  readonly releases: readonly Deployed[]
  /** The same with further values, where nothing says which go with the file. */
  readonly others: readonly Deployed[]
  /** The files that say so, beside the charts. */
  readonly from: readonly string[]
}

export interface CandidatePorts {
  readonly tree: ConfigTree
  /** Where git finds the repository, if it can be compared with other addresses of it. */
  readonly address: string | undefined
}

/** Whatever else stands in an application that gives values to a chart, it has these. */
const TEXTS = ['argoproj.io/', 'repoURL']
const ENDINGS = ['.yaml', '.yml', '.json']
const MOST_FILES = 500
const MOST_OTHERS = 10
/** Each may take helm a minute. */
const MOST_RELEASES = 100
const NONE: Candidates = { releases: [], others: [], from: [] }

/** Looks for what deploys the values of entries, at one tip. */
export class CandidateSearch {
  readonly #proposal: Proposal
  readonly #ports: CandidatePorts
  #around: Promise<Surroundings> | undefined
  #applications: Promise<readonly Application[]> | undefined
  readonly #alone: Surroundings

  constructor(proposal: Proposal, ports: CandidatePorts) {
    this.#proposal = proposal
    this.#ports = ports
    this.#alone = surroundingsOf([], ownBy(ports.address))
  }

  async of(entry: EntryVerdict): Promise<Candidates> {
    return entry.kind === 'argocd' ? this.#inline(entry) : this.#values(entry)
  }

  /** The values stand in the application itself. */
  async #inline({ file, key }: EntryVerdict): Promise<Candidates> {
    const address = argocdAddress(key)
    const text = this.#proposal.files.get(file)
    if (!address || text === undefined) return NONE
    const { document, holder } = address
    // Only generators ask for files.
    const around = text.includes('ApplicationSet') ? await this.#surroundings() : this.#alone
    const releases = releasesIn({ file, text }, around, (source, root) => {
      // Behind the source come `helm` and the form.
      return isDocument(root, document) && valueAt(root, holder.slice(0, -2)) === source.raw
    })
    return { releases, others: [], from: [parentOf(file)] }
  }

  async #values({ file }: EntryVerdict): Promise<Candidates> {
    const { tree } = this.#ports
    const { tip } = this.#proposal
    const chart = await chartAbove(file, { tree, tip })
    const isDefault = chart !== undefined && file === inFolder(chart, 'values.yaml')
    const found = (await this.#all()).flatMap((one) => {
      const using = one.releases.filter(
        ({ release }) => release.values.includes(file) || (isDefault && release.chart === chart),
      )
      return using.length > 0 ? [{ file: one.file, releases: using }] : []
    })
    if (found.length > 0) {
      const releases = found.flatMap((one) => one.releases)
      return { releases: distinct(releases), others: [], from: found.map((one) => parentOf(one.file)) }
    }
    if (chart === undefined) return NONE
    const own = isDefault ? [] : [file]
    const beside = await this.#beside(chart, file)
    const others = beside.map((other) => assumed(chart, [other, ...own])).slice(0, MOST_OTHERS)
    return { releases: [assumed(chart, own)], others, from: [] }
  }

  /** Other values of the chart, or beside the file. */
  async #beside(chart: string, file: string): Promise<readonly string[]> {
    const folders = [...new Set([chart, parentOf(file)])]
    const nodes = await this.#ports.tree.nodesAt(this.#proposal.tip, folders)
    const all = folders.flatMap((folder) =>
      childrenOf(nodes.get(folder)).map((name) => inFolder(folder, name)),
    )
    return all.filter((path) => isValues(path) && path !== file && path !== inFolder(chart, 'values.yaml'))
  }

  async #all(): Promise<readonly Application[]> {
    this.#applications ??= this.#readAll()
    return this.#applications
  }

  async #readAll(): Promise<readonly Application[]> {
    const { tree } = this.#ports
    const { tip } = this.#proposal
    const files = (await tree.filesWith?.(tip, { texts: TEXTS, endings: ENDINGS })) ?? []
    if (files.length === 0) return []
    const nodes = await tree.nodesAt(tip, files.slice(0, MOST_FILES))
    const around = await this.#surroundings()
    return [...nodes].flatMap(([file, node]) =>
      node.kind === 'file' ? [{ file, releases: releasesIn({ file, text: node.text }, around) }] : [],
    )
  }

  async #surroundings(): Promise<Surroundings> {
    this.#around ??= this.#ports.tree
      .list(this.#proposal.tip)
      .then((files) => surroundingsOf(files, this.#alone.isOwn))
    return this.#around
  }
}

interface Application {
  readonly file: string
  readonly releases: readonly Deployed[]
}

const assumed = (chart: string, values: readonly string[]): Deployed => ({
  by: `${chart || 'the chart'} with ${['values.yaml', ...values].join(', ')}`,
  release: { chart, name: 'release', namespace: undefined, values, inline: undefined, parameters: [] },
  ignoresMissing: false,
  unknown: undefined,
})

/** Many clusters get the same. */
function distinct(releases: readonly Deployed[]): readonly Deployed[] {
  const key = ({ release, unknown }: Deployed) =>
    JSON.stringify([release.chart, release.values, release.inline, release.parameters, unknown])
  const all = [...new Map(releases.map((one) => [key(one), one])).values()]
  const unknown = `it is not among the first ${MOST_RELEASES} releases of these values`
  return all.map((one, index) => (index < MOST_RELEASES ? one : { ...one, unknown }))
}

function isDocument(root: unknown, document: Step | undefined): boolean {
  if (document?.kind !== 'match') return true
  const path = ['metadata', document.field].map((key): Step => ({ kind: 'key', key }))
  return valueAt(root, path) === document.value
}

function valueAt(root: unknown, steps: readonly Step[]): unknown {
  return steps.reduce<unknown>((held, step) => {
    if (step.kind === 'key') return isRecord(held) ? held[step.key] : undefined
    if (!Array.isArray(held)) return undefined
    if (step.kind === 'index') return held[step.index] as unknown
    return held.find((item) => isRecord(item) && String(item[step.field]) === step.value) as unknown
  }, root)
}

const isValues = (path: string): boolean =>
  /\.ya?ml$/i.test(path) && /values/i.test(path.slice(parentOf(path).length))
