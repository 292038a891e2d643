/** What stands at a path of the config repository. */
export type TreeNode =
  | { readonly kind: 'file'; readonly text: string }
  | { readonly kind: 'folder'; readonly entries: readonly string[] }
  /** A symlink, a submodule, or a file that is not text: found, and never followed. */
  | { readonly kind: 'symlink' | 'submodule' | 'binary' }

export interface Snapshot {
  /** The commit that the nodes were read at. */
  readonly tip: string
  /** Only what exists has a node. */
  readonly nodes: ReadonlyMap<string, TreeNode>
}

export interface Change {
  /** Path to new text, for files that exist at the tip. */
  readonly files: ReadonlyMap<string, string>
  readonly message: string
  readonly author: { readonly name: string; readonly email: string }
}

/** Losing a race is an ordinary outcome, so it is a value; a refusal is an error. */
export type CommitOutcome =
  | { readonly landed: true; readonly commit: string }
  | {
      readonly landed: false
      readonly reason: string
      /** The commit of a push that got no answer: it may have landed before others wrote. */
      readonly unanswered?: string
    }

/** The config repository, whatever carries it. */
export interface ConfigRepository {
  /** The newest tip of the branch and what stands at the paths there. */
  read(paths: readonly string[]): Promise<Snapshot>
  /** Makes one commit on that tip, and only on that tip. */
  commit(tip: string, change: Change): Promise<CommitOutcome>
  /** Writes the tree of a tip, or the part of it below the paths, to a folder and returns the folder. */
  materialise(tip: string, paths: readonly string[]): Promise<string>
}
