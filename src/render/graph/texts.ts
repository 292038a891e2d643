import type { ConfigTree } from '../../config-repository/repository.ts'
import type { Graph } from './graph.ts'

/** People stay far below. */
const MOST_FILES = 5_000

/** The texts of the files that a rendering reads at these paths of a graph: kustomizations, and what they name. */
export async function textsOf(
  graph: Graph,
  paths: ReadonlySet<string>,
  { tree, tip }: { readonly tree: ConfigTree; readonly tip: string },
): Promise<ReadonlyMap<string, string>> {
  const named = [...graph].flatMap(([path, { kind, files }]) => {
    if (!paths.has(path)) return []
    return kind === 'file' ? [path] : files
  })
  const nodes = await tree.nodesAt(tip, [...new Set(named)].slice(0, MOST_FILES))
  return new Map([...nodes].flatMap(([path, node]) => (node.kind === 'file' ? [[path, node.text]] : [])))
}
