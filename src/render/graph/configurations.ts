import { foldKey } from '../../edit/kustomize/fold-key.ts'
import { isRecord } from '../../names/text.ts'
import { helmNeeded, type Obstacle, remote } from './obstacle.ts'
import { readDocuments, valuesOf } from './plain-yaml.ts'
import { isRemoteFile, shown } from './remote.ts'

/** kustomize's own plug-ins, of all versions (api/internal/plugins/builtinhelpers); others are run only when asked for. */
const KINDS: ReadonlySet<unknown> = new Set([
  ...['ConfigMapGenerator', 'IAMPolicyGenerator', 'SecretGenerator'],
  ...['AnnotationsTransformer', 'HashTransformer', 'ImageTagTransformer', 'LabelTransformer'],
  ...['LegacyOrderTransformer', 'NamespaceTransformer', 'PatchJson6902Transformer'],
  ...['PatchStrategicMergeTransformer', 'PatchTransformer', 'PrefixSuffixTransformer', 'PrefixTransformer'],
  ...['ReplacementTransformer', 'ReplicaCountTransformer', 'SuffixTransformer', 'ValueAddTransformer'],
])
const HELM = 'HelmChartInflationGenerator'

/** Fields whose values are set somewhere, and never names of files: a URL may stand there. */
const VALUES = new Set(['annotations', 'labels', 'literals', 'value', 'sourceValue'].map(foldKey))

/**
 * What stands in the way of giving these configurations to kustomize. A plug-in loads the files that its configuration
 * names: URLs are fetched, and any other name is kept in its folder by the loader's restriction.
 *
 * @param at The place of a value in the text.
 */
export function configurationObstacles(text: string, at: (value: string) => string): readonly Obstacle[] {
  const read = readDocuments(text)
  if (!read.ok) {
    const message = `${at('')} holds a configuration that cannot be read: ${read.why}`
    return [{ message, hint: 'Write it as plain YAML, without tags (!).' }]
  }
  return read.values
    .filter((value) => value !== null && value !== '')
    .flatMap((value) => [
      ...kindObstacles(value, at),
      ...namesIn(value)
        .filter(isRemoteFile)
        .map((url) => remote(at(url), { field: '', text: url, role: 'file' })),
    ])
}

/** A list (`kind: List`) is none of them either: what it holds would have to be looked at one by one. */
function kindObstacles(value: unknown, at: (value: string) => string): readonly Obstacle[] {
  const kinds = valuesOf(value, 'kind')
  if (kinds.includes(HELM)) return [helmNeeded(at(HELM), HELM)]
  const strange = kinds.filter((kind) => !KINDS.has(kind))
  if (kinds.length > 0 && strange.length === 0) return []
  const kind = strange.find((held) => typeof held === 'string') ?? ''
  const message = `${at(kind)} holds a configuration of ${shown(kind) || 'no kind'}, which is no plug-in of kustomize's own, and no other is run`
  return [{ message, hint: 'Keep what it makes in the config repository.' }]
}

/** Every text that could be the name of a file, in whatever field, also in one that kustomize has only learnt since. */
function namesIn(value: unknown, field = ''): readonly string[] {
  if (VALUES.has(field)) return []
  // `files` of a generator may be `key=path`.
  if (typeof value === 'string') return [field === 'files' ? value.slice(value.indexOf('=') + 1) : value]
  if (Array.isArray(value)) return value.flatMap((item) => namesIn(item, field))
  if (!isRecord(value)) return []
  return Object.entries(value).flatMap(([name, held]) => namesIn(held, foldKey(name)))
}
