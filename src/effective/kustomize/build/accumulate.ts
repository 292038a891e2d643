import { HELM } from '../../../render/graph/fields.ts'
import { type ScalarNode, textAt } from '../../yaml/node.ts'
import { generate } from '../generate/generate.ts'
import { fieldOf, isScalar, listIn, scalarIn } from '../read/field.ts'
import { type Opened, where } from '../read/find.ts'
import type { BuildOverrides } from './build-overrides.ts'
import { configure } from './configure.ts'
import { EMPTY, type Layer } from './layer.ts'
import { placed } from './overrides.ts'
import { configurationsIn, runPlugin } from './plugins.ts'
import { transform } from './transform.ts'
import { type Building, Work } from './work.ts'

/** What a folder builds, once for all that use it. */
export function layerOf(folder: string, building: Building): Layer | undefined {
  const { layers, opened } = building.workshop
  const kept = layers.get(folder)
  if (kept) return kept
  const kustomization = opened.get(folder)
  if (!kustomization) return undefined
  const layer = accumulate(kustomization, { before: EMPTY, building })
  layers.set(folder, layer)
  return layer
}

interface Task {
  /** Nothing for a base; for a component everything so far. */
  readonly before: Layer
  readonly building: Building
  readonly overrides?: BuildOverrides
}

/** Does what a kustomization says, in kustomize's order. */
export function accumulate(opened: Opened, { before, building, overrides = {} }: Task): Layer {
  const { workshop, stack } = building
  const work = new Work({ workshop, stack: [...stack, opened.folder] }, opened, before)
  work.overrides = overrides
  const { root } = opened
  addResources(work, [...listIn(root, 'resources'), ...listIn(root, 'bases')].filter(isScalar))
  configure(work)
  generate(work)
  noteUnknown(work)
  const configurations = (field: 'generators' | 'transformers') =>
    configurationsIn(work, field, (at) => resourcesAt(work, at))
  for (const config of configurations('generators')) runPlugin(work, config)
  for (const at of listIn(root, 'components').filter(isScalar)) addComponent(work, at)
  for (const given of overrides.components ?? []) addComponent(work, placed(given, work))
  transform(work)
  for (const config of configurations('transformers')) runPlugin(work, config)
  work.vars = [...new Set([...work.vars, ...listIn(root, 'vars')])]
  return work.layer()
}

/** What is never run here, or changes what patches mean. */
function noteUnknown(work: Work): void {
  const { root } = work.opened
  for (const field of HELM) {
    for (const chart of listIn(root, field)) {
      work.notes.note(`what the chart ${textAt(chart, 'name') ?? ''} renders is not known`, chart)
    }
  }
  const schema = scalarIn(fieldOf(root, 'openapi'), 'path')
  if (schema) work.notes.note('a schema of its own says how patches are merged', schema)
}

function addResources(work: Work, named: readonly ScalarNode[]): void {
  work.add(named.map((at) => ({ at, resources: resourcesAt(work, at) })))
}

function resourcesAt(work: Work, at: ScalarNode): Layer['resources'] {
  const place = work.find(at, 'base')
  if (!place) return []
  if (place.kind === 'folder') return baseAt(work, place.path, at)
  const found = work.mayLoad(1, at) ? work.building.workshop.loader.objects(place.path) : undefined
  work.notes.add(found?.unknown ?? [])
  return found?.resources ?? []
}

function baseAt(work: Work, folder: string, at: ScalarNode): Layer['resources'] {
  if (!work.mayEnter(folder, at)) return []
  const { opened } = work.building.workshop
  if (opened.get(folder)?.isComponent) {
    work.notes.note(`${where(folder)} is a component, which only components can name`, at)
    return []
  }
  const base = layerOf(folder, work.building)
  if (!base) work.notes.note(`${where(folder)} has no kustomization that can be read`, at)
  if (!base || !work.mayLoad(base.loads, at)) return []
  work.notes.add(base.unknown)
  work.inherit(base)
  return base.resources
}

function addComponent(work: Work, at: ScalarNode): void {
  const place = work.find(at, 'component')
  if (!place || !work.mayEnter(place.path, at) || !work.mayLoad(1, at)) return
  const component = work.building.workshop.opened.get(place.path)
  if (!component?.isComponent) {
    work.notes.note(`${where(place.path)} has no component that can be read`, at)
    return
  }
  work.become(accumulate(component, { before: work.layer(), building: work.building }))
}
