import type { ConfigPlan } from '../../plan/config.ts'
import { LIMITS } from '../limits.ts'
import { parentOf } from '../overlay.ts'
import type {
  Change,
  CommitOutcome,
  ConfigRepository,
  Materialised,
  Search,
  SentCommit,
  Snapshot,
  TreeNode,
  TreeNodes,
} from '../repository.ts'
import { Clone } from './clone.ts'
import { materialise } from './materialise.ts'
import { type BatchObject, fastImportStream, nodeOf, parseTree } from './protocol.ts'
import { pushCommit } from './push-commit.ts'
import { listPaths, readObjects } from './read-objects.ts'
import type { RemoteAccess } from './remote.ts'
import { searchPaths } from './search.ts'

/** More than a burst of writers puts on a branch while one of them waits for an answer. */
const RECENT_COMMITS = 200

/** A line break in a path would make two questions of one, and shift all answers behind it. Nothing stands there, then. */
const CONTROL = /\p{Cc}/u

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
  readonly #modes = new Map<string, string>()
  /** What was read of a tip, absences too: asked for again it costs no process. */
  #known = { tip: '', nodes: new Map<string, TreeNode | undefined>() }

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
    return this.#readNodes(clone, clone.ref, paths)
  }

  #begun(): Promise<Clone> {
    if (!this.#clone) this.#fresh = true
    this.#clone ??= Clone.open(this.#config, this.#access)
    return this.#clone
  }

  async nodesAt(tip: string, paths: readonly string[]): Promise<TreeNodes> {
    // Held by this look: another one, at another tip, may replace what is kept while git answers.
    const known = this.#known.tip === tip ? this.#known.nodes : undefined
    const open = paths.filter((path) => !known?.has(path))
    const read = open.length > 0 ? await this.#readNodes(await this.opened(), tip, open) : undefined
    return new Map(paths.flatMap((path) => nodesOf(path, read?.nodes.get(path) ?? known?.get(path))))
  }

  async list(tip: string): Promise<readonly string[]> {
    const paths = await listPaths(await this.opened(), tip)
    return paths.filter((path) => !CONTROL.test(path))
  }

  async filesWith(tip: string, wanted: Search): Promise<readonly string[] | undefined> {
    const paths = await searchPaths(await this.opened(), tip, wanted)
    return paths?.filter((path) => !CONTROL.test(path))
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

  /** @param at A commit, or the ref of the branch. */
  async #readNodes(clone: Clone, at: string, paths: readonly string[]): Promise<Snapshot> {
    const askable = paths.filter((path) => !CONTROL.test(path))
    const wanted = [...new Set(askable.flatMap((path) => [parentOf(path), path]))]
    const names = [`${at}^{commit}`, ...wanted.map((path) => `${at}:${path}`)]
    const kept = this.#known.tip === at ? keptOf(this.#known.nodes.values()) : 0
    const [tip, ...objects] = await readObjects(clone, names, LIMITS.read - kept)
    if (!tip) return clone.fail('branch-missing', '')
    const found = new Map(wanted.map((path, index) => [path, objects[index]]))
    const nodes = new Map<string, TreeNode>()
    const modeOf = modesIn(found)
    for (const path of askable) {
      const node = this.#nodeAt(path, { found, modeOf })
      if (node) nodes.set(path, node)
    }
    this.#remember(tip.id, paths, nodes)
    return { tip: tip.id, nodes }
  }

  #nodeAt(path: string, { found, modeOf }: Found): TreeNode | undefined {
    const [object, parent] = [found.get(path), found.get(parentOf(path))]
    // What is in a folder that is not read may be a link, which only the folder says.
    if (object && parent?.type === 'tree' && !parent.content) return nodeOf(parent, undefined)
    const mode = path === '' ? '040000' : modeOf(path)
    if (mode !== undefined) this.#modes.set(path, mode)
    if (object) return nodeOf(object, mode)
    return mode === '160000' ? { kind: 'submodule' } : undefined
  }

  #remember(tip: string, paths: readonly string[], nodes: TreeNodes): void {
    if (this.#known.tip !== tip) this.#known = { tip, nodes: new Map() }
    for (const path of paths) this.#known.nodes.set(path, nodes.get(path))
  }

  /** A commit that is nowhere yet but here. Modes are those of what was read last. */
  async makeCommit(tip: string, change: Change): Promise<string> {
    const clone = await this.opened()
    const files = [...change.files].map(
      ([path, text]) => [path, { text, mode: fileMode(this.#modes.get(path)) }] as const,
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

/** What was read of a tip, by path. */
interface Found {
  readonly found: ReadonlyMap<string, BatchObject>
  readonly modeOf: (path: string) => string | undefined
}

/** Of the modes that trees may hold (100664 in old ones), git itself takes only these two. */
const fileMode = (mode: string | undefined): string => (mode === '100755' ? mode : '100644')

const nodesOf = (path: string, node: TreeNode | undefined): readonly (readonly [string, TreeNode])[] =>
  node ? [[path, node]] : []

/** What is kept of a tip, in characters. */
function keptOf(nodes: Iterable<TreeNode | undefined>): number {
  let kept = 0
  for (const node of nodes) if (node?.kind === 'file') kept += node.text.length
  return kept
}

/** The mode of a path in its folder; each folder is read once, however many of its entries are asked for. */
function modesIn(found: ReadonlyMap<string, BatchObject>): (path: string) => string | undefined {
  const folders = new Map<string, ReadonlyMap<string, string>>()
  return (path) => {
    const folder = parentOf(path)
    const modes = folders.get(folder) ?? entryModes(found.get(folder))
    folders.set(folder, modes)
    return modes.get(path.slice(path.lastIndexOf('/') + 1))
  }
}

/** Of two entries of one name, which only a forged tree has, the first counts. */
function entryModes(tree: BatchObject): ReadonlyMap<string, string> {
  const entries = tree?.type === 'tree' && tree.content ? parseTree(tree.content, tree.id.length / 2) : []
  return new Map(entries.toReversed().map(({ name, mode }) => [name, mode]))
}
