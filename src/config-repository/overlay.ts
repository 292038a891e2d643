import picomatch from 'picomatch'
import type { ConfigFile } from '../edit/target.ts'
import { fail, type Place } from '../errors/errors.ts'
import { nearest } from '../names/nearest.ts'
import { inFolder, isKustomization, isTooLong, KUSTOMIZATION_NAMES, parentOf } from '../names/path.ts'
import type { ConfigRemote } from '../plan/config.ts'
import { TARGET_INPUTS, type Target } from '../plan/target.ts'
import { inMebibytes, LIMITS } from './limits.ts'
import { fileUrl } from './links.ts'
import type { Snapshot, TreeNode } from './repository.ts'

/** Where what stands at targets is looked for, and what those that are not there may stand for (by `pathKey`). */
interface Looked extends Snapshot {
  readonly close?: ReadonlyMap<string, string> | undefined
}

/** A path means other files for a kustomization than for whatever names files. */
export const pathKey = ({ kind, path }: Pick<Target, 'kind' | 'path'>): string =>
  kind === 'kustomize' ? path : `file ${path}`

/** Builds the place of a line: a link where the repository has pages, always at the commit that was read. */
export type PlaceIn = (path: string, line?: number) => Place

/** Links to blob and line at a commit of the config repository. */
export function placeIn(remote: ConfigRemote, tip: string): PlaceIn {
  return (file, line): Place => {
    const url = fileUrl(remote, { commit: tip, file, line })
    return { file, ...(line === undefined ? {} : { line }), ...(url ? { url } : {}) }
  }
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/** Every path that must be read to find the file of a target, and to say what is wrong when it is not there. */
export const pathsOf = ({ kind, path }: Target): readonly string[] =>
  kind === 'kustomize' ? candidatePaths(path) : [parentOf(path), path]

/** Every path that must be read to find the kustomization of an overlay, and to say what is wrong when it is not there. */
export function candidatePaths(overlay: string): readonly string[] {
  return [parentOf(overlay), overlay, ...kustomizationPaths(overlay)]
}

/** The kustomization files that a folder may have. */
export const kustomizationPaths = (folder: string): readonly string[] =>
  KUSTOMIZATION_NAMES.map((name) => inFolder(folder, name))

/** The overlays that a glob stands for: folders with a kustomization that match it, or such files themselves. */
export function matchOverlays(glob: string, files: readonly string[]): readonly string[] {
  const matches = picomatch(glob)
  const kustomizations = files.filter((path) => isKustomization(path) && !isTooLong(path))
  const found = kustomizations.flatMap((path) => {
    if (matches(parentOf(path))) return [parentOf(path)]
    return matches(path) ? [path] : []
  })
  return [...new Set(found)].toSorted()
}

/** Every path that may be named for a target of that kind. */
export const namePaths = (kind: Target['kind'], files: readonly string[]): readonly string[] => {
  const all = files.filter((path) => !isTooLong(path))
  if (kind !== 'kustomize') return all
  const kustomizations = all.filter(isKustomization)
  return [...new Set([...kustomizations.map(parentOf), ...kustomizations])]
}

/** The files that a glob stands for. */
export function matchFiles(glob: string, files: readonly string[]): readonly string[] {
  const matches = picomatch(glob)
  return files.filter((path) => !isTooLong(path) && matches(path)).toSorted()
}

/** The one file of a target. */
export const locateTarget = (snapshot: Looked, target: Target, place: PlaceIn): ConfigFile =>
  target.kind === 'kustomize'
    ? locateOverlay(snapshot, target.path, place)
    : locateFile(snapshot, target, place)

function locateFile(snapshot: Looked, { kind, path }: Target, place: PlaceIn): ConfigFile {
  const node = snapshot.nodes.get(path)
  const input = TARGET_INPUTS[kind]
  if (!node) return missing(snapshot, { kind, path })
  if (node.kind === 'file') return { path, text: node.text, place: (line) => place(path, line) }
  if (node.kind !== 'folder') return unusable(path, node, input)
  return fail({
    code: 'OVERLAY_INVALID',
    inputs: [input],
    message: `${path} is a folder of the config repository, and ${input} names files`,
    hint: `Name a file of it in ${input}. It holds: ${node.entries.slice(0, 20).join(', ') || 'nothing'}.`,
  })
}

/** The one kustomization file of an overlay, given as its folder or as the file itself. */
export function locateOverlay(snapshot: Looked, overlay: string, place: PlaceIn): ConfigFile {
  const node = snapshot.nodes.get(overlay)
  if (!node) return missing(snapshot, { kind: 'kustomize', path: overlay })
  if (node.kind === 'file') return { path: overlay, text: node.text, place: (line) => place(overlay, line) }
  if (node.kind !== 'folder') return unusable(overlay, node)
  const found = kustomizationPaths(overlay).flatMap((path) => {
    const held = snapshot.nodes.get(path)
    return held ? [{ path, held }] : []
  })
  const [first, second] = found
  if (!first) {
    fail({
      code: 'OVERLAY_MISSING',
      message: `${overlay || 'the root'} of the config repository has no ${KUSTOMIZATION_NAMES.join(', ')}`,
      hint: `Name a folder that has one in overlays. It holds: ${node.entries.slice(0, 20).join(', ') || 'nothing'}.`,
    })
  }
  const { path, held } = first
  if (second) {
    fail({
      code: 'OVERLAY_INVALID',
      message: `${overlay || 'the root'} of the config repository has several kustomization files: ${found.map((one) => nameOf(one.path)).join(', ')}`,
      hint: 'Keep one: kustomize refuses to build a folder with more.',
      configPlace: place(path),
    })
  }
  if (held.kind !== 'file') return unusable(path, held)
  return { path, text: held.text, place: (line) => place(path, line) }
}

/** What a folder holds; nothing else holds anything. */
export const childrenOf = (node: TreeNode | undefined): readonly string[] =>
  node?.kind === 'folder' ? node.entries : []

function missing(snapshot: Looked, target: Pick<Target, 'kind' | 'path'>): never {
  const { path: overlay } = target
  const input = TARGET_INPUTS[target.kind]
  const siblings = childrenOf(snapshot.nodes.get(parentOf(overlay)))
  const beside = nearest(nameOf(overlay), siblings)
  const close = beside ? inFolder(parentOf(overlay), beside) : snapshot.close?.get(pathKey(target))
  const meant = close ? ` Did you mean "${close}"?` : ''
  const known = siblings.length > 0 ? ` Beside it there are: ${siblings.slice(0, 20).join(', ')}.` : ''
  return fail({
    code: 'OVERLAY_MISSING',
    message: `the config repository has no ${overlay} at ${snapshot.tip.slice(0, 12)}.${meant}`,
    hint: `Correct the path in ${input}, or create ${MADE[input] ?? 'the file'} first${/[\s;]/.test(overlay) ? `; where these are several, give ${input} one a line` : ''}.${known}`,
  })
}

const MADE: Readonly<Record<string, string>> = { overlays: 'the folder with a kustomization.yaml' }

function unusable(path: string, node: TreeNode, input = 'overlays'): never {
  const { kind } = node
  if (kind === 'large') {
    return fail({
      code: 'EDIT_UNSAFE',
      message: `${path || 'the root'} of the config repository is a ${node.of} of ${inMebibytes(node.bytes)}, and at most ${inMebibytes(LIMITS[node.of])} is read`,
      hint: `Split it, or name the right one in ${input}.`,
    })
  }
  return fail({
    code: 'OVERLAY_INVALID',
    message: `${path} is a ${kind} in the config repository, not a plain text file${input === 'overlays' ? ' or folder' : ''}`,
    hint: `Name the real ${input === 'overlays' ? 'folder of the kustomization' : 'file'} in ${input}: links and submodules are never followed.`,
  })
}
