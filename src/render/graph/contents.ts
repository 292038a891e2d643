import type { TreeNode } from '../../config-repository/repository.ts'
import { configurationObstacles } from './configurations.ts'
import { resolveIn } from './fields.ts'
import { helmNeeded, type Obstacle, placesIn, remote } from './obstacle.ts'
import { readDocument } from './plain-yaml.ts'
import { changingFieldOf, helmFieldOf, type Reference, referencesOf, unknownFieldOf } from './references.ts'
import { isRemoteFile, isRepository, shown } from './remote.ts'

/** A base or component that a kustomization names. */
export interface Edge {
  readonly to: string
  readonly reference: Reference
  /** `file:line` of the reference. */
  readonly at: string
}

/** What a kustomization says. */
export interface Contents {
  readonly edges: readonly Edge[]
  readonly obstacles: readonly Obstacle[]
  /** Paths of what it names besides what it builds on. */
  readonly files: readonly string[]
  /** What makes the folder more than a list of what it names. */
  readonly changing: readonly Obstacle[]
}

/** For each line that is reported the whole text is looked through. People stay far below. */
const MOST_PLACES = 5_000

export function readKustomization(folder: string, file: string, node: TreeNode | undefined): Contents {
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

export const INSIDE = 'Name a file or folder of the repository by its relative path.'

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

function unusable(file: string, kind = 'missing'): Obstacle {
  if (kind === 'large') return { message: `${file} is too large to be read`, hint: `Split ${file}.` }
  return {
    message: `${file} is a ${kind}, not a plain text file`,
    hint: `Write ${file} out as a plain file.`,
  }
}
