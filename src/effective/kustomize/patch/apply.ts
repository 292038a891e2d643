import type { MapNode, YamlNode } from '../../yaml/node.ts'
import { textAt, valueAt } from '../../yaml/node.ts'
import type { Desk } from '../build/budget.ts'
import type { Notes } from '../build/notes.ts'
import {
  changed,
  type Identity,
  identityOf,
  isKnownAs,
  type Resource,
  renamed,
  titleOf,
} from '../build/resource.ts'
import { mapAt, withEntry, withValueUnder } from '../build/rewrite.ts'
import { sizeOf } from '../build/size.ts'
import { applyOperations } from './json-patch.ts'
import { mergePatch } from './merge.ts'
import { Misfit } from './misfit.ts'
import { isSelected, type Selector, selectorOf } from './selector.ts'

/** A patch as some field of a kustomization has it. */
export interface Patch {
  /** Documents to be merged, or one list of operations. */
  readonly documents: readonly YamlNode[]
  /** Whom it is for; without one a merged document says that itself. */
  readonly target: YamlNode | undefined
  /** Where the field stands. */
  readonly at: YamlNode
  readonly mayRename: boolean
  readonly mayChangeKind: boolean
}

type Resources = readonly Resource[]

export function applyPatch(resources: Resources, patch: Patch, desk: Desk): Resources {
  const [first] = patch.documents
  if (!first || !desk.spend(resources.length * patch.documents.length, patch.at)) return resources
  if (first.kind === 'list') return applyJsonPatch(resources, { patch, operations: first.items }, desk)
  const documents = patch.documents.filter((document) => document.kind === 'map')
  if (patch.target === undefined) {
    return documents.reduce((held, document) => mergeIntoNamed(held, { patch, document }, desk), resources)
  }
  const [document, second] = documents
  const selector = targetOf(patch.target, desk.notes)
  if (!document || !selector) return resources
  if (second) {
    desk.notes.note('a patch with a target holds several documents, which kustomize does not take', second)
    return resources
  }
  return eachSelected(resources, selector, (resource) => merged(resource, { patch, document }, desk))
}

function targetOf(target: YamlNode, notes: Notes): Selector | undefined {
  const selector = selectorOf(target)
  if (!selector) notes.note('the target of this patch cannot be told', target)
  return selector
}

interface Operations {
  readonly patch: Patch
  readonly operations: readonly YamlNode[]
}

function applyJsonPatch(resources: Resources, { patch, operations }: Operations, desk: Desk): Resources {
  const { notes } = desk
  if (patch.target === undefined) {
    notes.note('a JSON patch has no target, which kustomize does not take', patch.at)
    return resources
  }
  const selector = targetOf(patch.target, notes)
  if (!selector) return resources
  // A list is copied and counted for each item that it gets.
  const steps = operations.length * (1 + operations.length / 5)
  return eachSelected(resources, selector, (resource) =>
    desk.spend(steps, patch.at)
      ? orUnchanged(resource, notes, () => renamed(resource, operated(resource.root, operations)))
      : resource,
  )
}

/** kustomize keeps what it knows of an object in annotations: to a patch there always are some. */
function operated(root: MapNode, operations: readonly YamlNode[]): MapNode {
  const held = withValueUnder(root, ['metadata', 'annotations'], (old) => old ?? mapAt(root, []))
  const patched = applyOperations(held, operations)
  return withValueUnder(patched, ['metadata', 'annotations'], (old) =>
    old?.kind === 'map' && old.entries.length === 0 ? undefined : old,
  )
}

function eachSelected(
  resources: Resources,
  selector: Selector,
  change: (resource: Resource) => Resource | undefined,
): Resources {
  return resources.flatMap((resource) =>
    isSelected(selector, resource) ? (change(resource) ?? []) : [resource],
  )
}

interface Merge {
  readonly patch: Patch
  readonly document: MapNode
}

/** Into the one object that the document names by what it is called, or was called once. */
function mergeIntoNamed(resources: Resources, { patch, document }: Merge, desk: Desk): Resources {
  const { notes } = desk
  const wanted = identityOf(document)
  // They are not read, so none of them is there.
  if (wanted.kind === 'CustomResourceDefinition') return resources
  const found = resources.filter((resource) => isKnownAs(resource, wanted))
  if (found.length === 0)
    notes.missing(`nothing is named ${named(wanted)}, which this patch is for`, document)
  if (found.length > 1) notes.note(`more than one object is named ${named(wanted)}`, document)
  if (found.length !== 1) return resources
  return resources.flatMap((resource) =>
    resource === found[0] ? (merged(resource, { patch, document }, desk) ?? []) : [resource],
  )
}

const named = (id: Identity): string =>
  `${titleOf(id)}${/^(?:default|_non_namespaceable_)$/.test(id.namespace) ? '' : ` in ${id.namespace}`}`

/** undefined where the patch deletes it. A patch changes neither name nor kind, unless it is allowed to, and no namespace. */
function merged(resource: Resource, { patch, document }: Merge, desk: Desk): Resource | undefined {
  if (!desk.spend(sizeOf(document).nodes / 10, patch.at)) return resource
  let isDeleted = false
  const result = orUnchanged(resource, desk.notes, () => {
    const root = mergePatch(resource.root, document)
    isDeleted = root === undefined
    if (!root) return resource
    const kept = keepIdentity(resource, root, patch)
    return patch.mayRename || patch.mayChangeKind ? renamed(resource, kept) : changed(resource, kept)
  })
  return isDeleted ? undefined : result
}

function keepIdentity({ root: old }: Resource, root: MapNode, { mayRename, mayChangeKind }: Patch): MapNode {
  const [before, metadata] = [valueAt(old, 'metadata'), valueAt(root, 'metadata')]
  const keys = mayRename ? ['namespace'] : ['name', 'namespace']
  const kept =
    metadata?.kind === 'map' ? keys.reduce((map, key) => keepEntry(map, before, key), metadata) : metadata
  const placed = kept === metadata ? root : withEntry(root, 'metadata', kept)
  // A patch with a target is merged as if it were of the very API of what it is merged into.
  const whole =
    textAt(old, 'apiVersion') === textAt(placed, 'apiVersion') ? placed : keepEntry(placed, old, 'apiVersion')
  return mayChangeKind || textAt(old, 'kind') === textAt(whole, 'kind')
    ? whole
    : keepEntry(whole, old, 'kind')
}

const keepEntry = (map: MapNode, old: YamlNode | undefined, key: string): MapNode =>
  withEntry(map, key, valueAt(old, key))

function orUnchanged(resource: Resource, notes: Notes, change: () => Resource): Resource {
  try {
    return change()
  } catch (error) {
    if (!(error instanceof Misfit)) throw error
    notes.note(`a patch of ${titleOf(resource.id)} does not fit: ${error.message}`, error.at)
    return resource
  }
}
