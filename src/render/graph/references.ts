import { posix } from 'node:path'
import { foldKey } from '../../edit/kustomize/kustomization.ts'
import { isTooLong } from '../../names/path.ts'
import { isRecord } from '../../names/text.ts'
import { fieldsOf, itemsOf, valuesOf } from './plain-yaml.ts'
import { isRemoteFile, isRepository } from './remote.ts'

/** What a kustomization names besides itself. */
export interface Reference {
  /** The field that it stands in, for messages. */
  readonly field: string
  readonly text: string
  /**
   * A base is a file, a folder or a repository; a component never a file; a file is never anything else. What is inline
   * is no name but a configuration itself.
   */
  readonly role: 'base' | 'component' | 'file' | 'inline'
}

/** Lists of names; in some of them a configuration or patch itself may stand in place of its name. */
const LISTS: Readonly<Record<string, Reference['role']>> = {
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
const LISTS_OF_PATHS = ['patches', 'patchesJson6902', 'replacements']
const GENERATORS = ['configMapGenerator', 'secretGenerator']
const HELM = ['helmCharts', 'helmChartInflationGenerator']
/** What may stand in a folder of configurations: kustomize gives them on as they are written. */
const KEEPING = ['apiVersion', 'kind', 'metadata', 'resources', 'bases']
/** Fields that lead nowhere, also those of older versions. */
const LEADING_NOWHERE = [
  ...['namespace', 'namePrefix', 'nameSuffix', 'commonLabels', 'labels', 'commonAnnotations'],
  ...['images', 'imageTags', 'replicas', 'vars', 'sortOptions', 'generatorOptions', 'buildMetadata'],
  ...['helmGlobals', 'inventory'],
]

const namesOf = (fields: readonly string[]): ReadonlySet<string> => new Set(fields.map(foldKey))
const KEPT = namesOf(KEEPING)
const KNOWN = namesOf([
  ...[...Object.keys(LISTS), ...LISTS_OF_PATHS, ...GENERATORS, ...HELM, 'openapi'],
  ...[...KEEPING, ...LEADING_NOWHERE],
])

/**
 * Everything through which kustomize loads a file or a folder (kustomize api v0.18: types/kustomization.go, and all
 * calls of `Loader.Load` and `Loader.New`), helm aside, which is never run.
 */
export function referencesOf(kustomization: unknown): readonly Reference[] {
  const files = (field: string, names: readonly unknown[]): readonly Reference[] =>
    texts(names).map((text) => ({ field, text, role: 'file' }))
  return [
    ...Object.entries(LISTS).flatMap(([field, role]) =>
      texts(itemsOf(kustomization, field)).flatMap((text) => {
        if (field === 'patchesStrategicMerge' && isInlinePatch(text)) return []
        const inline = CONFIGURED.has(field) && isInlineConfiguration(text)
        return [{ field, text, role: inline ? ('inline' as const) : role }]
      }),
    ),
    ...LISTS_OF_PATHS.flatMap((field) => files(field, pathsIn(itemsOf(kustomization, field)))),
    ...GENERATORS.flatMap((field) => files(field, itemsOf(kustomization, field).flatMap(sourcesOf))),
    ...files('openapi', pathsIn(valuesOf(kustomization, 'openapi').filter(isRecord))),
  ]
}

/** The field that asks for helm charts. */
export function helmFieldOf(kustomization: unknown): string | undefined {
  return HELM.find((field) => itemsOf(kustomization, field).length > 0)
}

/** A field that no version of kustomize has that is known here: what it leads to is not known either. */
export function unknownFieldOf(kustomization: unknown): string | undefined {
  return nameOutside(KNOWN, kustomization)
}

/** A field by which a folder of configurations is more than a list of them. */
export function changingFieldOf(kustomization: unknown): string | undefined {
  return nameOutside(KEPT, kustomization)
}

function nameOutside(known: ReadonlySet<string>, kustomization: unknown): string | undefined {
  return fieldsOf(kustomization).find(([name]) => !known.has(foldKey(name)))?.[0]
}

/** The path in the tree; undefined for what is no path inside of the repository. */
export function resolveIn(folder: string, text: string): string | undefined {
  // A control character would also end the line of a question to git.
  if (text === '' || text.startsWith('/') || isTooLong(text) || /\p{Cc}/u.test(text)) return undefined
  const path = posix.join(folder, text).replace(/\/$/, '')
  if (path === '..' || path.startsWith('../')) return undefined
  return path === '.' ? '' : path
}

function pathsIn(items: readonly unknown[]): readonly unknown[] {
  return items.flatMap((item) =>
    isRecord(item) ? [...valuesOf(item, 'path'), ...valuesOf(item, 'targetFilePath')] : [item],
  )
}

/** `files`, also as `key=path`, `envs` and `env` of a generator (kustomize api, types/kvpairsources.go). */
function sourcesOf(generator: unknown): readonly unknown[] {
  const files = texts(itemsOf(generator, 'files')).map((file) => file.slice(file.indexOf('=') + 1))
  return [...files, ...itemsOf(generator, 'envs'), ...valuesOf(generator, 'env')]
}

const texts = (values: readonly unknown[]): readonly string[] =>
  values.filter((value) => typeof value === 'string')

/** kustomize looks for a file where it cannot read a patch, so only what is fetched makes a difference. */
const isInlinePatch = (text: string): boolean => !isRemoteFile(text) && /\n|^\s*[{[]|:\s/.test(text)

/**
 * Where kustomize cannot read a configuration, it looks for a file or folder of that name, or fetches it. Without a
 * colon there is no value in it; with one it is no name of a file that people write.
 */
const isInlineConfiguration = (text: string): boolean =>
  text.includes(':') && !isRemoteFile(text) && !isRepository(text)
