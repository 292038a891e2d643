import type { ConfigTree } from '../config-repository/repository.ts'
import { type EntryVerdict, entryKey, type Proposal } from '../gitops/proposal.ts'
import { ancestorsOf } from './graph/graph.ts'
import { idOf } from './graph/vertex.ts'

/** Ids of the paths that a rendering depends on; undefined, which no path has, for what was not looked at. */
export type WatchedIds = ReadonlyMap<string, string | undefined>

interface Remembered {
  readonly tip: string
  readonly ids: WatchedIds
  readonly texts: string
  readonly warnings: readonly string[]
}

/**
 * What was found out about edited entries. It holds for as long as nothing changed that the rendering depends on: a write that
 * lost a race against another overlay costs one look at the tree, and the digest that is known at last costs nothing.
 */
export class RenderCache {
  readonly #tree: ConfigTree
  readonly #known = new Map<string, Remembered>()

  constructor(tree: ConfigTree) {
    this.#tree = tree
  }

  remember(proposal: Proposal, entry: EntryVerdict, found: Pick<Remembered, 'ids' | 'warnings'>): void {
    const texts = textsFor(proposal, entry, found.ids)
    this.#known.set(entryKey(entry), { ...found, tip: proposal.tip, texts })
  }

  /** The warnings of entries for which nothing changed. */
  async recall(proposal: Proposal): Promise<ReadonlyMap<EntryVerdict, readonly string[]>> {
    const entries = proposal.verdicts.filter(({ outcome }) => outcome === 'write')
    const known = entries.flatMap((entry) => {
      const remembered = this.#known.get(entryKey(entry))
      const same = remembered && remembered.texts === textsFor(proposal, entry, remembered.ids)
      return same ? [{ entry, remembered }] : []
    })
    const moved = known.filter(({ remembered }) => remembered.tip !== proposal.tip)
    const paths = new Set(moved.flatMap(({ remembered }) => [...remembered.ids.keys()]))
    // Without a question, git is not asked.
    const nodes = paths.size > 0 ? await this.#tree.nodesAt(proposal.tip, [...paths]) : new Map()
    const holds = ({ tip, ids }: Remembered) =>
      tip === proposal.tip || [...ids].every(([path, id]) => idOf(nodes.get(path)) === id)
    const kept = known.filter(({ remembered }) => holds(remembered))
    for (const { entry, remembered } of kept) {
      this.#known.set(entryKey(entry), { ...remembered, tip: proposal.tip })
    }
    return new Map(kept.map(({ entry, remembered }) => [entry, remembered.warnings]))
  }
}

/** The new texts that the rendering depends on; which digests they pin changes no rendering but in these digests. */
function textsFor(proposal: Proposal, entry: EntryVerdict, ids: WatchedIds): string {
  const files = new Map(
    [...proposal.files].filter(([path]) => ancestorsOf(path).some((folder) => ids.has(folder))),
  )
  const pinned = proposal.verdicts.flatMap((one) => (files.has(one.file) ? (one.pinned?.digest ?? []) : []))
  let texts = JSON.stringify([entry.reference, ...files])
  for (const digest of new Set(pinned)) texts = texts.replaceAll(digest, '')
  return texts
}
