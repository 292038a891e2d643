import { applyImages } from '../images/apply.ts'
import { entryOf } from '../images/entry.ts'
import { applyPatch } from '../patch/apply.ts'
import { type PatchField, patchesIn } from '../patch/collect.ts'
import { isMap, listIn } from '../read/field.ts'
import type { Work } from './work.ts'

/** What a kustomization changes, in the order in which kustomize does it, whatever order the fields are in. */
export function transform(work: Work): void {
  for (const field of ['patchesStrategicMerge', 'patches'] as const) patch(work, field)
  patch(work, 'patchesJson6902')
  setImages(work)
}

function patch(work: Work, field: PatchField): void {
  const patches = patchesIn(work.opened.root, field, work)
  for (const one of patches) work.resources = applyPatch(work.resources, one, work.notes)
}

function setImages(work: Work): void {
  const { root } = work.opened
  const entries = [...listIn(root, 'images'), ...listIn(root, 'imageTags')].filter(isMap).map(entryOf)
  if (entries.length === 0) return
  const isComplete = work.notes.all().length === 0
  const { resources, imageSpecs: specs } = work
  const applied = applyImages(resources, { entries, specs }, work.notes)
  work.resources = applied.resources
  work.building.workshop.onImages({ matched: applied.matched, resources, specs, isComplete })
}
