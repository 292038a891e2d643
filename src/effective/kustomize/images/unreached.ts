import { keptFor } from '../../kept.ts'
import { entriesOf, itemsOf, type MapNode, type ScalarNode, type YamlNode } from '../../yaml/node.ts'
import { identityOf, titleOf } from '../build/resource.ts'
import type { NodePath } from '../build/rewrite.ts'
import type { FieldSpec } from './field-spec.ts'
import { sitesOf } from './sites.ts'

interface Field {
  readonly object: string
  readonly field: string
  readonly scalar: ScalarNode
}

/** An object with more of them says nothing that people could use. */
const MOST_FIELDS = 2_000

const fieldsFor = keptFor((specs: readonly FieldSpec[]) => keptFor((root: MapNode) => find(root, specs)))

/** Fields of an object that may hold an image, and that `images:` does not look at. */
export const unreachedIn = (root: MapNode, specs: readonly FieldSpec[]): readonly Field[] =>
  fieldsFor(specs)(root)

function find(root: MapNode, specs: readonly FieldSpec[]): readonly Field[] {
  const id = identityOf(root)
  if (id.kind === 'CustomResourceDefinition') return []
  const reached = new Set(sitesOf(root, specs).sites.map(({ scalar }) => scalar))
  const fields: Field[] = []
  walk(root, [], (scalar, path) => {
    if (reached.has(scalar) || fields.length >= MOST_FIELDS || !mayBeImage(scalar, path)) return
    fields.push({ object: titleOf(id), field: shownPath(path), scalar })
  })
  return fields
}

/** A name without a registry or tag is a word like any other: only the field says that it is an image. */
function mayBeImage({ text }: ScalarNode, path: NodePath): boolean {
  if (text === '' || text.length > 1_000 || path[0] === 'metadata') return false
  return (
    /image/i.test(String(path.findLast((step) => typeof step === 'string'))) ||
    /^[\w.-]+[/:][^\s]*$/.test(text)
  )
}

function walk(node: YamlNode, path: NodePath, found: (scalar: ScalarNode, path: NodePath) => void): void {
  if (node.kind === 'scalar') found(node, path)
  for (const { key, value } of entriesOf(node)) walk(value, [...path, key.text], found)
  for (const [at, item] of itemsOf(node).entries()) walk(item, [...path, at], found)
}

/** As `spec.template.spec.containers[0].image`. */
export function shownPath(path: NodePath): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '')
}
