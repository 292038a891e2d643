import { foldKey } from '../../edit/kustomize/fold-key.ts'
import { isRecord } from '../../names/text.ts'
import {
  CONFIGURED,
  GENERATORS,
  HELM,
  isInlineConfiguration,
  isInlinePatch,
  KEPT,
  KNOWN,
  LISTS,
  LISTS_OF_PATHS,
  type Role,
} from './fields.ts'
import { fieldsOf, itemsOf, valuesOf } from './plain-yaml.ts'

/** What a kustomization names besides itself. */
export interface Reference {
  /** The field that it stands in, for messages. */
  readonly field: string
  readonly text: string
  readonly role: Role
}

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
