import { isAskable } from '../nodes.ts'
import type { Change, TreeNode } from '../repository.ts'

/** What git says of an object before its content (git-cat-file, "BATCH OUTPUT"). */
export interface ObjectHeader {
  readonly id: string
  readonly type: string
  readonly bytes: number
}

/** Without content where that is larger than anything that is read. */
export type FoundObject = ObjectHeader & { readonly content?: Buffer }

/** undefined for a missing object. */
export type BatchObject = FoundObject | undefined

export function parseHeader(line: string): ObjectHeader | undefined {
  const [, id, type, bytes] = /^([0-9a-f]{40,64}) (\w+) (\d+)$/.exec(line) ?? []
  return id === undefined || type === undefined ? undefined : { id, type, bytes: Number(bytes) }
}

const NEWLINE = 0x0a

/** An object of whose content something is still to come. */
interface OpenObject {
  readonly header: ObjectHeader
  readonly parts: Buffer[]
  left: number
}

/** Reads what `git cat-file --batch` writes while it comes, so that nothing is kept that does not fit. */
export class BatchReader {
  readonly #fits: (header: ObjectHeader) => boolean
  readonly #objects: BatchObject[] = []
  /** Of a line whose end has not come yet. */
  #begun: Buffer[] = []
  #open: OpenObject | undefined
  #done = false

  constructor(fits: (header: ObjectHeader) => boolean) {
    this.#fits = fits
  }

  /** false once something does not fit, or is no answer: nothing that follows is wanted. */
  take(chunk: Buffer): boolean {
    let rest = chunk
    while (rest.length > 0 && !this.#done)
      rest = this.#open ? this.#takeContent(this.#open, rest) : this.#takeLine(rest)
    return !this.#done
  }

  /** The answers in the order of the questions. Half a file must never be edited. @throws Error for an early end. */
  finish(count: number): readonly BatchObject[] {
    if (this.#objects.length < count) throw new Error('git cat-file ended early')
    return this.#objects
  }

  #takeLine(bytes: Buffer): Buffer {
    const end = bytes.indexOf(NEWLINE)
    this.#begun.push(end < 0 ? bytes : bytes.subarray(0, end))
    if (end < 0) return bytes.subarray(bytes.length)
    const header = parseHeader(Buffer.concat(this.#begun).toString('utf8'))
    this.#begun = []
    if (!header) this.#objects.push(undefined)
    else if (this.#fits(header)) this.#open = { header, parts: [], left: header.bytes + 1 }
    else this.#done = true
    return bytes.subarray(end + 1)
  }

  #takeContent(open: OpenObject, bytes: Buffer): Buffer {
    const part = bytes.subarray(0, open.left)
    open.parts.push(part)
    open.left -= part.length
    if (open.left === 0) this.#close(open.header, Buffer.concat(open.parts))
    return bytes.subarray(part.length)
  }

  #close(header: ObjectHeader, content: Buffer): void {
    this.#open = undefined
    if (content.at(-1) === NEWLINE) this.#objects.push({ ...header, content: content.subarray(0, -1) })
    else this.#done = true
  }
}

export interface TreeEntry {
  readonly mode: string
  readonly name: string
}

/** A raw tree object: `<mode> <name>\0<binary id>` over and over. */
export function parseTree(content: Buffer, idBytes: number): readonly TreeEntry[] {
  const entries: TreeEntry[] = []
  let position = 0
  for (let nul = content.indexOf(0); nul >= 0; nul = content.indexOf(0, position)) {
    const [mode = '', ...name] = content.toString('utf8', position, nul).split(' ')
    entries.push({ mode, name: name.join(' ') })
    position = nul + 1 + idBytes
  }
  return entries
}

/** What a path is, from its object and its mode in the parent tree. */
export function nodeOf(object: FoundObject, mode: string | undefined): TreeNode {
  if (mode === '120000') return { kind: 'symlink' }
  if (mode === '160000') return { kind: 'submodule' }
  const { id, type, bytes, content } = object
  const of = type === 'tree' ? 'folder' : 'file'
  if (!content) return { kind: 'large', id, bytes, of }
  if (of === 'file') return textNode(id, content)
  return { kind: of, id, entries: parseTree(content, id.length / 2).map((entry) => entry.name) }
}

function textNode(id: string, content: Buffer): TreeNode {
  try {
    // A byte order mark is kept, because every byte is.
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content)
    return { kind: 'file', id, text }
  } catch {
    return { kind: 'binary' }
  }
}

export interface ImportedCommit extends Pick<Change, 'message' | 'author'> {
  readonly parent: string
  /** Path to new text and to the mode that the file has. */
  readonly files: ReadonlyMap<string, { readonly text: string; readonly mode: string }>
  readonly time: Date
}

/**
 * A `git fast-import` stream that makes one commit and prints its id. One process writes blobs, trees and commit; the
 * rest of the tree, with its modes and submodules, is taken over from the parent as it is.
 */
export function fastImportStream(ref: string, commit: ImportedCommit): string {
  const seconds = Math.floor(commit.time.getTime() / 1000)
  const person = `${commit.author.name} <${commit.author.email}> ${seconds} +0000`
  const files = [...commit.files].map(
    ([path, { text, mode }]) => `M ${mode} inline ${quotePath(path)}\n${data(text)}`,
  )
  return [
    `commit ${ref}\nmark :1\nauthor ${person}\ncommitter ${person}\n${data(commit.message)}`,
    `from ${commit.parent}\n`,
    ...files,
    '\nget-mark :1\ndone\n',
  ].join('')
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`
}

/** C-style quoting (git-fast-import, "<path>"). */
function quotePath(path: string): string {
  // Inputs with control characters are refused, and such paths of the tree are never read.
  if (!isAskable(path)) throw new Error('a path with a control character was let through')
  return `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}
