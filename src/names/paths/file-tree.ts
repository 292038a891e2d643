/** A file that was not read, and why; people are told of it once. */
export interface SkippedFile {
  readonly path: string
  readonly why: Unreadable
}

export type Unreadable = 'large' | 'binary' | 'link' | 'name' | 'unreadable'

/** Files of a folder or of a commit, as git names them: with slashes, from the root, without a slash at the end. */
export interface FileTree {
  /** Every file that is one itself, sorted; a link is none. */
  readonly paths: readonly string[]
  /** What has no place in it: links that lead out, names that cannot be shown, folders that cannot be read. */
  readonly skipped: readonly SkippedFile[]
  /** The file that a path leads to, behind the links on its way; undefined where none is there. */
  follow(path: string): string | undefined
  /** Its content, good until the next one is read; never more than `limit` bytes. */
  read(path: string, limit: number): Uint8Array | Unreadable
}
