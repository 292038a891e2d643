import { isInlineConfiguration } from '../../../render/graph/fields.ts'
import { shown } from '../../../render/graph/remote.ts'
import { type MapNode, textAt, valueAt, valueUnder, type YamlNode } from '../../yaml/node.ts'
import { addPairs, setReplicas } from '../change/metadata.ts'
import { rename, setNamespace } from '../change/names.ts'
import { generateOne } from '../generate/generate.ts'
import { applyImages } from '../images/apply.ts'
import { entryOf } from '../images/entry.ts'
import { fieldSpecOf } from '../images/field-spec.ts'
import { applyPatch } from '../patch/apply.ts'
import { patchesIn, patchFrom } from '../patch/collect.ts'
import { fieldOf, isMap, isScalar, listIn, scalarIn, textIn } from '../read/field.ts'
import { inlineDocuments } from '../read/inline.ts'
import { applyReplacement, replacementsIn } from '../replace/replacements.ts'
import { objectsOf } from './load.ts'
import type { Resource } from './resource.ts'
import type { Work } from './work.ts'

type Change = (work: Work, config: MapNode) => void

/** kustomize's own plug-ins, as far as they change what somebody asks for. */
const CHANGES: Readonly<Record<string, Change>> = {
  ConfigMapGenerator: (work, config) => generateOne(work, config, 'ConfigMap'),
  SecretGenerator: (work, config) => generateOne(work, config, 'Secret'),
  ImageTagTransformer: setImage,
  PatchTransformer: patch,
  PatchJson6902Transformer: patch,
  PatchStrategicMergeTransformer: patchAll,
  NamespaceTransformer: (work, config) => {
    const namespace = valueUnder(config, ['metadata', 'namespace'])
    if (namespace?.kind === 'scalar') work.resources = setNamespace(work.resources, namespace, work.notes)
  },
  PrefixTransformer: (work, config) => affix(work, textIn(config, 'prefix'), ''),
  SuffixTransformer: (work, config) => affix(work, '', textIn(config, 'suffix')),
  PrefixSuffixTransformer: (work, config) => affix(work, textIn(config, 'prefix'), textIn(config, 'suffix')),
  LabelTransformer: (work, config) => {
    addPairs(work, pairsOf(config, 'labels'))
  },
  AnnotationsTransformer: (work, config) => {
    addPairs(work, pairsOf(config, 'annotations'))
  },
  ReplicaCountTransformer: (work, config) => {
    const count = scalarIn(fieldOf(config, 'replica'), 'count')
    const name = textIn(fieldOf(config, 'replica'), 'name')
    if (count) setReplicas(work, name, count)
  },
  ReplacementTransformer: (work, config) => {
    for (const one of replacementsIn(config, work)) {
      work.resources = applyReplacement(work.resources, one, work)
    }
  },
  // Names alone, and the order of what is printed.
  HashTransformer: () => undefined,
  LegacyOrderTransformer: () => undefined,
  SortOrderTransformer: () => undefined,
}

/** The configurations of plug-ins that a field lists: inline, in files, or in folders that are built. */
export function configurationsIn(
  work: Work,
  field: 'generators' | 'transformers',
  resourcesAt: (at: YamlNode & { kind: 'scalar' }) => readonly Resource[],
): readonly MapNode[] {
  return listIn(work.opened.root, field)
    .filter(isScalar)
    .flatMap((at) => {
      if (!isInlineConfiguration(at.text)) return resourcesAt(at)
      const { documents, unknown } = inlineDocuments(at)
      const read = objectsOf(documents, unknown)
      work.notes.add(read.unknown)
      return read.resources
    })
    .map(({ root }) => root)
}

/** Runs a plug-in that is kustomize's own; of any other it is not known what it does. */
export function runPlugin(work: Work, config: MapNode): void {
  const kind = textAt(config, 'kind') ?? ''
  const change =
    textAt(config, 'apiVersion') === 'builtin' && Object.hasOwn(CHANGES, kind) ? CHANGES[kind] : undefined
  if (change) change(work, config)
  else work.notes.note(`what the plug-in ${shown(kind)} does is not known`, valueAt(config, 'kind') ?? config)
}

function setImage(work: Work, config: MapNode): void {
  const node = fieldOf(config, 'imageTag')
  if (!node || !isMap(node)) return
  const specs = listIn(config, 'fieldSpecs').map(fieldSpecOf)
  work.resources = applyImages(work.resources, { entries: [entryOf(node)], specs }, work).resources
}

function patch(work: Work, config: MapNode): void {
  const one = patchFrom(config, work)
  if (one) work.resources = applyPatch(work.resources, one, work)
}

function patchAll(work: Work, config: MapNode): void {
  const inline = scalarIn(config, 'patches')
  const patches = [
    ...patchesIn(config, 'paths', work),
    ...(inline ? [{ ...plain(config), ...inlineDocuments(inline) }] : []),
  ]
  for (const one of patches) work.resources = applyPatch(work.resources, one, work)
}

const plain = (at: YamlNode) => ({ target: undefined, at, mayRename: false, mayChangeKind: false })

const affix = (work: Work, prefix: string, suffix: string): void => {
  work.resources = rename(work.resources, (name) => `${prefix}${name}${suffix}`)
}

/** Where no template is among its fields, templates are left alone. */
function pairsOf(config: MapNode, of: 'labels' | 'annotations') {
  const specs = listIn(config, 'fieldSpecs').map(fieldSpecOf)
  return { pairs: fieldOf(config, of), of, inTemplates: specs.some(({ path }) => path.includes('template')) }
}
