import { posix } from 'node:path'
import type { ConfigTree } from '../../config-repository/repository.ts'
import type { Obstacle } from '../graph/obstacle.ts'
import { itemsOf, readDocument, valuesOf } from '../graph/plain-yaml.ts'
import type { HelmJob } from '../tool/helm-job.ts'

/** What helm needs to render a chart without a network, as far as the repository has it. */
export interface Chart {
  readonly folder: string
  readonly name: string
  /** All folders that it is rendered from. */
  readonly folders: readonly string[]
  /** Charts of the repository that it brings with it by `file://`, the innermost first. */
  readonly vendored: HelmJob['vendored']
  readonly obstacle: Obstacle | undefined
}

const CHART = 'Chart.yaml'
/** Nobody nests charts deeper. */
const DEEPEST = 10

export const inFolder = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`)
export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')))

/** The folder of the chart that a file is in: the nearest one above it. */
export async function chartAbove(
  file: string,
  { tree, tip }: { readonly tree: ConfigTree; readonly tip: string },
): Promise<string | undefined> {
  const folders: string[] = []
  for (let folder = folderOf(file); ; folder = folderOf(folder)) {
    folders.push(folder)
    if (folder === '') break
  }
  const nodes = await tree.nodesAt(
    tip,
    folders.map((folder) => inFolder(folder, CHART)),
  )
  return folders.find((folder) => nodes.has(inFolder(folder, CHART)))
}

/** undefined where no chart is. @param textOf The text of a file of the repository, as it will be. */
export async function readChart(
  folder: string,
  textOf: (path: string) => Promise<string | undefined>,
  depth = 0,
): Promise<Chart | undefined> {
  const file = inFolder(folder, CHART)
  const text = await textOf(file)
  if (text === undefined) return undefined
  const read = readDocument(text)
  const chart = { folder, name: '', folders: [folder], vendored: [], obstacle: undefined }
  if (!read.ok)
    return {
      ...chart,
      obstacle: { message: `${file} cannot be read: ${read.why}`, hint: `Correct ${file}.` },
    }
  const name = String(valuesOf(read.value, 'name')[0] ?? '')
  if (depth === 0 && valuesOf(read.value, 'type')[0] === 'library') {
    const message = `${file} is a library, which deploys nothing itself`
    return { ...chart, name, obstacle: { message, hint: 'Name the values of the chart that uses it.' } }
  }
  const found = await Promise.all(
    itemsOf(read.value, 'dependencies').map((one) => dependencyOf(folder, one, { textOf, depth })),
  )
  const known = found.filter((one) => one !== undefined)
  return {
    folder,
    name,
    folders: [folder, ...known.flatMap((one) => one.folders)],
    vendored: known.flatMap((one) => one.vendored),
    obstacle: known.find((one) => one.obstacle)?.obstacle,
  }
}

type Brought = Pick<Chart, 'folders' | 'vendored' | 'obstacle'>

async function dependencyOf(
  folder: string,
  dependency: unknown,
  { textOf, depth }: { readonly textOf: Parameters<typeof readChart>[1]; readonly depth: number },
): Promise<Brought | undefined> {
  const [name] = valuesOf(dependency, 'name')
  const [repository] = valuesOf(dependency, 'repository')
  const [, path] = typeof repository === 'string' ? (/^file:\/\/(.*)$/.exec(repository) ?? []) : []
  if (path === undefined || typeof name !== 'string' || !/^[\w.-]+$/.test(name)) return undefined
  const from = posix.join(folder, path).replace(/\/$/, '')
  const isInside = !path.startsWith('/') && !from.startsWith('..') && from !== '.'
  const named = `${inFolder(folder, CHART)} names the chart ${name} at ${repository}`
  if (!isInside || isBelow(folder, from) || depth >= DEEPEST)
    return blocked(`${named}, which leads out of the repository, or to itself`)
  const chart = await readChart(from, textOf, depth + 1)
  if (!chart) return blocked(`${named}, where no chart is`)
  return { ...chart, vendored: [...chart.vendored, { from, into: folder, name }] }
}

const isBelow = (path: string, folder: string): boolean =>
  folder === '' || path === folder || path.startsWith(`${folder}/`)

const blocked = (message: string): Brought => ({
  folders: [],
  vendored: [],
  obstacle: { message, hint: 'Name a folder of the repository beside the chart.' },
})
