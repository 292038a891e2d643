import { createHash } from 'node:crypto'
import { fieldOf, idOf, listOf, textOf } from '../../names/parsed.ts'
import { LIMITS } from '../limits.ts'
import type { TreeNode } from '../repository.ts'

/** Modes as GraphQL has them, in decimal. */
export const PLAIN_FILE = 0o100644
export const SYMLINK = 0o120000
const SUBMODULE = 0o160000
const FOLDER = 0o040000

/** An entry of a folder. */
export interface Listed {
  readonly name: string
  readonly mode: number
  readonly oid: string
}

/** What was said of a path; a text that is not whole must be read otherwise. */
export type Entry =
  | {
      readonly kind: 'node'
      readonly mode: number
      readonly node: TreeNode
      readonly listing?: readonly Listed[]
    }
  | { readonly kind: 'unread'; readonly mode: number; readonly oid: string }

/** An answer to `Entry` of the queries; undefined where nothing stands. */
export function entryOf(answer: unknown): Entry | undefined {
  const [mode, oid, object] = [
    fieldOf(answer, 'mode'),
    idOf(fieldOf(answer, 'oid')),
    fieldOf(answer, 'object'),
  ]
  if (typeof mode !== 'number' || oid === undefined) return undefined
  if (mode === SYMLINK) return { kind: 'node', mode, node: { kind: 'symlink' } }
  if (mode === SUBMODULE) return { kind: 'node', mode, node: { kind: 'submodule' } }
  return mode === FOLDER ? folderOf(oid, object) : blobOf({ mode, oid }, object)
}

export function folderOf(oid: string, tree: unknown): Entry {
  const listing = listOf(fieldOf(tree, 'entries')).flatMap(listed)
  const entries = listing.map(({ name }) => name)
  return { kind: 'node', mode: FOLDER, node: { kind: 'folder', id: oid, entries }, listing }
}

function listed(entry: unknown): readonly Listed[] {
  const [name, oid, mode] = [
    textOf(fieldOf(entry, 'name')),
    idOf(fieldOf(entry, 'oid')),
    fieldOf(entry, 'mode'),
  ]
  return name !== undefined && oid !== undefined && typeof mode === 'number' ? [{ name, oid, mode }] : []
}

function blobOf({ mode, oid }: { mode: number; oid: string }, blob: unknown): Entry {
  const bytes = Number(fieldOf(blob, 'byteSize'))
  if (bytes > LIMITS.file) return { kind: 'node', mode, node: { kind: 'large', id: oid, bytes, of: 'file' } }
  if (fieldOf(blob, 'isBinary') === true) return { kind: 'node', mode, node: { kind: 'binary' } }
  const text = wholeText(oid, blob)
  return text === undefined
    ? { kind: 'unread', mode, oid }
    : { kind: 'node', mode, node: { kind: 'file', id: oid, text } }
}

/**
 * The text, if it is all of the file byte by byte: GitHub cuts long ones, and turns other encodings into UTF-8. Its id
 * says so: what is edited and written back must be what was there.
 */
export function wholeText(oid: string, blob: unknown): string | undefined {
  const text = textOf(fieldOf(blob, 'text'))
  return text !== undefined && idOfBlob(Buffer.from(text), oid.length) === oid ? text : undefined
}

/** The id that git gives a blob (gitformat-pack, "object names"). */
export function idOfBlob(content: Buffer, length: number): string {
  const hash = createHash(length === 64 ? 'sha256' : 'sha1')
  return hash.update(`blob ${content.length}\0`).update(content).digest('hex')
}

/** A file from its bytes. */
export function fileOf(oid: string, content: Buffer): TreeNode {
  try {
    return {
      kind: 'file',
      id: oid,
      text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content),
    }
  } catch {
    return { kind: 'binary' }
  }
}
