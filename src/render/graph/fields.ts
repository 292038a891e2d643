import { posix } from 'node:path'
import { foldKey } from '../../edit/kustomize/fold-key.ts'
import { isTooLong } from '../../names/path.ts'
import { isRemoteFile, isRepository } from './remote.ts'

/**
 * A base is a file, a folder or a repository; a component never a file; a file is never anything else. What is inline
 * is no name but a configuration itself.
 */
export type Role = 'base' | 'component' | 'file' | 'inline'

/** Lists of names; in some of them a configuration or patch itself may stand in place of its name. */
export const LISTS: Readonly<Record<string, Role>> = {
  resources: 'base',
  bases: 'base',
  generators: 'base',
  transformers: 'base',
  validators: 'base',
  components: 'component',
  crds: 'file',
  configurations: 'file',
  patchesStrategicMerge: 'file',
}
/** Lists of configurations of plug-ins, in files, in folders or inline, which may name files in fields of their own. */
export const CONFIGURED: ReadonlySet<string> = new Set(['generators', 'transformers', 'validators'])
/** Lists of mappings with a `path`; `patches` was once a list of names. */
export const LISTS_OF_PATHS = ['patches', 'patchesJson6902', 'replacements']
export const GENERATORS = ['configMapGenerator', 'secretGenerator']
export const HELM = ['helmCharts', 'helmChartInflationGenerator']
/** What may stand in a folder of configurations: kustomize gives them on as they are written. */
const KEEPING = ['apiVersion', 'kind', 'metadata', 'resources', 'bases']
/** Fields that lead nowhere, also those of older versions. */
const LEADING_NOWHERE = [
  ...['namespace', 'namePrefix', 'nameSuffix', 'commonLabels', 'labels', 'commonAnnotations'],
  ...['images', 'imageTags', 'replicas', 'vars', 'sortOptions', 'generatorOptions', 'buildMetadata'],
  ...['helmGlobals', 'inventory'],
]

const namesOf = (fields: readonly string[]): ReadonlySet<string> => new Set(fields.map(foldKey))
export const KEPT = namesOf(KEEPING)
export const KNOWN = namesOf([
  ...[...Object.keys(LISTS), ...LISTS_OF_PATHS, ...GENERATORS, ...HELM, 'openapi'],
  ...[...KEEPING, ...LEADING_NOWHERE],
])

/** The path in the tree; undefined for what is no path inside of the repository. */
export function resolveIn(folder: string, text: string): string | undefined {
  // A control character would also end the line of a question to git.
  if (text === '' || text.startsWith('/') || isTooLong(text) || /\p{Cc}/u.test(text)) return undefined
  const path = posix.join(folder, text).replace(/\/$/, '')
  if (path === '..' || path.startsWith('../')) return undefined
  return path === '.' ? '' : path
}

/** kustomize looks for a file where it cannot read a patch, so only what is fetched makes a difference. */
export const isInlinePatch = (text: string): boolean => !isRemoteFile(text) && /\n|^\s*[{[]|:\s/.test(text)

/**
 * Where kustomize cannot read a configuration, it looks for a file or folder of that name, or fetches it. Without a
 * colon there is no value in it; with one it is no name of a file that people write.
 */
export const isInlineConfiguration = (text: string): boolean =>
  text.includes(':') && !isRemoteFile(text) && !isRepository(text)
