import { keptFor } from '../../kept.ts'
import { isNull, type MapNode, type ScalarNode } from '../../yaml/node.ts'
import type { ImagesUse } from '../build/work.ts'
import type { ImagesEntry, Unreached } from '../kustomization.ts'
import type { Matches } from '../pattern/pattern.ts'
import { entryOf } from './entry.ts'
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
/** How many fields are looked at for all entries that match nothing: people have few of those. */
const MOST_LOOKS = 2_000_000

export function openEntries(): Entries {
  const uses = new Map<MapNode, ImagesUse[]>()
  const keep = (use: ImagesUse) => {
    for (const { node } of use.matched.keys()) {
      const known = uses.get(node)
      if (known) known.push(use)
      else uses.set(node, [use])
    }
  }
  const looks = { left: MOST_LOOKS }
  return { keep, describe: (node) => describe(node, uses.get(node) ?? [], looks) }
}

interface Looks {
  left: number
}

function describe(node: MapNode, uses: readonly ImagesUse[], looks: Looks): ImagesEntry {
  const entry = entryOf(node)
  const { name, matches, newName, newTag, digest } = entry
  const matched = [...new Set(uses.flatMap((use) => [...(use.matched.get(entry) ?? [])]))]
  return {
    node,
    name,
    newName,
    newTag,
    digest,
    matched,
    unreachable: matched.length > 0 || !matches ? [] : unreachedBy(matches, uses, looks),
    complete: uses.length > 0 && looks.left >= 0 && uses.every(({ isComplete }) => isComplete),
    candidates: [...new Set(uses.flatMap(candidatesOf))].toSorted().slice(0, MOST_NAMED),
    besides: name && matches ? besidesOf(name.text, matches, uses) : [],
  }
}

function besidesOf(text: string, matches: Matches, uses: readonly ImagesUse[]): readonly string[] {
  const { name } = splitImage(text)
  if (name === text) return []
  const images = [...new Set(uses.flatMap((use) => imagesByName(use).get(name) ?? []))]
  return images.filter((one) => !matches(one)).slice(0, MOST_NAMED)
}

const imagesByName = keptFor((use: ImagesUse): ReadonlyMap<string, readonly string[]> => {
  const texts = use.resources.flatMap(({ root }) =>
    sitesOf(root, use.specs).sites.map(({ scalar }) => scalar.text),
  )
  return Map.groupBy(new Set(texts), (text) => splitImage(text).name)
})

const candidatesOf = keptFor((use: ImagesUse): readonly string[] => {
  const names = use.resources.flatMap(({ root }) =>
    sitesOf(root, use.specs).sites.flatMap(({ scalar }) =>
      isNull(scalar) || scalar.text === '' ? [] : [splitImage(scalar.text).name],
    ),
  )
  return [...new Set(names)]
})

function unreachedBy(matches: Matches, uses: readonly ImagesUse[], looks: Looks): readonly Unreached[] {
  const found = new Map<ScalarNode, Unreached>()
  for (const use of uses) {
    for (const resource of use.resources) {
      const fields = unreachedIn(resource.root, use.specs)
      looks.left -= 1 + fields.length
      if (looks.left < 0) return [...found.values()]
      for (const { scalar, ...unreached } of fields) {
        if (found.size < MOST_NAMED && matches(scalar.text)) found.set(scalar, { ...unreached, at: scalar })
      }
    }
  }
  return [...found.values()]
}
