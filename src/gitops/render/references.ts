import { posix } from 'node:path'
import { isRecord } from '../../json.ts'
import { itemsOf, readDocuments, valuesOf } from './plain-yaml.ts'
import { isRemoteFile } from './remote.ts'

/** What a kustomization names besides itself. */
export interface Reference {
  /** The field that it stands in, for messages. */
  readonly field: string
  readonly text: string
  /** A base is a file, a folder or a repository; a component never a file; a file is never anything else. */
  readonly role: 'base' | 'component' | 'file' | 'unreadable'
}

/** Lists of names; in those of `INLINE` the configuration or patch itself may stand in place of a name. */
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
/** Lists of configurations, in files or inline, which may name files in fields of their own. */
export const CONFIGURED: ReadonlySet<string> = new Set(['generators', 'transformers', 'validators'])
const INLINE = new Set([...CONFIGURED, 'patchesStrategicMerge'])
/** Lists of mappings with a `path`; `patches` was once a list of names. */
const LISTS_OF_PATHS = ['patches', 'patchesJson6902', 'replacements']
const GENERATORS = ['configMapGenerator', 'secretGenerator']

/**
 * Everything through which kustomize loads a file or a folder (kustomize api v0.18: types/kustomization.go, and all
 * calls of `Loader.Load` and `Loader.New`), helm aside, which is never run.
 */
export function referencesOf(kustomization: unknown): readonly Reference[] {
  const files = (field: string, names: readonly unknown[]): readonly Reference[] =>
    texts(names).map((text) => ({ field, text, role: 'file' }))
  return [
    ...Object.entries(LISTS).flatMap(([field, role]) =>
      texts(itemsOf(kustomization, field)).flatMap((text) =>
        INLINE.has(field) && isInline(text) ? inlineReferences(field, text) : [{ field, text, role }],
      ),
    ),
    ...LISTS_OF_PATHS.flatMap((field) => files(field, pathsIn(itemsOf(kustomization, field)))),
    ...GENERATORS.flatMap((field) => files(field, itemsOf(kustomization, field).flatMap(sourcesOf))),
    ...files('openapi', pathsIn(valuesOf(kustomization, 'openapi').filter(isRecord))),
  ]
}

/** The field that asks for helm charts. */
export function helmFieldOf(kustomization: unknown): string | undefined {
  return ['helmCharts', 'helmChartInflationGenerator'].find(
    (field) => itemsOf(kustomization, field).length > 0,
  )
}

function inlineReferences(field: string, text: string): readonly Reference[] {
  if (!CONFIGURED.has(field)) return []
  return builtinReferences(field, text) ?? [{ field, text, role: 'unreadable' }]
}

/**
 * The URLs in configurations of kustomize's own generators and transformers (`apiVersion: builtin`), which name files
 * in fields of their own. Only URLs: any other name is kept in its folder by the loader's restriction. undefined for a
 * text that cannot be understood.
 */
export function builtinReferences(field: string, text: string): readonly Reference[] | undefined {
  // To spell the word in another way takes an escape or a tag.
  if (!/builtin|\\[xuU]|!/.test(text)) return []
  const read = readDocuments(text)
  if (!read.ok) return undefined
  const named = read.values
    .filter((value) => valuesOf(value, 'apiVersion').includes('builtin'))
    .flatMap((value) => [
      ...pathsIn([value]),
      ...['paths', 'patches', 'replacements', 'targets'].flatMap((key) => pathsIn(itemsOf(value, key))),
      ...sourcesOf(value),
    ])
  return texts(named)
    .filter(isRemoteFile)
    .map((url) => ({ field, text: url, role: 'file' }))
}

/** The path in the tree; undefined for what is no path inside of the repository. */
export function resolveIn(folder: string, text: string): string | undefined {
  // A control character would also end the line of a question to git.
  if (text === '' || text.startsWith('/') || /\p{Cc}/u.test(text)) return undefined
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

const isInline = (text: string): boolean => !isRemoteFile(text) && /\n|^\s*[{[]|:\s/.test(text)
