/** What the checkout and the event say. Facts only: what follows from them is decided by the plan. */
export interface Source {
  /** `owner/name` of the service repository. */
  readonly repository: string
  readonly serverUrl: string
  /** Of GitHub's API, as the runner has it. */
  readonly apiUrl: string
  readonly event: string
  readonly ref: string
  /** The commit of the run: GITHUB_SHA, or that of the run which a `workflow_run` follows. The checkout may be at another. */
  readonly sha: string
  readonly defaultBranch: string | undefined
  /** What is built is of a fork, or may be: a comment does not say whose pull request it is at. */
  readonly fromFork: boolean
  /** It counts as of a fork only because nothing says whose it is. */
  readonly fromAnybody: boolean
  /** The run was set off by a pull request, directly or through `workflow_run`; its ref need not be what it builds. */
  readonly fromPullRequest: boolean
  readonly fromDependabot: boolean
  readonly idTokenAvailable: boolean
  /** No runner of GitHub: act, which runs workflows on a machine. */
  readonly underAct: boolean
  readonly actor: string
  readonly runId: string
  readonly runAttempt: string
  /** The repositories that the build contexts lie in, by context; a context that is in none has no entry. */
  readonly checkouts: ReadonlyMap<string, Checkout>
  /** What commits say of themselves, by their SHA, where the event has it. */
  readonly messages: ReadonlyMap<string, string>
  /** Messages of all that a push has brought to its branch, oldest first; none where not all of it is known. */
  readonly brought: readonly string[]
  /** Where the branch was before the push that `brought` is of; undefined where the event does not say. */
  readonly before: string | undefined
  /** What the commit has where the images are built from, and the checkout has not. */
  readonly unfetched: readonly Unfetched[]
  /** Patterns of `paths` whose folder or file is not in the checkout. */
  readonly absentPaths: readonly string[]
  /** AWS_REGION, which is only a default, and the variable that says it. */
  readonly environmentRegion: string | undefined
  readonly regionVariable: 'AWS_REGION' | 'AWS_DEFAULT_REGION'
  /** Variables that say where AWS is asked, and what they say; those that have a value. */
  readonly endpoints: ReadonlyMap<string, string>
  /** Names of the environment variables that have a value. */
  readonly environment: ReadonlySet<string>
}

/** What an image is made of: where it is built, and the patterns of what it depends on. */
export interface Ingredients {
  readonly context: string
  readonly paths: readonly string[]
  /** Where else files of the build are from: the folder of the Dockerfile, further contexts. */
  readonly besides: readonly string[]
  /** Of these, the folders that files of the image are from. */
  readonly copied: readonly Copied[]
  /** false: the image must exist already, so nothing of the checkout gets into it. */
  readonly built: boolean
}

export interface Copied {
  readonly folder: string
  /** Lists of what is left out of it; the first that is there counts. */
  readonly ignoreFiles: readonly string[]
}

/** A file or submodule of the commit whose content is not in the checkout. */
export interface Unfetched {
  /** From the root of the repository. */
  readonly path: string
  /** What would bring it: mostly an input of actions/checkout; `nothing`: .gitmodules does not name it. */
  readonly by: 'lfs' | 'submodules' | 'submodules of submodules' | 'sparse-checkout' | 'nothing'
  /** A context lies in it. */
  readonly holdsContext?: true
}

export interface Checkout {
  readonly head: string
  /** Tracked files that differ from HEAD. */
  readonly modified: readonly string[]
}

export function runUrl(source: Source): string {
  return `${source.serverUrl}/${source.repository}/actions/runs/${source.runId}/attempts/${source.runAttempt}`
}

/** Whether `owner/name` is the repository that the run belongs to; case makes no difference to GitHub. */
export function isOwnRepository(repository: string, source: Source): boolean {
  return repository.toLowerCase() === source.repository.toLowerCase()
}

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
