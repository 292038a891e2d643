import type { ConfigTree } from '../../config-repository/repository.ts'
import type { Edge } from './contents.ts'
import { CONFIGURED } from './fields.ts'
import type { Obstacle } from './obstacle.ts'
import { obstacleAt, pathsOf, type Vertex, vertexOf } from './vertex.ts'

/** By path; a path without a vertex was not looked at any more. */
export type Graph = ReadonlyMap<string, Vertex>

/** People stay far below; a hostile tree could go on for ever, or double with every level. */
const MOST_PATHS = 5_000
const MOST_FOLDERS = 500
const MOST_LOADS = 5_000

/** Where kustomizations lead to, from these folders on: one look at the tree for each level. */
export async function walk(tree: ConfigTree, tip: string, roots: readonly string[]): Promise<Graph> {
  const graph = new Map<string, Vertex>()
  let folders = 0
  let level = [...new Set(roots)]
  while (level.length > 0 && graph.size + level.length <= MOST_PATHS && folders <= MOST_FOLDERS) {
    const nodes = await tree.nodesAt(tip, level.flatMap(pathsOf))
    const vertices = level.map((path) => [path, vertexOf(path, nodes)] as const)
    for (const [path, vertex] of vertices) graph.set(path, vertex)
    folders += vertices.filter(([, { kind }]) => kind === 'folder').length
    const named = vertices.flatMap(([, { edges }]) => edges.map(({ to }) => to))
    level = [...new Set(named)].filter((path) => !graph.has(path))
  }
  return graph
}

/** What one kustomization needs to be rendered. */
export interface Reach {
  /** Folders to be written. */
  readonly folders: readonly string[]
  /** Paths whose ids say whether anything changed. */
  readonly watched: readonly string[]
  /** The first reason why it cannot be rendered. */
  readonly obstacle: Obstacle | undefined
}

export function reachOf(graph: Graph, root: string): Reach {
  const seen = new Set<string>([root])
  const obstacles: (Obstacle | undefined)[] = []
  // A set hands out what is added to it while it is walked.
  for (const path of seen) {
    const vertex = graph.get(path)
    if (!vertex) return { folders: [], watched: [root], obstacle: tooMuch(root) }
    obstacles.push(vertex.obstacles[0])
    for (const edge of vertex.edges) {
      const target = graph.get(edge.to)
      if (target) obstacles.push(obstacleAt(edge, target))
      seen.add(edge.to)
    }
  }
  obstacles.push(...configuredIn(graph, seen).flatMap(({ asConfiguration }) => asConfiguration()))
  const folders = [...seen].filter((path) => graph.get(path)?.kind === 'folder')
  const found = obstacles.find((obstacle) => obstacle !== undefined)
  const obstacle = found ?? (loadsOf(graph, root) > MOST_LOADS ? tooMuch(root) : undefined)
  return { folders: outermost(folders), watched: outermost([...seen]), obstacle }
}

/** All paths that these lead to, with themselves. */
export function reachedFrom(graph: Graph, roots: readonly string[]): ReadonlySet<string> {
  const seen = new Set(roots)
  for (const path of seen) for (const { to } of edgesOf(graph, path)) seen.add(to)
  return seen
}

/** What lists of configurations lead to, and what that leads to: a file of resources is a configuration nowhere else. */
function configuredIn(graph: Graph, seen: ReadonlySet<string>): readonly Vertex[] {
  const edges = [...seen].flatMap((path) => edgesOf(graph, path))
  const named = edges.filter(({ reference }) => CONFIGURED.has(reference.field))
  const configured = new Set(named.map(({ to }) => to))
  for (const path of configured) for (const { to } of edgesOf(graph, path)) configured.add(to)
  return [...graph].flatMap(([path, vertex]) => (configured.has(path) ? [vertex] : []))
}

const edgesOf = (graph: Graph, path: string): readonly Edge[] => graph.get(path)?.edges ?? []

/** How often kustomize would load something: a base of two bases is loaded twice, and so on with every level. */
function loadsOf(graph: Graph, root: string): number {
  const known = new Map<string, number>()
  const count = (path: string): number => {
    const counted = known.get(path)
    if (counted !== undefined) return counted
    // Also ends a cycle, which kustomize refuses.
    known.set(path, 0)
    const loads = edgesOf(graph, path).reduce((sum, { to }) => sum + count(to), 1)
    known.set(path, loads)
    return loads
  }
  return count(root)
}

/** The folders that lie in no other one of them. */
export function outermost(paths: readonly string[]): readonly string[] {
  // Behind a folder comes all that is in it, and then the next one.
  const sorted = [...new Set(paths)].map(asFolder).toSorted()
  const found: string[] = []
  for (const folder of sorted) {
    const last = found.at(-1)
    if (last === undefined || !folder.startsWith(last)) found.push(folder)
  }
  return found.map((folder) => folder.slice(0, -1)).toSorted()
}

const asFolder = (path: string): string => (path === '' ? '' : `${path}/`)

/** The folders that a file is in, the root first. */
export function ancestorsOf(path: string): readonly string[] {
  const segments = path.split('/')
  return segments.map((_, index) => segments.slice(0, index).join('/'))
}

function tooMuch(root: string): Obstacle {
  return {
    message: `${root || 'the root'} leads to more than ${MOST_FOLDERS} folders or ${MOST_LOADS} files`,
    hint: 'Name the overlays one by one instead of a kustomization that collects them.',
  }
}
