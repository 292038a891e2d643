import { inFolder } from '../../../names/path.ts'
import { LARGEST_FILE } from '../../../names/text.ts'
import type { RepositoryFiles } from '../../file.ts'
import type { Source, YamlNode } from '../../yaml/node.ts'
import { readYaml } from '../../yaml/read.ts'
import { filesInArchive } from './archive.ts'

/** The files of a chart, in a folder of the repository or in an archive. */
export interface ChartTree {
  /** The folder or archive, as a path of the repository. */
  readonly place: string
  /** Paths in it. */
  readonly paths: readonly string[]
  readonly text: (path: string) => Source | undefined
  readonly root: (path: string) => YamlNode | undefined
  readonly bytes: (path: string) => Uint8Array | undefined
}

/** The charts that lie in a folder's own folders are among its paths. */
export function folderTree(files: RepositoryFiles, folder: string, paths: readonly string[]): ChartTree {
  const inside = (path: string) => inFolder(folder, path)
  return {
    place: folder,
    paths,
    text: (path) => files.file(inside(path)),
    root: (path) => files.file(inside(path))?.documents[0],
    bytes: (path) => files.bytes(inside(path)),
  }
}

/** Everything in an archive stands, for people, at its beginning. */
export function archiveTree(place: string, packed: Uint8Array): ChartTree | undefined {
  const content = filesInArchive(packed)
  return content && treeOf(place, content)
}

function treeOf(place: string, content: ReadonlyMap<string, Uint8Array>): ChartTree {
  const source: Source = { path: place, text: '', exact: false }
  const textOf = (path: string) => {
    const bytes = content.get(path)
    return bytes && bytes.length <= LARGEST_FILE ? Buffer.from(bytes).toString('utf8') : undefined
  }
  return {
    place,
    paths: [...content.keys()],
    text: (path) => {
      const text = textOf(path)
      return text === undefined ? undefined : { ...source, text }
    },
    root: (path) => {
      const text = textOf(path)
      return text === undefined ? undefined : readYaml(source, text, () => 0).documents[0]?.root
    },
    bytes: (path) => content.get(path),
  }
}

/** What lies in a folder of a tree, as a tree of its own. */
export function below(tree: ChartTree, folder: string): ChartTree {
  const lead = `${folder}/`
  return {
    place: tree.place.endsWith('.tgz') ? tree.place : inFolder(tree.place, folder),
    paths: tree.paths.flatMap((path) => (path.startsWith(lead) ? [path.slice(lead.length)] : [])),
    text: (path) => tree.text(lead + path),
    root: (path) => tree.root(lead + path),
    bytes: (path) => tree.bytes(lead + path),
  }
}
