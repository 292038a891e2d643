import { parentOf } from '../../../names/path.ts'
import type { RepositoryFiles } from '../../file.ts'
import { type Chart, readChart } from './chart.ts'
import { archiveTree, folderTree } from './chart-tree.ts'
import { pathFrom } from './paths.ts'

/** The charts of a repository; each is read when it is asked for first. */
export interface Charts {
  /** Folders with a chart that no other chart has in its `charts/`. */
  readonly folders: readonly string[]
  /** By folder or archive. */
  at(place: string): Chart | undefined
}

export function openCharts(files: RepositoryFiles): Charts {
  const holders = files.paths
    .filter((path) => path === 'Chart.yaml' || path.endsWith('/Chart.yaml'))
    .map(parentOf)
  const known = new Set(holders)
  const folders = holders.filter((folder) => !isBundled(folder, known))
  const inside = filesBelow(files.paths, folders)
  const charts = new Map<string, Chart | undefined>()
  const treeOf = (folder: string) => {
    const paths = inside.get(folder)
    return paths && folderTree(files, folder, paths)
  }
  const beside = (chart: string, path: string) => {
    const folder = pathFrom(chart, path)
    return folder === undefined || folder === chart || isAround(folder, chart) ? undefined : treeOf(folder)
  }
  return {
    folders,
    at(place) {
      if (!charts.has(place)) {
        const bytes = place.endsWith('.tgz') ? files.bytes(place) : undefined
        const tree = bytes ? archiveTree(place, bytes) : treeOf(place)
        charts.set(place, tree && readChart(tree, beside))
      }
      return charts.get(place)
    },
  }
}

const isAround = (folder: string, chart: string): boolean => folder === '' || chart.startsWith(`${folder}/`)

/** Whether it lies in the `charts/` of another chart. */
function isBundled(folder: string, charts: ReadonlySet<string>): boolean {
  const above = parentOf(folder)
  return /(?:^|\/)charts$/.test(above) && folder !== '' && charts.has(parentOf(above))
}

/** The files of each chart, by their paths in it. */
function filesBelow(
  paths: readonly string[],
  folders: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const below = new Map<string, string[]>(folders.map((folder) => [folder, []]))
  for (const path of paths) {
    for (let folder = parentOf(path); ; folder = parentOf(folder)) {
      below.get(folder)?.push(path.slice(folder === '' ? 0 : folder.length + 1))
      if (folder === '') break
    }
  }
  return below
}
