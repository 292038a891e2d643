import type { FileTree, SkippedFile } from '../../names/paths/file-tree.ts'
import { contentReader } from './content.ts'
import { followLinks, strayLinks } from './links.ts'
import { walk } from './walk.ts'

/** The files below a folder of the disk, as they are now. What is left out is named, but for what no commit has. */
export function folderTree(root: string): FileTree {
  const { files, folders, links, skipped } = walk(root)
  const known = new Set(files)
  const stray = strayLinks(links, (path) => known.has(path) || folders.has(path))
  const read = contentReader()
  return {
    paths: files,
    skipped: [...skipped, ...stray.map((path): SkippedFile => ({ path, why: 'link' }))],
    follow(path) {
      if (known.has(path)) return path
      const real = followLinks(path, links)
      return real !== undefined && known.has(real) ? real : undefined
    },
    read: (path, limit) => (known.has(path) ? read(`${root}/${path}`, limit) : 'unreadable'),
  }
}
