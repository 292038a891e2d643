/** A link on the way of a path, and what it says. */
export interface Link {
  readonly at: string
  readonly to: string
}

/** Where a path leads when every link on its way is followed; what is not there leads where it would be. */
export interface Trail {
  /** undefined: links without an end, more of them than the system follows, or one to a name that is no text. */
  readonly real: string | undefined
  readonly links: readonly Link[]
}

export interface Asked {
  readonly paths: readonly string[]
  /** The input trusted-paths. */
  readonly trusted: readonly string[]
}

/** What paths are compared with; all of it with its links followed. */
export interface Ground {
  /** Where relative paths begin. */
  readonly cwd: string
  readonly workspace: string
  /** Folders besides the workspace that the workflow trusts. */
  readonly trusted: readonly string[]
  /** Places that hold what no build may get, by the name that a message calls them. */
  readonly guarded: readonly { readonly name: string; readonly path: string }[]
  /** By the path as it was asked for. */
  readonly trails: ReadonlyMap<string, Trail>
}
