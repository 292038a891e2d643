import type { ConfigTree } from '../../config-repository/repository.ts'
import { inFolder, isTooLong } from '../../names/path.ts'
import { resolveIn } from '../graph/fields.ts'
import { ancestorsOf } from '../graph/graph.ts'
import type { Obstacle } from '../graph/obstacle.ts'
import { itemsOf, readDocument, valuesOf } from '../graph/plain-yaml.ts'
import { shown } from '../graph/remote.ts'
import type { Vendored } from '../tool/helm-job.ts'

/** What helm needs to render a chart without a network, as far as the repository has it. */
export interface Chart {
  readonly folder: string
  readonly name: string
  /** All folders that it is rendered from. */
  readonly folders: readonly string[]
  /** Charts of the repository that it brings with it by `file://`, the innermost first. */
  readonly vendored: readonly Vendored[]
  readonly obstacle: Obstacle | undefined
}

const CHART = 'Chart.yaml'
/** Nobody nests charts deeper. */
const DEEPEST = 10
/** Nor brings more of them; each path to one is a link for helm. */
const MOST_CHARTS = 100

/** The folder of the chart that a file is in: the nearest one above it. */
export async function chartAbove(
  file: string,
  { tree, tip }: { readonly tree: ConfigTree; readonly tip: string },
): Promise<string | undefined> {
  const folders = ancestorsOf(file).toReversed()
  const nodes = await tree.nodesAt(
    tip,
    folders.map((folder) => inFolder(folder, CHART)),
  )
  return folders.find((folder) => nodes.has(inFolder(folder, CHART)))
}

/** undefined where no chart is. @param textOf The text of a file of the repository, as it will be. */
export async function readChart(folder: string, textOf: TextOf): Promise<Chart | undefined> {
  const own = await describe(folder, textOf)
  if (!own) return undefined
  const family = new Family(textOf)
  await family.add(folder, own)
  const message = `${inFolder(folder, CHART)} is a library, which deploys nothing itself`
  const library = { message, hint: 'Name the values of the chart that uses it.' }
  return {
    folder,
    name: own.name,
    folders: [...family.folders],
    vendored: family.vendored,
    obstacle: own.isLibrary ? library : family.obstacle,
  }
}

type TextOf = (path: string) => Promise<string | undefined>

/** What a chart says of itself. */
interface Description {
  readonly name: string
  readonly isLibrary: boolean
  readonly dependencies: readonly unknown[]
  readonly obstacle?: Obstacle
}

async function describe(folder: string, textOf: TextOf): Promise<Description | undefined> {
  const file = inFolder(folder, CHART)
  const text = await textOf(file)
  if (text === undefined) return undefined
  const read = readDocument(text)
  if (!read.ok) {
    const obstacle = { message: `${file} cannot be read: ${read.why}`, hint: `Correct ${file}.` }
    return { name: '', isLibrary: false, dependencies: [], obstacle }
  }
  return {
    name: String(valuesOf(read.value, 'name')[0] ?? ''),
    isLibrary: valuesOf(read.value, 'type')[0] === 'library',
    dependencies: itemsOf(read.value, 'dependencies'),
  }
}

/** A chart and those that it brings with it, each looked at once: as a tree they may double with every level. */
class Family {
  readonly folders = new Set<string>()
  readonly vendored: Vendored[] = []
  obstacle: Obstacle | undefined
  readonly #textOf: TextOf

  constructor(textOf: TextOf) {
    this.#textOf = textOf
  }

  /** @param above What brings it, itself the last. */
  async add(folder: string, { dependencies, obstacle }: Description, above = [folder]): Promise<void> {
    this.folders.add(folder)
    this.obstacle ??= obstacle
    for (const one of dependencies) if (!this.obstacle) this.obstacle = await this.#bring(folder, one, above)
  }

  async #bring(folder: string, dependency: unknown, above: readonly string[]): Promise<Obstacle | undefined> {
    const [name] = valuesOf(dependency, 'name')
    const [repository] = valuesOf(dependency, 'repository')
    const [, path] = typeof repository === 'string' ? (/^file:\/\/(.*)$/.exec(repository) ?? []) : []
    if (path === undefined || typeof name !== 'string' || !isFolderName(name)) return undefined
    const named = `${inFolder(folder, CHART)} names the chart ${shown(name)} at ${shown(`file://${path}`)}`
    const from = resolveIn(folder, path)
    const isAround = from === undefined || ancestorsOf(inFolder(folder, `charts/${name}`)).includes(from)
    if (isAround || above.includes(from) || above.length > DEEPEST)
      return blocked(`${named}, which leads out of the repository, or to itself`)
    if (this.vendored.length >= MOST_CHARTS)
      return blocked(`${named}, which makes more than ${MOST_CHARTS} charts that bring each other`)
    if (!this.folders.has(from)) {
      const chart = await describe(from, this.#textOf)
      if (!chart) return blocked(`${named}, where no chart is`)
      await this.add(from, chart, [...above, from])
    }
    this.vendored.push({ from, into: folder, name })
    return this.obstacle
  }
}

const isFolderName = (name: string): boolean => /^\w[\w.-]*$/.test(name) && !isTooLong(name)

const blocked = (message: string): Obstacle => ({
  message,
  hint: 'Name a folder of the repository beside the chart.',
})
