import { kustomizationPaths } from '../../config-repository/overlay.ts'
import type { TreeNode, TreeNodes } from '../../config-repository/repository.ts'
import { configurationObstacles } from './configurations.ts'
import { type Edge, INSIDE, readKustomization } from './contents.ts'
import { type Obstacle, placesIn, remote } from './obstacle.ts'
import { isRepository, shown } from './remote.ts'

/** A path that kustomizations lead to. */
export interface Vertex {
  readonly kind: TreeNode['kind'] | 'missing'
  /** Equal when everything in it is. */
  readonly id: string
  readonly edges: readonly Edge[]
  readonly obstacles: readonly Obstacle[]
  /** Paths of its kustomizations, and of the files that these name besides what they build on: patches, for example. */
  readonly files: readonly string[]
  /** What stands in the way when the file is a configuration of plug-ins, or the folder one of configurations. */
  readonly asConfiguration: () => readonly Obstacle[]
}

/** What must be read to know what a path is. */
export const pathsOf = (path: string): readonly string[] => [path, ...kustomizationPaths(path)]

export function idOf(node: TreeNode | undefined): string {
  if (node === undefined) return 'missing'
  return 'id' in node ? node.id : node.kind
}

export function vertexOf(path: string, nodes: TreeNodes): Vertex {
  const node = nodes.get(path)
  const nothing = { edges: [], obstacles: [], files: [], asConfiguration: () => [] } as const
  const leaf = { ...nothing, kind: node?.kind ?? 'missing', id: idOf(node) } as const
  if (node?.kind === 'file') {
    const { text } = node
    return { ...leaf, asConfiguration: () => configurationObstacles(text, placesIn(path, text)) }
  }
  if (node?.kind === 'large' && node.of === 'file')
    return { ...leaf, kind: 'file', asConfiguration: () => [tooLarge(path)] }
  if (node?.kind !== 'folder') return leaf
  // None, or several: kustomize itself says what is wrong, and loads nothing.
  const files = kustomizationPaths(path).filter((name) => nodes.has(name))
  const texts = files.map((file) => readKustomization(path, file, nodes.get(file)))
  return {
    ...leaf,
    edges: texts.flatMap(({ edges }) => edges),
    obstacles: texts.flatMap((text) => text.obstacles),
    files: [...files, ...texts.flatMap((text) => text.files)],
    asConfiguration: () => texts.flatMap(({ changing }) => changing),
  }
}

/** What keeps a base from being rendered, given what stands at its path; nothing for what kustomize can load. */
export function obstacleAt({ reference, at }: Edge, vertex: Vertex): Obstacle | undefined {
  const named = `${at} names "${shown(reference.text)}" in ${reference.field}`
  if (isRepository(reference.text)) {
    if (vertex.kind === 'missing') return remote(at, reference)
    // kustomize clones what looks like a repository, though a folder of that name may be there, or a file that it cannot use.
    const hint = 'Give it a name that cannot be one, as ./github.com/base.'
    return { message: `${named}, which kustomize may take for a repository to clone`, hint }
  }
  if (vertex.kind === 'file' || vertex.kind === 'folder') return undefined
  if (vertex.kind === 'missing') return { message: `${named}, which is not in the repository`, hint: INSIDE }
  if (vertex.kind === 'large')
    return { message: `${named}, which is a folder too large to be read`, hint: INSIDE }
  return { message: `${named}, which is a ${vertex.kind} there and not followed`, hint: INSIDE }
}

function tooLarge(path: string): Obstacle {
  const message = `${path} is too large to be looked into, and may be a configuration`
  return { message, hint: `Split ${path}.` }
}
