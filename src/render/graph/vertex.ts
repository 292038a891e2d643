import { kustomizationPaths } from '../../config-repository/overlay.ts'
import type { TreeNode, TreeNodes } from '../../config-repository/repository.ts'
import { configurationObstacles } from './configurations.ts'
import { helmNeeded, type Obstacle, placesIn, remote } from './obstacle.ts'
import { readDocument } from './plain-yaml.ts'
import {
  changingFieldOf,
  helmFieldOf,
  type Reference,
  referencesOf,
  resolveIn,
  unknownFieldOf,
} from './references.ts'
import { isRemoteFile, isRepository, shown } from './remote.ts'

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

interface Contents extends Pick<Vertex, 'edges' | 'obstacles' | 'files'> {
  /** What makes the folder more than a list of what it names. */
  readonly changing: readonly Obstacle[]
}

/** For each line that is reported the whole text is looked through. People stay far below. */
const MOST_PLACES = 5_000

function readKustomization(folder: string, file: string, node: TreeNode | undefined): Contents {
  const none = { edges: [], files: [], changing: [] }
  if (node?.kind !== 'file') return { ...none, obstacles: [unusable(file, node?.kind)] }
  const read = readDocument(node.text)
  if (!read.ok) {
    const message = `${file} cannot be read: ${read.why}`
    return { ...none, obstacles: [{ message, hint: `Correct ${file}.` }] }
  }
  const references = referencesOf(read.value)
  const at = references.length > MOST_PLACES ? () => file : placesIn(file, node.text)
  const contents = references.flatMap((reference) => judge(folder, reference, at))
  const helm = helmFieldOf(read.value)
  const unknown = unknownFieldOf(read.value)
  const changing = changingFieldOf(read.value)
  return {
    edges: contents.filter((found) => 'to' in found),
    files: references.flatMap(({ role, text }) => (role === 'file' ? (resolveIn(folder, text) ?? []) : [])),
    obstacles: [
      ...(helm === undefined ? [] : [helmNeeded(at(helm), helm)]),
      ...(unknown === undefined ? [] : [strange(at(unknown), unknown)]),
      ...contents.filter((found) => 'message' in found),
    ],
    changing: changing === undefined ? [] : [changes(at(changing), changing)],
  }
}

/** A file leads nowhere: it only has to be inside, and that it is there is for kustomize to say. */
function judge(
  folder: string,
  reference: Reference,
  at: (value: string) => string,
): readonly (Edge | Obstacle)[] {
  const { text, role } = reference
  if (role === 'inline') return configurationObstacles(text, at)
  const here = at(text)
  if (isRemoteFile(text) || (role === 'component' && isRepository(text))) return [remote(here, reference)]
  const to = resolveIn(folder, text)
  if (to !== undefined) return role === 'file' ? [] : [{ to, reference, at: here }]
  if (role !== 'file' && isRepository(text)) return [remote(here, reference)]
  const message = `${here} names "${shown(text)}" in ${reference.field}, which is no path inside of the repository`
  return [{ message, hint: INSIDE }]
}

const INSIDE = 'Name a file or folder of the repository by its relative path.'

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

function strange(at: string, field: string): Obstacle {
  const message = `${at} has the field ${shown(field)}, which no kustomization has that is known here`
  return { message, hint: 'Correct its name, or remove it.' }
}

function changes(at: string, field: string): Obstacle {
  const message = `${at} has the field ${shown(field)} in a folder of configurations of plug-ins, which it may change: where they lead then is not known before`
  return {
    message,
    hint: 'Write the configurations out, and leave nothing but resources in that kustomization.',
  }
}

function tooLarge(path: string): Obstacle {
  const message = `${path} is too large to be looked into, and may be a configuration`
  return { message, hint: `Split ${path}.` }
}

function unusable(file: string, kind = 'missing'): Obstacle {
  if (kind === 'large') return { message: `${file} is too large to be read`, hint: `Split ${file}.` }
  return {
    message: `${file} is a ${kind}, not a plain text file`,
    hint: `Write ${file} out as a plain file.`,
  }
}
