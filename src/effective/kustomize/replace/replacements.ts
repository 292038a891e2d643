import { isNull, type MapNode, textAt, textOf, valueAt, type YamlNode } from '../../yaml/node.ts'
import type { Desk } from '../build/budget.ts'
import type { Notes } from '../build/notes.ts'
import { changed, type Identity, type Resource } from '../build/resource.ts'
import { withNodeAt } from '../build/rewrite.ts'
import { checkSize } from '../build/size.ts'
import type { ReadNamed } from '../patch/collect.ts'
import { Misfit } from '../patch/misfit.ts'
import { selectorOf } from '../patch/selector.ts'
import { fieldOf, isScalar, listIn, scalarIn, textIn } from '../read/field.ts'
import { lookUp, placesAt } from './field-path.ts'
import { optionsOf, refined, replaced } from './set-value.ts'

type Resources = readonly Resource[]

/** Replacements of a field, those of files that it names among them. */
export function replacementsIn(
  holder: YamlNode,
  { read, notes }: { readonly read: ReadNamed; readonly notes: Notes },
): readonly YamlNode[] {
  return listIn(holder, 'replacements').flatMap((item) => {
    const path = scalarIn(item, 'path')
    if (!path) return [item]
    const file = read(path)
    notes.add(file?.unknown ?? [])
    return (file?.documents ?? []).flatMap((document) =>
      document.kind === 'list' ? document.items : [document],
    )
  })
}

/** Copies a value to all its targets. */
export function applyReplacement(resources: Resources, replacement: YamlNode, desk: Desk): Resources {
  const { notes } = desk
  const targets = listIn(replacement, 'targets')
  if (!desk.spend(resources.length * (targets.length + 1) * 5, replacement)) return resources
  try {
    const value = sourceValueOf(resources, replacement)
    return targets.reduce((held, target) => applyTo(held, { target, value }, notes), resources)
  } catch (error) {
    if (!(error instanceof Misfit)) throw error
    const say = error.isMissing ? notes.missing : notes.note
    say(`a replacement does not work: ${error.message}`, error.at)
    return resources
  }
}

function sourceValueOf(resources: Resources, replacement: YamlNode): YamlNode {
  const given = fieldOf(replacement, 'sourceValue')
  if (given) return given
  const source = fieldOf(replacement, 'source')
  if (!source) throw new Misfit('it has no source', replacement)
  const found = resources.filter((resource) => idsOf(resource).some((id) => isSource(id, source)))
  const [first] = found
  if (!first) throw new Misfit('no object is what its source names', source, { isMissing: true })
  if (found.length > 1) throw new Misfit('more than one object is what its source names', source)
  const path = textIn(source, 'fieldPath') || 'metadata.name'
  const value = lookUp(first.root, path)
  const isMissing = !value || (value.kind === 'scalar' ? isNull(value) : isEmpty(value))
  if (isMissing) throw new Misfit(`its source has no ${path}`, fieldOf(source, 'fieldPath') ?? source)
  return refined(value, optionsOf(source))
}

const isEmpty = (node: YamlNode): boolean =>
  (node.kind === 'map' && node.entries.length === 0) || (node.kind === 'list' && node.items.length === 0)

/** All that an object is known by; now, its namespace is as it is written. */
const idsOf = ({ id, before, root }: Resource): readonly Identity[] => [
  { ...id, namespace: textAt(valueAt(root, 'metadata'), 'namespace') ?? '' },
  ...before,
]

function isSource(id: Identity, source: YamlNode): boolean {
  const namespace = textIn(source, 'namespace')
  return (
    (['group', 'version', 'kind', 'name'] as const).every((key) => {
      const wanted = textIn(source, key)
      return wanted === '' || wanted === id[key]
    }) &&
    (namespace === '' || (namespace || 'default') === (id.namespace || 'default'))
  )
}

interface Target {
  readonly target: YamlNode
  readonly value: YamlNode
}

function applyTo(resources: Resources, { target, value }: Target, notes: Notes): Resources {
  const select = fieldOf(target, 'select')
  if (!select) throw new Misfit('a target selects nothing', target)
  const wanted = selectorOf(select)
  const rejects = listIn(target, 'reject').map(selectorOf)
  const unwanted = rejects.filter((one) => one !== undefined)
  if (!wanted || unwanted.length < rejects.length)
    throw new Misfit('which objects a target selects cannot be told', target)
  return resources.map((resource) => {
    const ids = idsOf(resource)
    const isMeant = wanted.isLabelled(resource) && ids.some(wanted.isCalled)
    const isRejected = unwanted.some(
      (one) => (!one.isBare && ids.some(one.isCalled)) || (one.hasLabels && one.isLabelled(resource)),
    )
    if (!isMeant || isRejected) return resource
    return orUnchanged(resource, notes, () =>
      fieldsOf(target).reduce<MapNode>((root, path) => set(root, path, { target, value }), resource.root),
    )
  })
}

const fieldsOf = (target: YamlNode): readonly YamlNode[] => {
  const paths = listIn(target, 'fieldPaths').filter(isScalar)
  return paths.length > 0 ? paths : [target]
}

function set(root: MapNode, at: YamlNode, { target, value }: Target): MapNode {
  const path = at.kind === 'scalar' ? (textOf(at) ?? '') : 'metadata.name'
  const options = optionsOf(target)
  const found = placesAt(root, path, { value, create: options.create })
  if (found.places.length === 0) throw new Misfit(`an object that it selects has no ${path}`, at)
  const whole = found.places.reduce<YamlNode>(
    (held, place) => withNodeAt(held, place.path, replaced(place.node, value, options)),
    found.root,
  )
  return whole.kind === 'map' ? checkSize(whole, at) : root
}

function orUnchanged(resource: Resource, notes: Notes, change: () => MapNode): Resource {
  try {
    return changed(resource, change())
  } catch (error) {
    if (!(error instanceof Misfit)) throw error
    notes.note(`a replacement does not work: ${error.message}`, error.at)
    return resource
  }
}
