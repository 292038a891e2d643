/** What stands at a path of the config repository. */
export type TreeNode =
  | { readonly kind: 'file'; readonly id: string; readonly text: string }
  | { readonly kind: 'folder'; readonly id: string; readonly entries: readonly string[] }
  /** Larger than anything that this step reads: its content is not known. */
  | { readonly kind: 'large'; readonly id: string; readonly bytes: number; readonly of: 'file' | 'folder' }
  /** A symlink, a submodule, or a file that is not text: found, and never followed. */
  | { readonly kind: 'symlink' | 'submodule' | 'binary' }

/** By path; only what exists has a node. The `id` of two nodes is equal when everything in them is. */
export type TreeNodes = ReadonlyMap<string, TreeNode>

export interface Snapshot {
  /** The commit that the nodes were read at. */
  readonly tip: string
  readonly nodes: TreeNodes
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
  /** Or it did land, and the answer was lost: the branch says so. */
  | {
      readonly landed: false
      /** undefined where the server makes the commit and nothing was heard of it, or none was made. */
      readonly commit: string | undefined
      readonly reason: string
      readonly unanswered: boolean
      /** The branch was elsewhere before anything was sent, so that the commit is on none. */
      readonly unsent: boolean
    }

/** A commit that was sent, by what it is known again on the branch. */
export interface SentCommit {
  /** undefined where nothing was heard of it: its message, which no other commit has, distinguishes it from all others. */
  readonly id: string | undefined
  readonly message: string
}

/** A part of the tree as files, or what keeps it from being written: nobody can render it then. */
export type Materialised = { readonly folder: string } | { readonly refused: string }

/** Files that hold all of these texts, and whose names end in one of these ways. */
export interface Search {
  readonly texts: readonly string[]
  readonly endings: readonly string[]
}

/** What can be looked at in a commit of the config repository; the server is not asked again. */
export interface ConfigTree {
  /** What stands at the paths of a tip that was read. */
  nodesAt(tip: string, paths: readonly string[]): Promise<TreeNodes>
  /** The paths of all files of a tip. */
  list(tip: string): Promise<readonly string[]>
  /** The paths of such files, undefined where it takes too long. A way that has not all of the tree here cannot search it. */
  filesWith?(tip: string, wanted: Search): Promise<readonly string[] | undefined>
  /** Writes the tree of a tip, or the part of it below the paths, to a folder. */
  materialise(tip: string, paths: readonly string[]): Promise<Materialised>
}

export interface ConfigReader extends ConfigTree {
  /** The newest tip of the branch and what stands at the paths there. The server has so much time at most. */
  read(paths: readonly string[], withinMs?: number): Promise<Snapshot>
}

export interface ConfigWriter {
  /** Fails for what no commit of these files could be made of, while nothing is built yet. */
  foresee?(tip: string, files: Change['files']): Promise<void>
  /** Makes one commit on that tip, and only on that tip. */
  commit(tip: string, change: Change, withinMs?: number): Promise<CommitOutcome>
  /** The one of these commits that the branch holds, in what was written to it of late, with its id. */
  landed<Sent extends SentCommit>(
    sent: readonly Sent[],
    withinMs?: number,
  ): Promise<(Sent & { readonly id: string }) | undefined>
}

/** The config repository, whatever carries it. */
export interface ConfigRepository extends ConfigReader, ConfigWriter {}

/** Who has put a commit where it is; of a commit that GitHub makes this is GitHub itself. */
export interface SideCommit {
  readonly id: string
  readonly message: string
  readonly committer: { readonly name: string; readonly email: string }
}

/** A branch beside the base, as the server has it. */
export interface SideBranch {
  readonly head: string
  /** Those that the base has not, oldest first; undefined where they are more than anybody looks at. */
  readonly commits: readonly SideCommit[] | undefined
}

/** Where a commit goes on a side branch. */
export interface SideTarget {
  readonly branch: string
  /** What the commit stands on: the tip of the base, or the head of the branch. */
  readonly parent: string
  /** What the branch must still be at; undefined: it must not exist. */
  readonly expected: string | undefined
}

/** Writes branches beside the base. Their commits are readable afterwards, as those of the base are. */
export interface BranchWriter {
  /** The name of the base branch, also where it is the default one. */
  base(): Promise<string>
  /** undefined: there is none. */
  branch(name: string, withinMs?: number): Promise<SideBranch | undefined>
  /** One commit on that parent, which the branch points at afterwards, whatever it pointed at before. */
  commitTo(target: SideTarget, change: Change, withinMs?: number): Promise<CommitOutcome>
  /** false: it is elsewhere, or gone. */
  removeBranch(name: string, head: string): Promise<boolean>
}
