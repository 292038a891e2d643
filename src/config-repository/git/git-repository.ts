import type { ConfigPlan } from '../../plan/config.ts'
import { isAskable } from '../nodes.ts'
import type {
  Change,
  CommitOutcome,
  ConfigRepository,
  Materialised,
  Search,
  SentCommit,
  Snapshot,
  TreeNodes,
} from '../repository.ts'
import { Clone } from './clone.ts'
import { materialise } from './materialise.ts'
import { NodeReader } from './node-reader.ts'
import { fastImportStream } from './protocol.ts'
import { pushCommit } from './push-commit.ts'
import { listPaths } from './read-objects.ts'
import type { RemoteAccess } from './remote/remote.ts'
import { searchPaths } from './search.ts'

/** More than a burst of writers puts on a branch while one of them waits for an answer. */
const RECENT_COMMITS = 200

/**
 * The config repository over git's own transports. Processes and requests do not grow with history or files; bytes grow
 * with the files of the tip (docs/adr/0003).
 */
export class GitRepository implements ConfigRepository {
  readonly #config: ConfigPlan
  readonly #access: RemoteAccess
  #clone: Promise<Clone> | undefined
  /** The clone was just made, so it holds the newest tip. */
  #fresh = false
  readonly #nodes = new NodeReader(() => this.opened())

  constructor(config: ConfigPlan, access: RemoteAccess) {
    this.#config = config
    this.#access = access
  }

  /**
   * git is at work, in a process of its own, while whoever will read is still being loaded. Ends when git does; what is
   * wrong is reported to whoever reads.
   */
  async begin(): Promise<void> {
    await this.#begun().catch(() => undefined)
  }

  async read(paths: readonly string[], withinMs?: number): Promise<Snapshot> {
    const clone = await this.#begun()
    if (!this.#fresh) await clone.fetch({ withinMs })
    this.#fresh = false
    return this.#nodes.read(clone.ref, paths)
  }

  #begun(): Promise<Clone> {
    if (!this.#clone) this.#fresh = true
    this.#clone ??= Clone.open(this.#config, this.#access)
    return this.#clone
  }

  async nodesAt(tip: string, paths: readonly string[]): Promise<TreeNodes> {
    return this.#nodes.nodesAt(tip, paths)
  }

  async list(tip: string): Promise<readonly string[]> {
    const paths = await listPaths(await this.opened(), tip)
    return paths.filter(isAskable)
  }

  async filesWith(tip: string, wanted: Search): Promise<readonly string[] | undefined> {
    const paths = await searchPaths(await this.opened(), tip, wanted)
    return paths?.filter(isAskable)
  }

  async commit(tip: string, change: Change, withinMs?: number): Promise<CommitOutcome> {
    const clone = await this.opened()
    const commit = await this.makeCommit(tip, change)
    return pushCommit(clone, { commit, ref: clone.ref, expected: tip, withinMs })
  }

  /** Commits are made here before they are sent, so that each of them has its id. */
  async landed<Sent extends SentCommit>(
    sent: readonly Sent[],
    withinMs?: number,
  ): Promise<(Sent & { readonly id: string }) | undefined> {
    const clone = await this.opened()
    await clone.fetch({ depth: RECENT_COMMITS, withinMs })
    const { stdout } = await clone.git(['rev-list', `--max-count=${RECENT_COMMITS}`, clone.ref])
    const recent = new Set(stdout.split('\n'))
    const held = sent.flatMap((one) =>
      one.id !== undefined && recent.has(one.id) ? { ...one, id: one.id } : [],
    )
    return held[0]
  }

  async materialise(tip: string, paths: readonly string[]): Promise<Materialised> {
    const folder = this.#access.workspace.folder(`tree-${tip}`)
    return materialise(await this.opened(), { tip, paths, folder })
  }

  /** A commit that is nowhere yet but here. Modes are those of what was read last. */
  async makeCommit(tip: string, change: Change): Promise<string> {
    const clone = await this.opened()
    const files = [...change.files].map(
      ([path, text]) => [path, { text, mode: fileMode(this.#nodes.modes.get(path)) }] as const,
    )
    const stream = fastImportStream('refs/deploy/next', {
      parent: tip,
      message: change.message,
      author: (await this.#access.author?.()) ?? change.author,
      files: new Map(files),
      time: new Date(),
    })
    const result = await clone.git(['fast-import', '--quiet', '--force', '--done'], { input: stream })
    const commit = result.stdout.trim()
    if (result.exitCode !== 0 || !/^[0-9a-f]{40,64}$/.test(commit)) {
      throw new Error(`git fast-import made no commit: ${result.stderr}`)
    }
    return commit
  }

  /** @throws Error before it was read. */
  async opened(): Promise<Clone> {
    if (!this.#clone) throw new Error('the config repository is used before it was read')
    return this.#clone
  }
}

/** Of the modes that trees may hold (100664 in old ones), git itself takes only these two. */
const fileMode = (mode: string | undefined): string => (mode === '100755' ? mode : '100644')
