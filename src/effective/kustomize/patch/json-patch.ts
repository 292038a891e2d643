import { type ListNode, type MapNode, textAt, valueAt, type YamlNode } from '../../yaml/node.ts'
import { type NodePath, withNodeAt } from '../build/rewrite.ts'
import { checkSize } from '../build/size.ts'
import { nodesEqual } from './equal.ts'
import { Misfit } from './misfit.ts'

/**
 * Applies operations of RFC 6902 one after the other, as evanphx/json-patch v4 does for kustomize: negative places
 * count from the end of a list, and a value that is taken away must be there.
 *
 * @throws Misfit
 */
export function applyOperations(object: MapNode, operations: readonly YamlNode[]): MapNode {
  const patched = operations.reduce<YamlNode>(
    (node, operation) => checkSize(applyOperation(node, operation), operation),
    object,
  )
  if (patched.kind !== 'map') throw new Misfit('nothing of the object is left', patched)
  return patched
}

function applyOperation(object: YamlNode, operation: YamlNode): YamlNode {
  const path = pointer(operation, 'path')
  const value = valueAt(operation, 'value')
  switch (textAt(operation, 'op') ?? '') {
    case 'add':
      return add(object, path, given(value, operation), operation)
    case 'remove':
      return remove(object, path, operation)
    case 'replace':
      return replace(object, path, given(value, operation), operation)
    case 'move': {
      const from = pointer(operation, 'from')
      const moved = found(object, from, operation)
      return add(remove(object, from, operation), path, moved, operation)
    }
    case 'copy':
      return add(object, path, found(object, pointer(operation, 'from'), operation), operation)
    case 'test': {
      const held = find(object, path)
      if (!nodesEqual(held, value)) throw new Misfit(`the test of ${shownPath(path)} fails`, operation)
      return object
    }
    default:
      throw new Misfit('an operation is none of RFC 6902', operation)
  }
}

type Pointer = readonly string[]

function pointer(operation: YamlNode, key: 'path' | 'from'): Pointer {
  const text = textAt(operation, key)
  if (text === undefined) throw new Misfit(`an operation has no ${key}`, operation)
  return text
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}

const shownPath = (path: Pointer): string => `/${path.join('/')}`

function given(value: YamlNode | undefined, operation: YamlNode): YamlNode {
  if (value) return value
  throw new Misfit('an operation has no value', operation)
}

function find(object: YamlNode, path: Pointer): YamlNode | undefined {
  return path.reduce<YamlNode | undefined>(
    (node, step) =>
      node?.kind === 'list' ? node.items.at(place(node, step) ?? node.items.length) : valueAt(node, step),
    object,
  )
}

function found(object: YamlNode, path: Pointer, operation: YamlNode): YamlNode {
  const node = find(object, path)
  if (node) return node
  throw new Misfit(`there is no ${shownPath(path)}`, operation)
}

/** Of an item that is there; negative ones count from the end. */
function place({ items }: ListNode, step: string): number | undefined {
  if (!/^-?\d{1,9}$/.test(step)) return undefined
  const at = Number(step) < 0 ? items.length + Number(step) : Number(step)
  return at >= 0 && at < items.length ? at : undefined
}

/** The steps of a path as those of the nodes, up to the last one. */
function parentPath(object: YamlNode, path: Pointer, operation: YamlNode): readonly [YamlNode, NodePath] {
  let node = object
  const steps: (string | number)[] = []
  for (const step of path.slice(0, -1)) {
    const at = node.kind === 'list' ? place(node, step) : step
    const next =
      at === undefined ? undefined : node.kind === 'list' ? node.items[Number(at)] : valueAt(node, step)
    if (at === undefined || !next)
      throw new Misfit(`there is no ${shownPath(path)} to put a value at`, operation)
    steps.push(at)
    node = next
  }
  return [node, steps]
}

function add(object: YamlNode, path: Pointer, value: YamlNode, operation: YamlNode): YamlNode {
  if (path.length === 0) return value
  const [parent, steps] = parentPath(object, path, operation)
  const step = path.at(-1) ?? ''
  if (parent.kind === 'map') return withNodeAt(object, [...steps, step], value)
  if (parent.kind !== 'list') throw new Misfit(`${shownPath(path)} is in no mapping or list`, operation)
  const { length } = parent.items
  const at = step === '-' ? length : Number(step) < 0 ? length + Number(step) + 1 : Number(step)
  if (!/^(?:-|-?\d{1,9})$/.test(step) || at < 0 || at > length)
    throw new Misfit(`${shownPath(path)} is behind the end of the list`, operation)
  const grown: ListNode = { ...parent, items: parent.items.toSpliced(at, 0, value) }
  return steps.length === 0 ? grown : withNodeAt(object, steps, grown)
}

function remove(object: YamlNode, path: Pointer, operation: YamlNode): YamlNode {
  found(object, path, operation)
  return withNodeAt(object, nodePath(object, path, operation), undefined)
}

/** In a mapping what is missing is added: evanphx/json-patch v4 does not mind. */
function replace(object: YamlNode, path: Pointer, value: YamlNode, operation: YamlNode): YamlNode {
  if (path.length === 0) return value
  const [parent] = parentPath(object, path, operation)
  if (parent.kind !== 'map') found(object, path, operation)
  return withNodeAt(object, nodePath(object, path, operation), value)
}

function nodePath(object: YamlNode, path: Pointer, operation: YamlNode): NodePath {
  const [parent, steps] = parentPath(object, path, operation)
  const step = path.at(-1) ?? ''
  return [...steps, parent.kind === 'list' ? (place(parent, step) ?? parent.items.length) : step]
}
