import type { RepositoryFiles } from '../../file.ts'
import type { Unknown } from '../../object.ts'
import { itemsAt, textAt, valueAt, type YamlNode } from '../../yaml/node.ts'
import { readYaml } from '../../yaml/read.ts'
import { faultsIn } from '../read/find.ts'
import { type Resource, resourceOf } from './resource.ts'

/** The YAML documents of a file, whatever it is called. */
export interface Documents {
  readonly documents: readonly YamlNode[]
  readonly unknown: readonly Unknown[]
}

export interface Loaded {
  readonly resources: readonly Resource[]
  readonly unknown: readonly Unknown[]
}

/** Reads files once each. */
export interface Loader {
  readonly documents: (path: string) => Documents | undefined
  readonly objects: (path: string) => Loaded | undefined
  readonly text: (path: string) => string | undefined
}

export function openLoader(files: RepositoryFiles): Loader {
  const texts = new Map<string, string | undefined>()
  const text = (path: string) => kept(texts, path, () => files.file(path)?.text ?? decoded(files.bytes(path)))
  const read = new Map<string, Documents | undefined>()
  const documents = (path: string) => kept(read, path, () => documentsOf(path, files, text))
  const loaded = new Map<string, Loaded | undefined>()
  const objects = (path: string) => kept(loaded, path, () => objectsIn(documents(path)))
  return { documents, objects, text }
}

function kept<T>(known: Map<string, T>, path: string, make: () => T): T {
  const old = known.get(path)
  if (old !== undefined || known.has(path)) return old as T
  const made = make()
  known.set(path, made)
  return made
}

const decoded = (bytes: Uint8Array | undefined): string | undefined =>
  bytes && new TextDecoder().decode(bytes)

function documentsOf(
  path: string,
  files: RepositoryFiles,
  textOf: (path: string) => string | undefined,
): Documents | undefined {
  const file = files.file(path)
  if (file && file.kind !== 'code') return { documents: file.documents, unknown: faultsIn(file) }
  const text = textOf(path)
  if (text === undefined) return undefined
  const source = { path, text, exact: true }
  const { documents, faults } = readYaml(source)
  return {
    documents: documents.flatMap(({ root }) => root ?? []),
    unknown: faults.map(({ message, offset }) => ({
      message: `${path} cannot be read: ${message}`,
      at: { source, start: offset, end: offset },
    })),
  }
}

function objectsIn(read: Documents | undefined): Loaded | undefined {
  if (!read) return undefined
  return objectsOf(read.documents, read.unknown)
}

/** Lists of objects are taken apart; what has no kind or name stops kustomize. */
export function objectsOf(documents: readonly YamlNode[], known: readonly Unknown[]): Loaded {
  const resources: Resource[] = []
  const unknown: Unknown[] = [...known]
  // What is added while it is walked is walked, too: a list may hold lists.
  const open = [...documents]
  for (const node of open) {
    const kind = textAt(node, 'kind') ?? ''
    if (node.kind === 'map' && kind.endsWith('List') && valueAt(node, 'items')) {
      for (const item of itemsAt(node, 'items')) open.push(item)
      continue
    }
    if (node.kind === 'map' && kind && textAt(valueAt(node, 'metadata'), 'name'))
      resources.push(resourceOf(node))
    else unknown.push({ message: 'this is no object of Kubernetes: it has no kind or no name', at: node })
  }
  return { resources, unknown }
}
