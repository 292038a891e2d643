import { isMap, isPair, isScalar, type Pair, type Scalar, type YAMLMap } from 'yaml'
import { fail } from '../../errors.ts'
import { imageEntries, type Kustomization, refuse } from './kustomization.ts'
import { nearest } from './nearest.ts'
import { misreading } from './scalar.ts'

export type EntryKey = 'name' | 'newName' | 'newTag' | 'digest'

/** The one `images` entry of a name: its values, and where they stand. */
export interface ImageEntry {
  readonly kustomization: Kustomization
  readonly map: YAMLMap
  readonly line: number
  readonly name: string
  readonly newName: string | undefined
  readonly newTag: string | undefined
  readonly digest: string | undefined
  readonly lineOf: (key: EntryKey) => number
}

/** @throws DeployError ENTRY_MISSING, ENTRY_DUPLICATE or EDIT_UNSAFE. */
export function findEntry(kustomization: Kustomization, name: string): ImageEntry {
  const { file, lineAt } = kustomization
  const entries = imageEntries(kustomization)
  for (const entry of entries) failOnMisreadTag(kustomization, entry)
  const matches = entries.filter((entry) => entry.get('name') === name)
  const [map, ...others] = matches
  if (!map) return missing(kustomization, entries, name)
  if (others.length > 0) {
    const lines = matches.map((match) => lineAt(match.range?.[0] ?? 0))
    fail({
      code: 'ENTRY_DUPLICATE',
      message: `${file.path} has ${matches.length} images entries named "${name}", on lines ${lines.join(', ')}`,
      hint: 'Keep one of them: kustomize applies all in order, so the last one wins and the others only mislead.',
      configPlace: file.place(lines[0]),
    })
  }
  return readEntry(kustomization, map, name)
}

function readEntry(kustomization: Kustomization, map: YAMLMap, name: string): ImageEntry {
  const line = kustomization.lineAt(map.range?.[0] ?? 0)
  failOnSharedNodes(kustomization, map, line)
  const text = (key: EntryKey) => stringOf(kustomization, map, key)
  return {
    kustomization,
    map,
    line,
    name,
    newName: text('newName'),
    newTag: text('newTag'),
    digest: text('digest'),
    lineOf: (key) => lineOfPair(kustomization, pairOf(map, key)) ?? line,
  }
}

export function pairOf(map: YAMLMap, key: EntryKey): Pair<Scalar, unknown> | undefined {
  return map.items.find((pair) => isPair(pair) && isScalar(pair.key) && pair.key.value === key) as
    | Pair<Scalar, unknown>
    | undefined
}

function lineOfPair({ lineAt }: Kustomization, pair: Pair<Scalar, unknown> | undefined): number | undefined {
  return pair?.key.range ? lineAt(pair.key.range[0]) : undefined
}

/** An edit of an anchored node would change every alias of it, and a merge key hides where a value comes from. */
function failOnSharedNodes({ file, document }: Kustomization, map: YAMLMap, line: number): void {
  const root = document.contents
  const images = isMap(root) ? (root.get('images', true) as { anchor?: string } | undefined) : undefined
  const merged = map.items.some((pair) => isScalar(pair.key) && pair.key.value === '<<')
  if (images?.anchor || map.anchor || merged) {
    const mend = 'Write the entry out, without an anchor (&), an alias (*) or a merge key (<<).'
    refuse(file, line, { what: 'has an images entry that shares values through an anchor or alias', mend })
  }
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
      what: `has a ${key} that is not a plain value`,
      mend: `Write ${key} as one quoted string.`,
    })
  }
  if (value.anchor || value.tag || pair.key.anchor || pair.key.tag) {
    const mend = `Remove the anchor (&) or tag (!) from ${key}.`
    refuse(file, line, { what: `has a ${key} with an anchor or a tag`, mend })
  }
  const [start = 0, end = 0] = value.range ?? []
  const block = value.type === 'BLOCK_LITERAL' || value.type === 'BLOCK_FOLDED'
  if (block || lineAt(start) !== lineAt(Math.max(start, end - 1))) {
    refuse(file, line, { what: `has a ${key} of several lines`, mend: `Write ${key} on one line.` })
  }
  return value.value === null || value.value === '' ? undefined : String(value.value)
}

/** kustomize: "cannot unmarshal number into Go struct field Image.images.newTag of type string". */
function failOnMisreadTag({ file, lineAt }: Kustomization, entry: YAMLMap): void {
  const node = pairOf(entry, 'newTag')?.value
  if (!isScalar(node) || node.type !== 'PLAIN' || node.value === null) return
  const written = node.source ?? String(node.value)
  const taken = misreading(written)
  if (taken === undefined) return
  const line = lineAt(node.range?.[0] ?? 0)
  refuse(file, line, {
    what: `has newTag: ${written}, which YAML reads as a ${taken}, so kustomize cannot build the overlay`,
    mend: `Quote it on line ${line}: newTag: "${written}".`,
  })
}

function missing({ file }: Kustomization, entries: readonly YAMLMap[], name: string): never {
  const names = entries.map((entry) => String(entry.get('name') ?? '')).filter((known) => known !== '')
  const close = nearest(name, names)
  const meant = close ? ` Did you mean "${close}"? Then set the input name to it.` : ''
  const known = names.length > 0 ? `It has: ${names.join(', ')}.` : 'It has no images entries.'
  return fail({
    code: 'ENTRY_MISSING',
    message: `${file.path} has no images entry named "${name}". ${known}${meant}`,
    hint: `Set the input name to the image name in the manifests, or add an entry to images in ${file.path}: - name: ${name}`,
    configPlace: file.place(),
  })
}
