import type { ScalarNode } from '../../yaml/node.ts'
import { isScalar, listIn } from '../read/field.ts'
import { type Opened, where } from '../read/find.ts'
import { EMPTY, type Layer } from './layer.ts'
import { transform } from './transform.ts'
import { type Building, Work } from './work.ts'

/** What a folder builds, once for all that use it. */
export function layerOf(folder: string, building: Building): Layer | undefined {
  const { layers, opened } = building.workshop
  const kept = layers.get(folder)
  if (kept) return kept
  const kustomization = opened.get(folder)
  if (!kustomization) return undefined
  const layer = accumulate(kustomization, EMPTY, building)
  layers.set(folder, layer)
  return layer
}

/** A kustomization on top of what is there: nothing for a base, everything so far for a component. */
export function accumulate(opened: Opened, before: Layer, { workshop, stack }: Building): Layer {
  const work = new Work({ workshop, stack: [...stack, opened.folder] }, opened, before)
  addResources(work, [...listIn(opened.root, 'resources'), ...listIn(opened.root, 'bases')].filter(isScalar))
  for (const at of listIn(opened.root, 'components').filter(isScalar)) addComponent(work, at)
  transform(work)
  return work.layer()
}

function addResources(work: Work, named: readonly ScalarNode[]): void {
  work.add(named.flatMap((at) => ({ at, resources: resourcesAt(work, at) })))
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
  work.become(accumulate(component, work.layer(), work.building))
}
