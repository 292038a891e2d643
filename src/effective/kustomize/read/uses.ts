import {
  CONFIGURED,
  GENERATORS,
  HELM,
  isInlineConfiguration,
  isInlinePatch,
  LISTS,
  LISTS_OF_PATHS,
  type Role,
  resolveIn,
} from '../../../render/graph/fields.ts'
import { isRemoteFile, isRepository } from '../../../render/graph/remote.ts'
import { type ScalarNode, textOf, type YamlNode } from '../../yaml/node.ts'
import type { Use } from '../kustomization.ts'
import { fieldOf, isScalar, listIn } from './field.ts'
import type { Opened } from './find.ts'

/** What stands at a path of the repository. */
export type Standing = (path: string) => {
  readonly kind: 'folder' | 'file' | 'missing'
  readonly path: string
}

/** Everything that a kustomization names besides itself, in the order of its fields. */
export function usesOf(
  { folder, root }: Pick<Opened, 'folder' | 'root'>,
  standing: Standing,
): readonly Use[] {
  const named = [
    ...Object.entries(LISTS).flatMap(([field, role]) =>
      listIn(root, field)
        .filter(isScalar)
        .filter((at) => textOf(at) && !isInline(field, at.text))
        .map((at) => ({ field, at, role, text: at.text })),
    ),
    ...filesIn(root).map(({ field, at, text }) => ({ field, at, role: 'file' as const, text })),
  ]
  return named.map(({ field, at, role, text }) => ({
    field,
    at,
    ...placeOf({ folder, role, text }, standing),
  }))
}

const isInline = (field: string, text: string): boolean =>
  (field === 'patchesStrategicMerge' && isInlinePatch(text)) ||
  (CONFIGURED.has(field) && isInlineConfiguration(text))

interface Named {
  readonly folder: string
  readonly role: Role
  readonly text: string
}

/** kustomize looks for a file first, and then for a repository or a folder. */
export function placeOf({ folder, role, text }: Named, standing: Standing): Pick<Use, 'path' | 'kind'> {
  if (isRemoteFile(text)) return { path: undefined, kind: 'remote' }
  const path = resolveIn(folder, text)
  const found = path === undefined ? undefined : standing(path)
  if (role !== 'component' && found?.kind === 'file') return { path: found.path, kind: 'file' }
  if (role !== 'file' && isRepository(text)) return { path: undefined, kind: 'remote' }
  if (role !== 'file' && found?.kind === 'folder') return { path: found.path, kind: 'folder' }
  return { path, kind: 'missing' }
}

interface NamedFile {
  readonly field: string
  readonly at: ScalarNode
  readonly text: string
}

function filesIn(root: YamlNode): readonly NamedFile[] {
  return [
    ...LISTS_OF_PATHS.flatMap((field) => listIn(root, field).flatMap((item) => files(field, [pathOf(item)]))),
    ...GENERATORS.flatMap((field) => listIn(root, field).flatMap((item) => sourcesIn(field, item))),
    ...HELM.flatMap((field) =>
      listIn(root, field).flatMap((item) =>
        files(field, [
          fieldOf(item, 'valuesFile'),
          fieldOf(item, 'values'),
          ...listIn(item, 'additionalValuesFiles'),
        ]),
      ),
    ),
    ...files('openapi', [fieldOf(fieldOf(root, 'openapi'), 'path')]),
  ]
}

const pathOf = (item: YamlNode): YamlNode | undefined => (isScalar(item) ? item : fieldOf(item, 'path'))

function files(field: string, nodes: readonly (YamlNode | undefined)[]): readonly NamedFile[] {
  return nodes.flatMap((at) => (at?.kind === 'scalar' && textOf(at) ? [{ field, at, text: at.text }] : []))
}

/** `files`, also as `key=path`, `envs` and `env` (kustomize api, types/kvpairsources.go). */
function sourcesIn(field: string, generator: YamlNode): readonly NamedFile[] {
  const keyed = files(field, listIn(generator, 'files'))
  return [
    ...keyed.map((file) => ({ ...file, text: file.text.slice(file.text.indexOf('=') + 1) })),
    ...files(field, [...listIn(generator, 'envs'), fieldOf(generator, 'env')]),
  ]
}
