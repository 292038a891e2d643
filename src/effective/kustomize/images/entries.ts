import type { MapNode, ScalarNode } from '../../yaml/node.ts'
import type { ImagesUse } from '../build/work.ts'
import type { ImagesEntry, Unreached } from '../kustomization.ts'
import { entryOf, imagePattern } from './entry.ts'
import { splitImage } from './origin.ts'
import { sitesOf } from './sites.ts'
import { unreachedIn } from './unreached.ts'

/** What became of entries of `images:` wherever they were applied. */
export interface Entries {
  readonly keep: (use: ImagesUse) => void
  readonly describe: (node: MapNode) => ImagesEntry
}

/** More are of no use to anybody. */
const MOST_NAMED = 200

export function openEntries(): Entries {
  const uses = new Map<MapNode, ImagesUse[]>()
  const keep = (use: ImagesUse) => {
    for (const { node } of use.matched.keys()) {
      const known = uses.get(node)
      if (known) known.push(use)
      else uses.set(node, [use])
    }
  }
  return { keep, describe: (node) => describe(node, uses.get(node) ?? []) }
}

function describe(node: MapNode, uses: readonly ImagesUse[]): ImagesEntry {
  const entry = entryOf(node)
  const { name, newName, newTag, digest } = entry
  const matched = [...new Set(uses.flatMap((use) => [...(use.matched.get(entry) ?? [])]))]
  return {
    node,
    name,
    newName,
    newTag,
    digest,
    matched,
    unreachable: matched.length > 0 || !name ? [] : unreachedBy(name, uses),
    complete: uses.length > 0 && uses.every(({ isComplete }) => isComplete),
    candidates: [...new Set(uses.flatMap(candidatesOf))].toSorted().slice(0, MOST_NAMED),
  }
}

const candidates = new WeakMap<ImagesUse, readonly string[]>()

function candidatesOf(use: ImagesUse): readonly string[] {
  const kept = candidates.get(use)
  if (kept) return kept
  const names = use.resources.flatMap(({ root, id }) =>
    sitesOf(root, id, use.specs).sites.map(({ scalar }) => splitImage(scalar.text).name),
  )
  const found = [...new Set(names)]
  candidates.set(use, found)
  return found
}

function unreachedBy(name: ScalarNode, uses: readonly ImagesUse[]): readonly Unreached[] {
  const matches = imagePattern(name.text)
  if (!matches) return []
  const found = new Map<ScalarNode, Unreached>()
  for (const use of uses) {
    for (const resource of use.resources) {
      for (const { scalar, ...unreached } of unreachedIn(resource, use.specs)) {
        if (found.size < MOST_NAMED && matches(scalar.text)) found.set(scalar, { ...unreached, at: scalar })
      }
    }
  }
  return [...found.values()]
}
