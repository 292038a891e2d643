import { keptFor } from '../../kept.ts'
import { entriesOf, textOf, valueAt, type YamlNode } from '../../yaml/node.ts'
import type { Identity, Resource } from '../build/resource.ts'
import { type Matches, wholePattern } from '../pattern/pattern.ts'
import { textIn } from '../read/field.ts'
import { readLabelSelector } from './label-selector.ts'

/** What a selector means; undefined where it has an expression that is not understood. */
export interface Selector {
  /** By what it is called, whether now or once. */
  readonly isCalled: (id: Identity) => boolean
  readonly isNamed: (id: Identity) => boolean
  readonly isIn: (id: Identity) => boolean
  readonly isOfKind: (id: Identity) => boolean
  readonly isLabelled: (resource: Resource) => boolean
  /** It says nothing of what an object is called. */
  readonly isBare: boolean
  /** It says something of labels or annotations. */
  readonly hasLabels: boolean
}

type Field = 'group' | 'version' | 'kind' | 'name' | 'namespace'
const FIELDS: readonly Field[] = ['group', 'version', 'kind', 'name', 'namespace']

export const selectorOf = keptFor(readSelector)

function readSelector(node: YamlNode): Selector | undefined {
  const patterns = new Map<Field, Matches>()
  for (const field of FIELDS) {
    const text = textIn(node, field)
    if (text === '') continue
    const matches = wholePattern(text)
    if (!matches) return undefined
    patterns.set(field, matches)
  }
  const labels = readLabelSelector(textIn(node, 'labelSelector'))
  const annotations = readLabelSelector(textIn(node, 'annotationSelector'))
  if (!labels || !annotations) return undefined
  const hasLabels = textIn(node, 'labelSelector') !== '' || textIn(node, 'annotationSelector') !== ''
  const fits = (field: Field) => (id: Identity) => patterns.get(field)?.(id[field]) ?? true
  const isOfKind = (id: Identity) => fits('group')(id) && fits('version')(id) && fits('kind')(id)
  const [isNamed, isIn] = [fits('name'), fits('namespace')]
  return {
    isNamed,
    isIn,
    isOfKind,
    isCalled: (id) => isOfKind(id) && isNamed(id) && isIn(id),
    isLabelled: ({ root }) =>
      !hasLabels || (labels(valuesIn(root, 'labels')) && annotations(valuesIn(root, 'annotations'))),
    isBare: patterns.size === 0,
    hasLabels,
  }
}

function valuesIn(root: YamlNode, field: 'labels' | 'annotations'): ReadonlyMap<string, string> {
  const values = valueAt(valueAt(root, 'metadata'), field)
  return new Map(entriesOf(values).map(({ key, value }) => [key.text, textOf(value) ?? '']))
}

/** What a patch is for: by its first or its present name and namespace (kustomize api, `resWrangler.Select`). */
export function isSelected(selector: Selector, resource: Resource): boolean {
  const { id, before } = resource
  const first = before[0] ?? id
  return (
    (selector.isIn(first) || selector.isIn(id)) &&
    (selector.isNamed(first) || selector.isNamed(id)) &&
    selector.isOfKind(id) &&
    selector.isLabelled(resource)
  )
}
