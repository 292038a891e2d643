import { addPairs, setReplicas } from '../change/metadata.ts'
import { rename, setNamespace } from '../change/names.ts'
import { applyImages } from '../images/apply.ts'
import { applyPatch } from '../patch/apply.ts'
import { type PatchField, patchesIn, patchFrom } from '../patch/collect.ts'
import { fieldOf, isTrue, listIn, scalarIn, textIn } from '../read/field.ts'
import { applyReplacement, replacementsIn } from '../replace/replacements.ts'
import { imagesOf, settingOf } from './overrides.ts'
import type { Work } from './work.ts'

/** What a kustomization changes, in the order in which kustomize does it, whatever order the fields are in. */
export function transform(work: Work): void {
  patch(work, 'patchesStrategicMerge')
  patch(work, 'patches')
  patchAsGiven(work)
  setNames(work)
  setMetadata(work)
  patch(work, 'patchesJson6902')
  scale(work)
  setImages(work)
  replace(work)
}

function patch(work: Work, field: PatchField): void {
  for (const one of patchesIn(work.opened.root, field, work))
    work.resources = applyPatch(work.resources, one, work)
}

function patchAsGiven(work: Work): void {
  for (const item of work.overrides.patches ?? []) {
    const one = patchFrom(item, work)
    if (one) work.resources = applyPatch(work.resources, one, work)
  }
}

function setNames(work: Work): void {
  const namespace = settingOf(work, 'namespace')
  if (namespace) work.resources = setNamespace(work.resources, namespace, work.notes)
  const prefix = settingOf(work, 'namePrefix')?.text ?? ''
  if (prefix) work.resources = rename(work.resources, (name) => `${prefix}${name}`)
  const suffix = settingOf(work, 'nameSuffix')?.text ?? ''
  if (suffix) work.resources = rename(work.resources, (name) => `${name}${suffix}`)
}

function setMetadata(work: Work): void {
  const { root } = work.opened
  for (const item of listIn(root, 'labels')) {
    const inTemplates = isTrue(fieldOf(item, 'includeSelectors')) || isTrue(fieldOf(item, 'includeTemplates'))
    addPairs(work, { pairs: fieldOf(item, 'pairs'), of: 'labels', inTemplates })
  }
  const labels = fieldOf(root, 'commonLabels')
  addPairs(work, { pairs: labels, of: 'labels', inTemplates: true })
  const annotations = fieldOf(root, 'commonAnnotations')
  addPairs(work, { pairs: annotations, of: 'annotations', inTemplates: true })
}

function scale(work: Work): void {
  for (const item of listIn(work.opened.root, 'replicas')) {
    const count = scalarIn(item, 'count')
    if (count) setReplicas(work, textIn(item, 'name'), count)
  }
}

function setImages(work: Work): void {
  const entries = imagesOf(work)
  if (entries.length === 0) return
  const isComplete = work.notes.all().length === 0
  const { resources, imageSpecs: specs } = work
  const applied = applyImages(resources, { entries, specs }, work)
  work.resources = applied.resources
  // What somebody else adds says nothing of the entries that the file has.
  if (Object.keys(work.overrides).length > 0) return
  const { matched, isWhole } = applied
  work.building.workshop.onImages({ matched, resources, specs, isComplete: isComplete && isWhole })
}

function replace(work: Work): void {
  for (const one of replacementsIn(work.opened.root, work)) {
    work.resources = applyReplacement(work.resources, one, work)
  }
}
