import type { ConfigTree } from '../config-repository/repository.ts'
import { kustomizeImages } from '../edit/kustomize/target.ts'
import type { Entry } from '../edit/target.ts'
import { isKustomization, parentOf } from '../names/path.ts'
import { resolveIn } from './graph/fields.ts'
import { itemsOf, lineOf, readDocument, readDocuments, valuesOf } from './graph/plain-yaml.ts'
import { referencesOf } from './graph/references.ts'

/** What changes an image that it knows by a name. */
export interface Claim {
  /** The folder of the kustomization that applies it. */
  readonly folder: string
  readonly file: string
  readonly line: number | undefined
  readonly name: string
  /** The reason of its hold. */
  readonly hold: string | undefined
}

export interface Claims {
  readonly claims: readonly Claim[]
  /** Kustomizations that seem to have one and cannot be read. */
  readonly unreadable: readonly string[]
}

/** All claims to these names in the kustomizations of a tip: one list and one look, and a second for transformers. */
export async function claimsTo(
  names: readonly string[],
  { tree, tip }: { readonly tree: ConfigTree; readonly tip: string },
): Promise<Claims> {
  const files = (await tree.list(tip)).filter(isKustomization)
  const nodes = await tree.nodesAt(tip, files)
  const texts = files.flatMap((file) => {
    const node = nodes.get(file)
    return node?.kind === 'file' ? [{ file, text: node.text }] : []
  })
  const naming = texts.filter(({ text }) => names.some((name) => text.includes(name)))
  const read = naming.map((one) => ({ ...one, document: readDocument(one.text) }))
  return {
    claims: [
      ...read.flatMap(({ file, text, document }) =>
        document.ok ? entryClaims({ file, text, names }, document.value) : [],
      ),
      ...(await transformerClaims(names, texts, { tree, tip })),
    ],
    unreadable: read.flatMap(({ file, text, document }) =>
      !document.ok && names.some((name) => kustomizeImages.declares(text, name)) ? [file] : [],
    ),
  }
}

interface Named {
  readonly file: string
  readonly text: string
  readonly names: readonly string[]
}

function entryClaims({ file, text, names }: Named, value: unknown): readonly Claim[] {
  const entries = [...itemsOf(value, 'images'), ...itemsOf(value, 'imageTags')]
  const found = new Set(entries.flatMap((entry) => valuesOf(entry, 'name')))
  return names
    .filter((name) => found.has(name))
    .map((name) => {
      const entry = entryIn(file, text, name)
      const line = entry?.line ?? lineOf(text, name)
      return { folder: parentOf(file), file, line, name, hold: entry?.hold?.reason }
    })
}

/** undefined for an entry that could not be edited either. */
function entryIn(path: string, text: string, name: string): Entry | undefined {
  try {
    return kustomizeImages.open({ path, text, place: () => ({ file: path }) }).find(name)
  } catch {
    return undefined
  }
}

/** `ImageTagTransformer` does what an entry does, in a file of its own or inline. */
async function transformerClaims(
  names: readonly string[],
  texts: readonly Pick<Named, 'file' | 'text'>[],
  { tree, tip }: { readonly tree: ConfigTree; readonly tip: string },
): Promise<readonly Claim[]> {
  const transforming = texts.filter(({ text }) => /transformers/i.test(text))
  const found = transforming.flatMap(({ file, text }) => {
    const document = readDocument(text)
    const references = document.ok ? referencesOf(document.value) : []
    const folder = parentOf(file)
    return references.flatMap(({ field, role, text: named }) => {
      if (field !== 'transformers') return []
      const path = role === 'inline' ? file : resolveIn(folder, named)
      return path === undefined ? [] : [{ folder, file: path, inline: role === 'inline' ? named : undefined }]
    })
  })
  if (found.length === 0) return []
  const nodes = await tree.nodesAt(
    tip,
    found.map(({ file }) => file),
  )
  return found.flatMap(({ folder, file, inline }) => {
    const node = nodes.get(file)
    if (node?.kind !== 'file') return []
    return namesTagged(inline ?? node.text)
      .filter((name) => names.includes(name))
      .map((name) => ({ folder, file, line: lineOf(node.text, name), name, hold: undefined }))
  })
}

function namesTagged(text: string): readonly string[] {
  const read = readDocuments(text)
  const values = read.ok ? read.values : []
  return values
    .filter((value) => valuesOf(value, 'kind').includes('ImageTagTransformer'))
    .flatMap((value) => valuesOf(value, 'imageTag').flatMap((tag) => valuesOf(tag, 'name')))
    .filter((name) => typeof name === 'string')
}
