import { GithubFailure } from '../../github/failure.ts'
import { fieldOf, idOf, textOf } from '../../names/parsed.ts'
import { isAskable, nodesAmong } from '../nodes.ts'
import type { Snapshot, TreeNodes } from '../repository.ts'
import { entryOf, fileOf, folderOf } from './entries.ts'
import { KnownTree } from './known-tree.ts'
import { commitQuery, headQuery } from './queries.ts'
import type { ApiRemote } from './remote.ts'
import { type TermsLeft, termsWithin } from './terms.ts'

/** As many paths in one query; GitHub gives a query ten seconds. */
const AT_ONCE = 100

interface ReaderOptions {
  /** undefined: the default branch. */
  readonly branch: string | undefined
  /** GitHub answers under the old name of a repository, too. */
  readonly onNamed: (name: string) => void
}

/** Commits of the config repository as far as they were asked for. */
export class TreeReader {
  readonly #remote: ApiRemote
  readonly #options: ReaderOptions
  #known: KnownTree

  constructor(remote: ApiRemote, options: ReaderOptions) {
    this.#remote = remote
    this.#options = options
    this.#known = new KnownTree('', remote.label)
  }

  /** The newest tip that was read. */
  get tip(): string {
    return this.#known.tip
  }

  async read(paths: readonly string[], withinMs?: number): Promise<Snapshot> {
    const asked = askable(paths)
    const left = termsWithin(withinMs)
    const first = asked.slice(0, AT_ONCE)
    const query = headQuery(this.#remote.names, this.#options.branch, first)
    const answer = await this.#remote.query(query, left())
    const commit = this.#headOf(answer)
    const tip = idOf(fieldOf(commit, 'oid')) ?? this.#noBranch()
    const known = new KnownTree(tip, this.#remote.label)
    known.add('', folderOf(idOf(fieldOf(commit, 'root', 'oid')) ?? '', fieldOf(commit, 'root')))
    await this.#take(known, first, { commit, left })
    this.#known = known
    return { tip, nodes: nodesIn(await this.load(tip, paths, left), paths) }
  }

  #headOf(answer: unknown): unknown {
    const repository = fieldOf(answer, 'repository')
    if (repository === undefined) this.#noGithub()
    if (fieldOf(repository, 'isArchived') === true) this.#archived()
    this.#remote.branch = textOf(fieldOf(repository, 'branch', 'name')) ?? this.#remote.branch
    const name = textOf(fieldOf(repository, 'nameWithOwner'))
    if (name !== undefined && NAME.test(name) && this.tip === '') this.#options.onNamed(name)
    return fieldOf(repository, 'branch', 'target')
  }

  async nodesAt(tip: string, paths: readonly string[]): Promise<TreeNodes> {
    return nodesIn(await this.load(tip, paths), paths)
  }

  /** What is known of a commit, with these paths. */
  async load(tip: string, paths: readonly string[], left: TermsLeft = termsWithin()): Promise<KnownTree> {
    // Held by this look: another one, at another tip, may replace what is kept while GitHub answers.
    const known = this.#known.tip === tip ? this.#known : new KnownTree(tip, this.#remote.label)
    const open = askable(paths).filter((path) => !known.knows(path))
    for (let from = 0; from < open.length; from += AT_ONCE) {
      const some = open.slice(from, from + AT_ONCE)
      const { text, variables } = commitQuery(this.#remote.names, tip, some)
      const commit = await this.#remote.request(
        async ({ graphql }) => commitIn(await graphql(text, { ...variables })),
        left(),
      )
      await this.#take(known, some, { commit, left })
    }
    return known
  }

  async #take(
    known: KnownTree,
    paths: readonly string[],
    { commit, left }: { readonly commit: unknown; readonly left: TermsLeft },
  ): Promise<void> {
    for (const [index, path] of paths.entries()) {
      const entry = entryOf(fieldOf(commit, `p${index}`))
      if (entry?.kind !== 'unread') known.add(path, entry)
      else {
        const { mode, oid } = entry
        known.add(path, { kind: 'node', mode, node: fileOf(oid, await this.#remote.blob(oid, left())) })
      }
    }
  }

  #noBranch(): never {
    const failure = { retry: 'final', type: 'NOT_FOUND', status: 200 } as const
    const said = [`No such branch: ${this.#options.branch ?? 'the default branch, as it is empty'}`]
    return this.#remote.fail(new GithubFailure('knows no such branch', { ...failure, said }))
  }

  #noGithub(): never {
    const failure = { retry: 'final', status: 404 } as const
    return this.#remote.fail(new GithubFailure('answered with something else than a repository', failure))
  }

  #archived(): never {
    const said = ['Repository was archived so is read-only']
    return this.#remote.fail(new GithubFailure('refused', { retry: 'final', status: 403, said }))
  }
}

/** As GitHub names repositories; it becomes a part of an address. */
const NAME = /^[A-Za-z0-9][\w-]{0,99}\/(?!\.{1,2}$)[\w.-]{1,100}$/

const askable = (paths: readonly string[]): readonly string[] =>
  [...new Set(paths)].filter((path) => path !== '' && isAskable(path))

/** What stands at the paths, of what is known. */
export const nodesIn = (known: KnownTree, paths: readonly string[]): TreeNodes =>
  nodesAmong(paths, (path) => known.nodeAt(path))

/** A server that is behind does not know the newest commit yet. */
function commitIn(answer: unknown): unknown {
  const commit = fieldOf(answer, 'repository', 'commit')
  if (idOf(fieldOf(commit, 'oid')) !== undefined) return commit
  throw new GithubFailure('does not know the commit of its own branch', { retry: 'transient', status: 200 })
}
