import { followLinks } from '../../../src/config-repository/folder/links.ts'
import type { RepositoryFiles } from '../../../src/effective/file.ts'
import { repositoryFiles } from '../../../src/effective/files/repository-files.ts'
import type { FileTree } from '../../../src/names/paths/file-tree.ts'

/** A text, the bytes of a file, or where a link leads. */
export type MemoryFile = string | Uint8Array | { readonly link: string }

/** The files of a repository that is nowhere but here: `memoryFiles({ 'a/kustomization.yaml': 'images: []' })`. */
export const memoryFiles = (files: Readonly<Record<string, MemoryFile>>): RepositoryFiles =>
  repositoryFiles(memoryTree(files))

export function memoryTree(files: Readonly<Record<string, MemoryFile>>): FileTree {
  const contents = new Map<string, Uint8Array>()
  const links = new Map<string, string>()
  for (const [path, file] of Object.entries(files)) {
    if (typeof file === 'string') contents.set(path, Buffer.from(file))
    else if (file instanceof Uint8Array) contents.set(path, file)
    else links.set(path, file.link)
  }
  return {
    paths: [...contents.keys()].toSorted(),
    skipped: [],
    follow(path) {
      const real = followLinks(path, links)
      return real !== undefined && contents.has(real) ? real : undefined
    },
    read(path, limit) {
      const content = contents.get(path)
      if (!content) return 'unreadable'
      return content.length > limit ? 'large' : content
    },
  }
}
