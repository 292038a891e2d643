import type { TreeNode } from '../repository.ts'

/** One answer of `git cat-file --batch` (git-cat-file, "BATCH OUTPUT"); undefined for a missing object. */
export type BatchObject = { readonly id: string; readonly type: string; readonly content: Buffer } | undefined

const NEWLINE = 0x0a

/** The answers in the order of the questions. */
export function parseBatch(output: Buffer, count: number): readonly BatchObject[] {
  const objects: BatchObject[] = []
  let position = 0
  while (objects.length < count) {
    const end = output.indexOf(NEWLINE, position)
    if (end < 0) throw new Error('git cat-file ended early')
    const header = output.toString('utf8', position, end)
    const [, id, type, size] = /^([0-9a-f]+) (\w+) (\d+)$/.exec(header) ?? []
    position = end + 1
    if (id === undefined || type === undefined) {
      objects.push(undefined)
      continue
    }
    const contentEnd = position + Number(size)
    if (output[contentEnd] !== NEWLINE) throw new Error('git cat-file ended early')
    objects.push({ id, type, content: output.subarray(position, contentEnd) })
    position = contentEnd + 1
  }
  return objects
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
export function nodeOf(object: NonNullable<BatchObject>, mode: string | undefined): TreeNode {
  if (mode === '120000') return { kind: 'symlink' }
  if (mode === '160000') return { kind: 'submodule' }
  if (object.type === 'tree') {
    const entries = parseTree(object.content, object.id.length / 2)
    return { kind: 'folder', id: object.id, entries: entries.map((entry) => entry.name) }
  }
  return textNode(object)
}

function textNode({ id, content }: NonNullable<BatchObject>): TreeNode {
  try {
    // A byte order mark is kept, because every byte is.
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content)
    return { kind: 'file', id, text }
  } catch {
    return { kind: 'binary' }
  }
}
