import type { Change } from '../repository.ts'

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
  if (/\p{Cc}/u.test(path)) throw new Error('a path with a control character was let through')
  return `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}
