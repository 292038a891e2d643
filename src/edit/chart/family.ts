import { posix } from 'node:path'
import { StepError } from '../../errors/errors.ts'
import { inFolder, parentOf } from '../../names/path.ts'
import type { ConfigFile } from '../target.ts'
import { type ChartFile, type Dependency, readChart } from './chart-file.ts'

/** What the repository has of charts. */
export interface ChartTree {
  /** The texts of every `Chart.yaml` and `Chart.lock`, by path. */
  readonly texts: ReadonlyMap<string, string>
  /** The paths of all files. */
  readonly files: readonly string[]
  readonly fileAt: (path: string, text: string) => ConfigFile
}

/** A chart that brings another one with it, and where it says so. */
export interface Parent {
  readonly folder: string
  /** undefined where the other one merely lies in its `charts/`. */
  readonly dependency: Dependency | undefined
}

export const CHART = 'Chart.yaml'
export const LOCK = 'Chart.lock'

/** The charts of a repository; each is read when it is asked for, and once. */
export class Charts {
  readonly tree: ChartTree
  /** Charts that seem to bring others with them and cannot be read. */
  readonly unread = new Set<string>()
  readonly #folders: ReadonlySet<string>
  readonly #read = new Map<string, ChartFile>()

  constructor(tree: ChartTree) {
    this.tree = tree
    const paths = tree.files.filter((path) => path === CHART || path.endsWith(`/${CHART}`))
    this.#folders = new Set(paths.map(parentOf))
  }

  /** The folder of the chart that a file is in: the nearest one above it. */
  folderOf(file: string): string | undefined {
    for (let folder = parentOf(file); ; folder = parentOf(folder)) {
      if (this.#folders.has(folder)) return folder
      if (folder === '') return undefined
    }
  }

  /** undefined where there is none. @throws StepError for one that cannot be edited exactly. */
  read(path: string): ChartFile | undefined {
    const text = this.tree.texts.get(path)
    const known = this.#read.get(path)
    if (known || text === undefined) return known
    const chart = readChart(this.tree.fileAt(path, text))
    this.#read.set(path, chart)
    return chart
  }

  /** The charts that bring this one with them: by a `file://` dependency, or because it lies in their `charts/`. */
  parentsOf(folder: string): readonly Parent[] {
    return [...this.#folders].flatMap((other) => (other === folder ? [] : this.#parent(other, folder)))
  }

  #parent(folder: string, child: string): readonly Parent[] {
    const path = inFolder(folder, CHART)
    const isInside = parentOf(child) === inFolder(folder, 'charts')
    if (!isInside && !this.tree.texts.get(path)?.includes('file://')) return []
    const chart = this.#tried(path, child)
    const dependencies = chart?.dependencies ?? []
    const named = dependencies.filter(({ repository }) => localPath(folder, repository) === child)
    if (named.length > 0) return named.map((dependency) => ({ folder, dependency }))
    if (!isInside) return []
    const name = child.slice(child.lastIndexOf('/') + 1)
    const dependency = dependencies.find((one) => one.repository === '' && one.name === name)
    return [{ folder, dependency }]
  }

  /** A chart of somebody else that cannot be read is passed over, and said. */
  #tried(path: string, child: string): ChartFile | undefined {
    try {
      return this.read(path)
    } catch (error) {
      if (!(error instanceof StepError)) throw error
      const name = child.slice(child.lastIndexOf('/') + 1)
      if (this.tree.texts.get(path)?.includes(name)) this.unread.add(path)
      return undefined
    }
  }
}

/** Where a `file://` repository leads (Helm, internal/resolver, `GetLocalPath`); absolute ones lead out of the repository. */
function localPath(folder: string, repository: string): string | undefined {
  const [, path] = /^file:\/\/(?!\/)(.*)$/.exec(repository) ?? []
  if (path === undefined) return undefined
  const joined = posix.join(folder, path).replace(/\/$/, '')
  return joined === '.' ? '' : joined
}
