import { type Surroundings, surroundingsOf } from '../../render/applications/generators.ts'
import { ancestorsOf } from '../../render/graph/graph.ts'
import type { RepositoryFiles } from '../file.ts'
import type { Charts } from '../helm/chart/charts.ts'
import type { Budget } from '../helm/template/meter.ts'
import type { Deployed } from '../object.ts'
import type { ScalarNode, YamlNode } from '../yaml/node.ts'
import { plainOf } from './plain.ts'

/** What Argo CD adds to a kustomization, as nodes of the Application that says it. */
export interface BuildOverrides {
  /** `[old=]name[:tag][@digest]` */
  readonly images: readonly ScalarNode[]
  readonly patches: readonly YamlNode[]
  readonly namespace: ScalarNode | undefined
  readonly namePrefix: ScalarNode | undefined
  readonly nameSuffix: ScalarNode | undefined
  readonly components: readonly ScalarNode[]
}

/** What kustomize builds of a folder; undefined where no kustomization is. */
export type BuildFolder = (folder: string, overrides: BuildOverrides) => Deployed | undefined

/** What deliveries are worked out from. */
export interface Around {
  readonly files: RepositoryFiles
  readonly charts: Charts
  readonly build: BuildFolder
  readonly budget: Budget
  readonly surroundings: Surroundings
  /** Folders with a file in them, or in folders of theirs. */
  readonly folders: ReadonlySet<string>
}

export function aroundOf(around: Omit<Around, 'surroundings' | 'folders'>): Around {
  const { files } = around
  const contents = (path: string) => plainOf(files.file(path)?.documents[0])
  const folders = new Set(files.paths.flatMap(ancestorsOf))
  // Whether an address is this repository's is not known offline: what is there counts.
  return { ...around, folders, surroundings: surroundingsOf(files.paths, () => true, contents) }
}
