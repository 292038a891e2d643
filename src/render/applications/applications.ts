import type { ConfigTree } from '../../config-repository/repository.ts'
import type { EntryVerdict, Proposal } from '../../gitops/proposal.ts'
import { parentOf } from '../../names/path.ts'
import { namesOf, overridden, overriddenName } from '../argocd.ts'
import { type Graph, walk } from '../graph/graph.ts'
import { lineOf, readPlaced } from '../graph/plain-yaml.ts'
import { inTree, ownBy } from './addresses.ts'
import { parameterSets, type Surroundings, surroundingsOf } from './generators.ts'
import { type ApplicationSource, sourcesIn } from './sources.ts'
import { fill, isTemplate, mayBe, UNKNOWN } from './template.ts'

export interface ApplicationPorts {
  readonly tree: ConfigTree
  /** Where git finds the repository, if it can be compared with other addresses of it. */
  readonly address: string | undefined
  /** Between two files: ends a run that was cancelled. */
  readonly onFile?: () => Promise<void>
}

/** What was found, and where it could not be looked for. */
export interface Findings {
  readonly warnings: readonly string[]
  readonly unknown: readonly string[]
}

/** Whatever else stands in such a file, it has these. */
const TEXTS = ['argoproj.io/', 'kustomize', 'images']
const ENDINGS = ['.yaml', '.yml', '.json']
/** Files that hold the texts; a repository with more of them is one for nothing but applications. */
const MOST_FILES = 500
/** Paths of applications that are followed to what they build on. */
const MOST_PATHS = 400

const notLookedFor = (why: string): Findings => ({
  warnings: [],
  unknown: [`Applications of Argo CD that override the image were not looked for: ${why}.`],
})
const NOTHING: Findings = { warnings: [], unknown: [] }

/**
 * Applications and ApplicationSets of Argo CD, anywhere in the repository, that set the image of an entry for the overlay
 * that is edited: their image wins, whatever is written there.
 */
export async function applicationOverrides(proposal: Proposal, ports: ApplicationPorts): Promise<Findings> {
  const { tree, onFile } = ports
  const entries = proposal.verdicts.filter(({ outcome }) => outcome === 'write')
  if (entries.length === 0) return NOTHING
  if (!tree.filesWith) return notLookedFor('this way to the config repository has not all of its files here')
  const files = await tree.filesWith(proposal.tip, { texts: TEXTS, endings: ENDINGS })
  if (!files) return notLookedFor('the config repository is too large to be searched beside the run')
  if (files.length === 0) return NOTHING
  const nodes = await tree.nodesAt(proposal.tip, files.slice(0, MOST_FILES))
  const look = new Look(proposal, entries, ports)
  for (const [file, node] of nodes) {
    await onFile?.()
    if (node.kind === 'file') await look.into(file, node.text)
  }
  await look.follow()
  const more = files.length - MOST_FILES
  const left = `${more} files of Argo CD applications were not looked into: there are more than ${MOST_FILES}.`
  return { warnings: [...look.warnings], unknown: [...look.unknown, ...(more > 0 ? [left] : [])] }
}

/** An override of the image, and the folders that its applications surely point at. */
interface Override {
  readonly warning: string
  readonly folder: string
  readonly paths: readonly string[]
}

class Look {
  readonly warnings = new Set<string>()
  readonly unknown = new Set<string>()
  readonly #proposal: Proposal
  readonly #entries: readonly EntryVerdict[]
  readonly #ports: ApplicationPorts
  readonly #isOwn: (url: string | undefined) => boolean
  readonly #elsewhere: Override[] = []
  #around: Promise<Surroundings> | undefined

  constructor(proposal: Proposal, entries: readonly EntryVerdict[], ports: ApplicationPorts) {
    this.#proposal = proposal
    this.#entries = entries
    this.#ports = ports
    this.#isOwn = ownBy(ports.address)
  }

  async into(file: string, text: string): Promise<void> {
    const named = this.#entries.filter((entry) => namesOf(entry).some((name) => text.includes(name)))
    // Most applications are of other images: they need not be parsed.
    if (named.length === 0) return
    const read = readPlaced(text)
    if (!read.ok) {
      if (/\bkind["']?:\s*["']?Application/.test(text)) this.unknown.add(unread(file, read.why))
      return
    }
    for (const [index, value] of read.values.entries()) {
      for (const source of sourcesIn(value)) {
        for (const entry of named)
          await this.#judge({ file, text, from: read.starts[index] ?? 0 }, source, entry)
      }
    }
  }

  async #judge(at: At, source: ApplicationSource, entry: EntryVerdict): Promise<void> {
    const names = namesOf(entry)
    const override = source.images.find((image) => names.includes(overriddenName(image)))
    if (override === undefined || !this.#isOwn(source.repoUrl)) return
    const { certain, possible } = await this.#pathsOf(source)
    const place = { file: at.file, line: lineOf(at.text, override, at.from) }
    const folder = parentOf(entry.file)
    const warning = overridden(place, override, entry)
    if (certain.includes(folder)) this.warnings.add(warning)
    else if (possible.some((path) => mayBe(path, folder))) this.unknown.add(undecided(place, override, entry))
    else if (certain.length > 0) this.#elsewhere.push({ warning, folder, paths: certain })
  }

  /** What applications point at may build on a folder that is edited: one walk for all of them. */
  async follow(): Promise<void> {
    const roots = [...new Set(this.#elsewhere.flatMap(({ paths }) => paths))].slice(0, MOST_PATHS)
    if (roots.length === 0) return
    const graph = await walk(this.#ports.tree, this.#proposal.tip, roots)
    for (const { warning, folder, paths } of this.#elsewhere) {
      if (paths.some((path) => leads(graph, path, folder))) this.warnings.add(warning)
    }
  }

  async #pathsOf({ path, generators }: ApplicationSource): Promise<Paths> {
    if (path === undefined)
      return generators ? { certain: [], possible: [] } : { certain: [], possible: [UNKNOWN] }
    if (!generators || !isTemplate(path)) return { certain: [inTree(path)], possible: [] }
    const sets = parameterSets(generators, await this.#surroundings())
    const filled = [...new Set(sets.map((set) => inTree(fill(path, set))))]
    const isCertain = (one: string) => !one.includes(UNKNOWN)
    return { certain: filled.filter(isCertain), possible: filled.filter((one) => !isCertain(one)) }
  }

  async #surroundings(): Promise<Surroundings> {
    this.#around ??= this.#ports.tree
      .list(this.#proposal.tip)
      .then((files) => surroundingsOf(files, this.#isOwn))
    return this.#around
  }
}

interface At {
  readonly file: string
  readonly text: string
  /** Where its document begins. */
  readonly from: number
}

interface Paths {
  readonly certain: readonly string[]
  /** With gaps. */
  readonly possible: readonly string[]
}

function leads(graph: Graph, root: string, folder: string): boolean {
  const seen = new Set([root])
  for (const path of seen) {
    if (path === folder) return true
    for (const { to } of graph.get(path)?.edges ?? []) seen.add(to)
  }
  return false
}

const unread = (file: string, why: string): string =>
  `${file} was not looked into: ${why}. If its applications of Argo CD override the image, this bump has no effect.`

const undecided = (
  { file, line }: { readonly file: string; readonly line: number | undefined },
  override: string,
  entry: EntryVerdict,
): string =>
  `${file}${line === undefined ? '' : `:${line}`} overrides the image "${overriddenName(override)}" in Argo CD, and whether for ${parentOf(entry.file) || '.'} is not known here: while it does, the bump of "${entry.image}" has no effect.`
