import { isComposed } from '../../object.ts'
import type { ScalarNode } from '../../yaml/node.ts'
import type { Desk } from '../build/budget.ts'
import type { Notes } from '../build/notes.ts'
import { changed, type Resource, titleOf } from '../build/resource.ts'
import { withNodeAt } from '../build/rewrite.ts'
import { isPlain, type Matches } from '../pattern/pattern.ts'
import type { Entry } from './entry.ts'
import type { FieldSpec } from './field-spec.ts'
import { rewritten } from './origin.ts'
import { sitesOf } from './sites.ts'

/** An entry, with what it matches. */
interface Ready {
  readonly entry: Entry
  readonly matches: Matches
}

export interface Applied {
  readonly resources: readonly Resource[]
  /** The scalars that each entry was applied to, as they are written. */
  readonly matched: ReadonlyMap<Entry, ReadonlySet<ScalarNode>>
  /** Whether all entries were held against all objects: else nobody knows what one of them matches. */
  readonly isWhole: boolean
}

/** Rewrites images as entries of `images:` say, one entry after the other. */
export function applyImages(
  resources: readonly Resource[],
  { entries, specs }: { readonly entries: readonly Entry[]; readonly specs: readonly FieldSpec[] },
  desk: Desk,
): Applied {
  const ready = entries.flatMap((entry) => readyOf(entry, desk.notes) ?? [])
  const matched = new Map<Entry, Set<ScalarNode>>(entries.map((entry) => [entry, new Set()]))
  const change = (scalar: ScalarNode, times: number) =>
    ready.reduce((held, { entry, matches }) => {
      let image = held
      for (let count = 0; count < times && matches(image.text); count += 1) {
        matched.get(entry)?.add(isComposed(image) ? image.image.written : image)
        image = rewritten(image, entry)
      }
      return image
    }, scalar)
  const cost = ready.reduce((sum, { entry }) => sum + costOf(entry), 0)
  let isWhole = true
  const rewrite = (resource: Resource) => {
    const [first] = entries
    if (!first) return resource
    if (isWhole && desk.spend(specs.length / 2, first.node)) {
      const { sites } = sitesOf(resource.root, specs)
      if (desk.spend((1 + sites.length) * cost, first.node))
        return rewriteResource(resource, { specs, change }, desk.notes)
    }
    isWhole = false
    return resource
  }
  return { resources: entries.length === 0 ? resources : resources.map(rewrite), matched, isWhole }
}

/** An expression is matched letter by letter. */
const costOf = ({ name }: Entry): number => (name && isPlain(name.text.replaceAll('.', '')) ? 1 : 10)

function readyOf(entry: Entry, notes: Notes): Ready | undefined {
  const { name, matches } = entry
  if (name && !matches) notes.note('which images this name matches cannot be told', name)
  return matches && { entry, matches }
}

interface Rewrite {
  readonly specs: readonly FieldSpec[]
  readonly change: (scalar: ScalarNode, times: number) => ScalarNode
}

function rewriteResource(resource: Resource, { specs, change }: Rewrite, notes: Notes): Resource {
  const { sites, odd } = sitesOf(resource.root, specs)
  for (const node of odd.slice(0, 1)) {
    const message = `${titleOf(resource.id)} has something else where kustomize looks for an image, and it stops there`
    notes.note(message, node)
  }
  let root = resource.root
  for (const { path, scalar, times } of sites) {
    const image = change(scalar, times)
    if (image === scalar) continue
    const next = withNodeAt(root, path, image)
    if (next.kind === 'map') root = next
  }
  return root === resource.root ? resource : changed(resource, root)
}
