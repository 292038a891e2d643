import { isNull, type MapNode, type ScalarNode, type YamlNode } from '../../yaml/node.ts'
import type { Desk } from '../build/budget.ts'
import type { Layer } from '../build/layer.ts'
import type { Notes } from '../build/notes.ts'
import { changed, type Identity, type Resource } from '../build/resource.ts'
import { mapAt, withNodeAt } from '../build/rewrite.ts'
import { checkLength } from '../build/size.ts'
import { type FieldSpec, isOfKind, placesOf } from '../images/field-spec.ts'
import { Misfit } from '../patch/misfit.ts'
import { fieldOf, textIn } from '../read/field.ts'
import { composed, type Stretch } from './compose.ts'
import { lookUp } from './field-path.ts'
import { VAR_SPECS } from './var-specs.ts'

type Values = ReadonlyMap<string, ScalarNode>

/** Puts values in place of `$(NAME)`, at the very end of a build (kustomize api, accumulator, `ResolveVars`). */
export function fillVars(layer: Layer, desk: Desk): readonly Resource[] {
  const { resources, vars, varSpecs } = layer
  const { notes } = desk
  const [first] = vars
  // Every object is looked through for each, and then field by field.
  const steps = resources.length * (vars.length + VAR_SPECS.length + varSpecs.length)
  if (!first || !desk.spend(steps, first)) return resources
  const values: Values = new Map(
    vars.flatMap((one) => {
      const value = variableValue(one, resources, notes)
      return value ? [[textIn(one, 'name'), value] as const] : []
    }),
  )
  if (values.size === 0) return resources
  const specs = [...VAR_SPECS, ...varSpecs]
  return resources.map((resource) => filled(resource, { specs, values }, notes))
}

function variableValue(node: YamlNode, resources: readonly Resource[], notes: Notes): ScalarNode | undefined {
  const named = fieldOf(node, 'objref')
  const name = textIn(node, 'name')
  const found = resources.filter((resource) =>
    [resource.id, ...resource.before].some((id) => isNamed(id, named)),
  )
  const path = textIn(fieldOf(node, 'fieldref'), 'fieldpath') || 'metadata.name'
  const value = found.length === 1 && found[0] ? lookUp(found[0].root, path) : undefined
  if (value?.kind === 'scalar' && !isNull(value)) return value
  notes.note(`no one value can be found for the variable ${name}`, node)
  return undefined
}

function isNamed({ group, version, kind, name, namespace }: Identity, wanted: YamlNode | undefined): boolean {
  const apiVersion = textIn(wanted, 'apiVersion')
  const inNamespace = textIn(wanted, 'namespace')
  return (
    name === textIn(wanted, 'name') &&
    kind === textIn(wanted, 'kind') &&
    (apiVersion === '' || apiVersion === (group === '' ? version : `${group}/${version}`)) &&
    (inNamespace === '' || inNamespace === namespace)
  )
}

interface Filling {
  readonly specs: readonly FieldSpec[]
  readonly values: Values
}

function filled(resource: Resource, { specs, values }: Filling, notes: Notes): Resource {
  try {
    const ofKind = specs.filter((spec) => isOfKind(spec, resource.id))
    const root = ofKind.reduce((held, spec) => filledAt(held, spec, values), resource.root)
    return root === resource.root ? resource : changed(resource, root)
  } catch (error) {
    if (!(error instanceof Misfit)) throw error
    notes.note(`variables cannot be filled in: ${error.message}`, error.at)
    return resource
  }
}

function filledAt(root: MapNode, spec: FieldSpec, values: Values): MapNode {
  let held: YamlNode = root
  for (const place of placesOf(root, spec)) {
    const next = place && fill(place.node, values)
    if (next && next !== place.node && place.path.length > 0) held = withNodeAt(held, place.path, next)
  }
  return held.kind === 'map' ? held : root
}

/** A text, or the texts that are right below a list or mapping. */
function fill(node: YamlNode, values: Values): YamlNode {
  if (node.kind === 'scalar') return fillText(node, values)
  if (node.kind === 'list') {
    const items = node.items.map((item) => (item.kind === 'scalar' ? fillText(item, values) : item))
    return items.some((item, at) => item !== node.items[at]) ? { ...node, items } : node
  }
  const entries = node.entries.map((entry) => {
    const value = entry.value.kind === 'scalar' ? fillText(entry.value, values) : entry.value
    return value === entry.value ? entry : { key: entry.key, value }
  })
  return entries.some((entry, at) => entry !== node.entries[at])
    ? { ...mapAt(node, entries), flow: node.flow }
    : node
}

const NAMED = /\$(?:\$|\(([^()]*)\))/g

function fillText(scalar: ScalarNode, values: Values): ScalarNode {
  if (!scalar.text.includes('$')) return scalar
  const whole = /^\$\(([^()]*)\)$/.exec(scalar.text)?.[1]
  const only = whole === undefined ? undefined : values.get(whole)
  if (only) return only
  const stretches: Stretch[] = []
  let text = ''
  let last = 0
  for (const found of scalar.text.matchAll(NAMED)) {
    const value = found[1] === undefined ? undefined : values.get(found[1])
    text += scalar.text.slice(last, found.index)
    const from = text.length
    text = checkLength(`${text}${value?.text ?? (found[0] === '$$' ? '$' : found[0])}`, scalar)
    if (value) stretches.push({ from, to: text.length, by: value })
    last = found.index + found[0].length
  }
  text += scalar.text.slice(last)
  if (text === scalar.text) return scalar
  return stretches.length === 0 ? { ...scalar, text } : composed(scalar, text, stretches)
}
