import { isNull, type YamlNode } from '../../yaml/node.ts'
import type { Identity } from '../build/resource.ts'
import type { NodePath } from '../build/rewrite.ts'
import { fieldOf, isTrue, textIn } from '../read/field.ts'

/** A field of some kinds of objects (kustomize api, types/fieldspec.go). */
export interface FieldSpec {
  readonly group: string
  readonly version: string
  readonly kind: string
  readonly path: readonly string[]
  /** As it is written: two that lead to the same fields are two all the same. */
  readonly written: string
  /** Whether the field is made where it is missing. */
  readonly create: boolean
}

/** A list of them as a configuration has it. */
export function fieldSpecOf(node: YamlNode): FieldSpec {
  const written = textIn(node, 'path')
  return {
    group: textIn(node, 'group'),
    version: textIn(node, 'version'),
    kind: textIn(node, 'kind'),
    written,
    path: splitPath(written, '/').map((step) => step.replace(/\[\]$/, '')),
    create: isTrue(fieldOf(node, 'create')),
  }
}

export const specFor = (path: string, kind = ''): FieldSpec => ({
  group: '',
  version: '',
  kind,
  written: path,
  path: path.split('/'),
  create: false,
})

/** At a separator that no backslash stands before (kustomize kyaml, utils/pathsplitter.go). */
export function splitPath(path: string, separator: string): readonly string[] {
  const [first = '', ...rest] = path.split(separator)
  const steps = rest.length > 0 && first === '' ? [] : [first]
  for (const step of rest) {
    const last = steps.at(-1)
    if (last?.endsWith('\\')) steps[steps.length - 1] = `${last.slice(0, -1)}${separator}${step}`
    else steps.push(step)
  }
  return steps
}

export const isOfKind = (spec: FieldSpec, id: Identity): boolean =>
  (spec.kind === '' || spec.kind === id.kind) &&
  (spec.group === '' || spec.group === id.group) &&
  (spec.version === '' || spec.version === id.version)

const isSameSpec = (one: FieldSpec, other: FieldSpec): boolean =>
  one.written === other.written &&
  (['kind', 'group', 'version'] as const).every((key) => other[key] === '' || one[key] === other[key])

/** Those that are not there yet, behind those that are. */
export function mergeSpecs(specs: readonly FieldSpec[], more: readonly FieldSpec[]): readonly FieldSpec[] {
  if (specs === more || more.length === 0) return specs
  const added = more.filter(
    (spec, at) => ![...specs, ...more.slice(0, at)].some((one) => isSameSpec(one, spec)),
  )
  return added.length === 0 ? specs : [...specs, ...added]
}

export interface Place {
  readonly path: NodePath
  readonly node: YamlNode
}

/**
 * What stands at a field: lists on the way are gone through, item by item. undefined in it: a value in the way.
 *
 * @param behind Steps of the path that lead to the node.
 */
export function placesOf(
  node: YamlNode,
  { path }: FieldSpec,
  behind: readonly string[] = [],
): readonly (Place | undefined)[] {
  let places: readonly (Place | undefined)[] = [{ path: behind, node }]
  for (const step of path.slice(behind.length)) {
    places = places.flatMap((place) => (place ? under(place, step) : [place]))
  }
  return places
}

function under({ path, node }: Place, step: string): readonly (Place | undefined)[] {
  if (node.kind === 'list')
    return node.items.flatMap((item, at) => under({ path: [...path, at], node: item }, step))
  if (node.kind === 'scalar') return isNull(node) ? [] : [undefined]
  const found = node.entries.find(({ key }) => key.text === step)
  return found ? [{ path: [...path, step], node: found.value }] : []
}
