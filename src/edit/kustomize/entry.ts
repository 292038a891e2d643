import { isMap, isScalar, type YAMLMap } from 'yaml'
import { fail, type Problem } from '../../errors/errors.ts'
import { nearest, nearestImage } from '../../names/nearest.ts'
import { splitReference } from '../../names/reference.ts'
import { refuse } from '../refuse.ts'
import { goMisreading } from '../yaml/go-scalar.ts'
import type { TokenPair } from '../yaml/nodes.ts'
import { rangeOf } from '../yaml/range.ts'
import { failOnSharedName, failOnSharedNodes, imagesList } from './image-list.ts'
import { imageEntries, type Kustomization } from './kustomization.ts'

export type EntryKey = 'name' | 'newName' | 'newTag' | 'digest' | 'tagSuffix'

/** The one `images` entry of a name: its values, and where they stand. */
export interface ImageEntry {
  readonly kustomization: Kustomization
  readonly map: YAMLMap
  /** Which item of the images list it is. */
  readonly index: number
  /** Where that item begins: its dash, or its first character in a flow list. */
  readonly start: number
  readonly line: number
  readonly name: string
  readonly newName: string | undefined
  readonly newTag: string | undefined
  readonly digest: string | undefined
  /** Without effect beside newTag or digest (kustomize, api/filters/imagetag/updater.go). */
  readonly tagSuffix: string | undefined
  readonly lineOf: (key: EntryKey) => number
}

/** @throws StepError ENTRY_MISSING, ENTRY_DUPLICATE or EDIT_UNSAFE. */
export function findEntry(kustomization: Kustomization, name: string): ImageEntry {
  return matchEntry(kustomization, name) ?? fail(absentEntry(kustomization, name))
}

/** undefined when there is no entry of that name. @throws StepError ENTRY_DUPLICATE or EDIT_UNSAFE. */
export function matchEntry(kustomization: Kustomization, name: string): ImageEntry | undefined {
  const entries = imageEntries(kustomization)
  const items = imagesList(kustomization)?.items ?? []
  const matches = items.flatMap(({ node, start }, index) =>
    isMap(node) && node.get('name') === name ? [{ map: node, start, index }] : [],
  )
  const [match, ...others] = matches
  failOnSharedName(
    kustomization,
    name,
    matches.map(({ map }) => map),
  )
  if (!match) return undefined
  // Our own is about to be written anew; that of a neighbour breaks the overlay, and only its owner knows the tag.
  for (const entry of entries) if (entry.get('name') !== name) failOnMisreadTag(kustomization, entry)
  if (others.length > 0) duplicate(kustomization, matches, name)
  return readEntry(kustomization, match, name)
}

type Match = Pick<ImageEntry, 'map' | 'start' | 'index'>

function duplicate({ file, lineAt }: Kustomization, matches: readonly Match[], name: string): never {
  const lines = matches.map(({ map }) => lineAt(rangeOf(map)[0]))
  return fail({
    code: 'ENTRY_DUPLICATE',
    message: `${file.path} has ${matches.length} images entries named "${name}", on lines ${lines.join(', ')}`,
    hint: 'Keep one of them: kustomize applies all in order, so the last one wins and the others only mislead.',
    configPlace: file.place(lines[0]),
  })
}

function readEntry(kustomization: Kustomization, match: Match, name: string): ImageEntry {
  const { map } = match
  const line = kustomization.lineAt(rangeOf(map)[0])
  failOnSharedNodes(kustomization, map, line)
  const text = (key: EntryKey) => stringOf(kustomization, map, key)
  return {
    ...match,
    kustomization,
    line,
    name,
    newName: text('newName'),
    newTag: text('newTag'),
    digest: text('digest'),
    tagSuffix: text('tagSuffix'),
    lineOf: (key) => lineOfPair(kustomization, pairOf(map, key)) ?? line,
  }
}

export function pairOf(map: YAMLMap, key: EntryKey): TokenPair | undefined {
  return map.items.find((pair) => isScalar(pair.key) && pair.key.value === key) as TokenPair | undefined
}

function lineOfPair({ lineAt }: Kustomization, pair: TokenPair | undefined): number | undefined {
  return pair && lineAt(rangeOf(pair.key)[0])
}

/** The text of a value that stands on one line, plain or quoted; undefined for an absent or empty one. */
function stringOf(kustomization: Kustomization, map: YAMLMap, key: EntryKey): string | undefined {
  const { file, lineAt } = kustomization
  const pair = pairOf(map, key)
  if (!pair) return undefined
  const line = lineOfPair(kustomization, pair)
  const { value } = pair
  if (!isScalar(value)) {
    refuse(file, line, {
      message: `has a ${key} that is not a plain value`,
      hint: `Write ${key} as one quoted string.`,
    })
  }
  if (value.anchor || value.tag || pair.key.anchor || pair.key.tag) {
    const hint = `Remove the anchor (&) or tag (!) from ${key}.`
    refuse(file, line, { message: `has a ${key} with an anchor or a tag`, hint })
  }
  const [start, end] = rangeOf(value)
  // The range of an empty block scalar holds the comment and the line break behind it.
  const block = String(value.type).startsWith('BLOCK_')
  if (block || lineAt(start) !== lineAt(Math.max(start, end - 1))) {
    refuse(file, line, { message: `has a ${key} of several lines`, hint: `Write ${key} on one line.` })
  }
  if (value.value === null || value.value === '') return undefined
  // What stands there, whatever type this parser gives it: the tag 12e4567 is a string for kustomize.
  return value.source
}

/** A plain value that kustomize does not take for a string, and what it takes it for. */
export function misreadValue(entry: YAMLMap, key: EntryKey): { written: string; taken: string } | undefined {
  const node = pairOf(entry, key)?.value
  if (!isScalar(node) || node.type !== 'PLAIN' || node.tag) return undefined
  const written = String(node.source)
  const taken = goMisreading(written)
  return taken && { written, taken }
}

/** kustomize: "cannot unmarshal number into Go struct field Image.images.newTag of type string". */
function failOnMisreadTag(kustomization: Kustomization, entry: YAMLMap): void {
  const misread = misreadValue(entry, 'newTag')
  if (!misread) return
  const { file } = kustomization
  const { written, taken } = misread
  const line = lineOfPair(kustomization, pairOf(entry, 'newTag'))
  refuse(file, line, {
    message: `has newTag: ${written}, which YAML reads as a ${taken}, so kustomize cannot build the overlay`,
    hint: `Quote it on line ${line}: newTag: "${written}".`,
  })
}

/**
 * What is wrong with a kustomization that should have an entry of that name.
 *
 * @param repositoryUrl What the image is called in its registry.
 */
export function absentEntry(kustomization: Kustomization, name: string, repositoryUrl?: string): Problem {
  const { file } = kustomization
  const entries = imageEntries(kustomization).filter((entry) => Boolean(entry.get('name')))
  const names = entries.map(nameIn)
  const close = closeEntry(entries, name, repositoryUrl)
  const meant = close === undefined ? '' : ` Did you mean "${close}"? Then set the input name to it.`
  const known = names.length > 0 ? `It has: ${names.join(', ')}.` : 'It has no images entries.'
  return {
    code: 'ENTRY_MISSING',
    message: `${file.path} has no images entry named "${name}". ${known}${meant}`,
    hint: `Where that file is of another service, correct overlays; else set the input name to the image name in the manifests, or add an entry to images in ${file.path}: - name: ${name}`,
    configPlace: file.place(),
  }
}

const nameIn = (entry: YAMLMap): string => String(entry.get('name'))

/** The one that deploys this very repository before all that only look like it. */
function closeEntry(entries: readonly YAMLMap[], name: string, repositoryUrl?: string): string | undefined {
  const names = entries.map(nameIn)
  if (repositoryUrl === undefined) return nearest(name, names)
  const [deploying, ...others] = entries.filter(
    (entry) => splitReference(String(entry.get('newName') ?? '')).name === repositoryUrl,
  )
  if (deploying && others.length === 0) return nameIn(deploying)
  return nearestImage({ name, repositoryUrl }, names)
}
