import { parentOf } from '../../names/path.ts'
import { LIMITS } from '../limits.ts'
import { isAskable, nodesAmong } from '../nodes.ts'
import type { Snapshot, TreeNode, TreeNodes } from '../repository.ts'
import type { Clone } from './clone.ts'
import { type BatchObject, nodeOf, parseTree } from './protocol.ts'
import { readObjects } from './read-objects.ts'

/** Reads what stands at paths, and keeps what the last commit has. */
export class NodeReader {
  /** The mode that a path had when it was read last. */
  readonly modes = new Map<string, string>()
  /** What was read of a tip, absences too: asked for again it costs no process. */
  #known = { tip: '', nodes: new Map<string, TreeNode | undefined>() }
  readonly #opened: () => Promise<Clone>

  constructor(opened: () => Promise<Clone>) {
    this.#opened = opened
  }

  async nodesAt(tip: string, paths: readonly string[]): Promise<TreeNodes> {
    // Held by this look: another one, at another tip, may replace what is kept while git answers.
    const known = this.#known.tip === tip ? this.#known.nodes : undefined
    const open = paths.filter((path) => !known?.has(path))
    const read = open.length > 0 ? await this.read(tip, open) : undefined
    return nodesAmong(paths, (path) => read?.nodes.get(path) ?? known?.get(path))
  }

  /** @param at A commit, or the ref of the branch. */
  async read(at: string, paths: readonly string[]): Promise<Snapshot> {
    const clone = await this.#opened()
    const askable = paths.filter(isAskable)
    const wanted = [...new Set(askable.flatMap((path) => [parentOf(path), path]))]
    const names = [`${at}^{commit}`, ...wanted.map((path) => `${at}:${path}`)]
    const kept = this.#known.tip === at ? keptOf(this.#known.nodes.values()) : 0
    const [tip, ...objects] = await readObjects(clone, names, LIMITS.read - kept)
    if (!tip) return clone.fail('branch-missing', '')
    const found = new Map(wanted.map((path, index) => [path, objects[index]]))
    const modeOf = modesIn(found)
    const nodes = nodesAmong(askable, (path) => this.#nodeAt(path, { found, modeOf }))
    this.#remember(tip.id, paths, nodes)
    return { tip: tip.id, nodes }
  }

  #nodeAt(path: string, { found, modeOf }: Found): TreeNode | undefined {
    const [object, parent] = [found.get(path), found.get(parentOf(path))]
    // What is in a folder that is not read may be a link, which only the folder says.
    if (object && parent?.type === 'tree' && !parent.content) return nodeOf(parent, undefined)
    const mode = path === '' ? '040000' : modeOf(path)
    if (mode !== undefined) this.modes.set(path, mode)
    if (object) return nodeOf(object, mode)
    return mode === '160000' ? { kind: 'submodule' } : undefined
  }

  #remember(tip: string, paths: readonly string[], nodes: TreeNodes): void {
    if (this.#known.tip !== tip) this.#known = { tip, nodes: new Map() }
    for (const path of paths) this.#known.nodes.set(path, nodes.get(path))
  }
}

/** What was read of a tip, by path. */
interface Found {
  readonly found: ReadonlyMap<string, BatchObject>
  readonly modeOf: (path: string) => string | undefined
}

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
