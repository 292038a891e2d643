import { kustomizationPaths } from '../overlay.ts'
import type { TreeNode, TreeNodes } from '../repository.ts'
import { lineOf, readDocument } from './plain-yaml.ts'
import { builtinReferences, helmFieldOf, type Reference, referencesOf, resolveIn } from './references.ts'
import { isRemoteFile, isRepository, shown } from './remote.ts'

/** Why a kustomization is not rendered, and what would help. */
export interface Obstacle {
  readonly what: string
  readonly mend: string
}

/** A base or component that a kustomization names. */
export interface Edge {
  readonly to: string
  readonly reference: Reference
  /** `file:line` of the reference. */
  readonly at: string
}

/** A path that kustomizations lead to. */
export interface Vertex {
  readonly kind: TreeNode['kind'] | 'missing'
  /** Equal when everything in it is. */
  readonly id: string
  readonly edges: readonly Edge[]
  readonly obstacles: readonly Obstacle[]
  /** What stands in the way when the file is the configuration of a generator or transformer. */
  readonly asConfiguration?: () => readonly Obstacle[]
}

/** What must be read to know what a path is. */
export const pathsOf = (path: string): readonly string[] => [path, ...kustomizationPaths(path)]

export function idOf(node: TreeNode | undefined): string {
  if (node === undefined) return 'missing'
  return 'id' in node ? node.id : node.kind
}

export function vertexOf(path: string, nodes: TreeNodes): Vertex {
  const node = nodes.get(path)
  const leaf = { kind: node?.kind ?? 'missing', id: idOf(node), edges: [], obstacles: [] } as const
  if (node?.kind === 'file')
    return { ...leaf, asConfiguration: () => configurationObstacles(path, node.text) }
  if (node?.kind !== 'folder') return leaf
  // None, or several: kustomize itself says what is wrong, and loads nothing.
  const files = kustomizationPaths(path).filter((name) => nodes.has(name))
  const texts = files.map((file) => readKustomization(path, file, nodes.get(file)))
  return {
    ...leaf,
    edges: texts.flatMap(({ edges }) => edges),
    obstacles: texts.flatMap((text) => text.obstacles),
  }
}

function configurationObstacles(path: string, text: string): readonly Obstacle[] {
  const urls = builtinReferences('path', text)
  if (urls) return urls.map((url) => remote(placeIn(path, text, url.text), url))
  return [
    { what: `${path} cannot be read as a configuration`, mend: 'Write it as plain YAML, without tags (!).' },
  ]
}

type Contents = Pick<Vertex, 'edges' | 'obstacles'>

function readKustomization(folder: string, file: string, node: TreeNode | undefined): Contents {
  if (node?.kind !== 'file') return { edges: [], obstacles: [unusable(file, node?.kind)] }
  const read = readDocument(node.text)
  if (!read.ok) {
    const what = `${file} cannot be read: ${read.why}`
    return { edges: [], obstacles: [{ what, mend: `Correct ${file}.` }] }
  }
  const contents = referencesOf(read.value).map((reference) => {
    return judge(folder, reference, placeIn(file, node.text, reference.text))
  })
  const helm = helmFieldOf(read.value)
  return {
    edges: contents.filter((found) => 'to' in found),
    obstacles: [
      ...(helm === undefined ? [] : [helmNeeded(placeIn(file, node.text, helm), helm)]),
      ...contents.filter((found) => 'what' in found),
    ],
  }
}

/** A file leads nowhere: it only has to be inside, and that it is there is for kustomize to say. */
function judge(folder: string, reference: Reference, at: string): Edge | Obstacle | Record<never, never> {
  const { text, role } = reference
  if (role === 'unreadable') {
    const what = `${at} holds a configuration in ${reference.field} that cannot be read`
    return { what, mend: 'Write it as plain YAML, without tags (!).' }
  }
  if (isRemoteFile(text) || (role === 'component' && isRepository(text))) return remote(at, reference)
  const to = resolveIn(folder, text)
  if (to !== undefined) return role === 'file' ? {} : { to, reference, at }
  if (role !== 'file' && isRepository(text)) return remote(at, reference)
  return {
    what: `${at} names "${shown(text)}" in ${reference.field}, which is no path inside of the repository`,
    mend: 'Name a file or folder of the repository by its relative path.',
  }
}

/** What keeps a base from being rendered, given what stands at its path; nothing for what kustomize can load. */
export function obstacleAt({ reference, at }: Edge, vertex: Vertex): Obstacle | undefined {
  if (vertex.kind === 'file') return undefined
  // kustomize clones what looks like a repository, though a folder of that name may be there.
  if (isRepository(reference.text)) return remote(at, reference)
  if (vertex.kind === 'folder') return undefined
  const named = `${at} names "${shown(reference.text)}" in ${reference.field}`
  const mend = 'Name a file or folder of the repository by its relative path.'
  if (vertex.kind === 'missing') return { what: `${named}, which is not in the repository`, mend }
  return { what: `${named}, which is a ${vertex.kind} there and not followed`, mend }
}

function remote(at: string, reference: Reference): Obstacle {
  return {
    what: `${at} names the remote ${nounOf(reference)} ${shown(reference.text)}, and nothing is fetched to render`,
    mend: 'Copy it into the config repository, so that the overlay can be rendered from one commit.',
  }
}

function nounOf({ field, role }: Reference): string {
  if (role === 'component') return role
  return field === 'resources' || field === 'bases' ? 'base' : 'file'
}

function helmNeeded(at: string, helm: string): Obstacle {
  return {
    what: `${at} uses ${helm}, and helm is never run`,
    mend: 'Keep the rendered chart in the config repository.',
  }
}

function unusable(file: string, kind = 'missing'): Obstacle {
  return { what: `${file} is a ${kind}, not a plain text file`, mend: `Write ${file} out as a plain file.` }
}

function placeIn(file: string, text: string, value: string): string {
  const line = lineOf(text, value)
  return line === undefined ? file : `${file}:${line}`
}
