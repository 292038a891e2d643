import { isMap, isScalar, isSeq } from 'yaml'
import { fail, StepError } from '../../errors/errors.ts'
import type { ArgocdAddress } from '../../names/paths/argocd-path.ts'
import { listed } from '../../names/text.ts'
import { formatPath, type Step } from '../../names/yaml-path.ts'
import { type Reached, type Sought, seek, seekFrom, type Way } from '../path/find.ts'
import { refuse } from '../refuse.ts'
import type { ConfigFile } from '../target.ts'
import { openSource, type YamlSource } from '../yaml/source.ts'

/** Where an address leads to in a file. */
export interface Located {
  readonly source: YamlSource
  readonly ways: readonly Way[]
  readonly address: ArgocdAddress
  /** The object that the address is in. */
  readonly root: unknown
}

export const openApplications = (file: ConfigFile): YamlSource =>
  openSource(file, { input: 'helm-values', program: 'argocd' })

/** undefined where no document of the file has the place. @throws StepError for several, or one that cannot be edited. */
export function locate(source: YamlSource, address: ArgocdAddress): Located | undefined {
  failOnPatch(source, address)
  const tried = rootsFor(source, address).map((root) => ({ ...root, ...attempt(source, root, address) }))
  const found = tried.filter(({ sought }) => sought?.found)
  const [only, second] = found
  if (second) several(source, address, found)
  if (only?.sought?.found) return { source, address, root: only.object, ways: only.sought.ways }
  for (const { error } of tried) if (error) throw error
  return undefined
}

/** A document, or an item of one that is a list. */
interface Root {
  readonly object: unknown
  /** The way to the document, or to the list, which is looked for once for all of its items. */
  readonly from: Reached | StepError
  /** The steps from there to the object. */
  readonly steps: readonly Step[]
}

/** The objects that may be meant. */
export function rootsFor(source: YamlSource, { document }: ArgocdAddress): readonly Root[] {
  const roots = source.documents.map(
    ({ contents }): Root => ({ object: contents, from: { node: contents, ways: [] }, steps: [] }),
  )
  if (document?.kind === 'index') return roots.slice(document.index, document.index + 1)
  const all = roots.flatMap((root) => [root, ...itemsOf(source, root)])
  if (document === undefined) return all
  return all.filter(
    ({ object }) =>
      document.kind === 'match' && textIn(object, ['metadata', document.field]) === document.value,
  )
}

function itemsOf(source: YamlSource, { object }: Root): readonly Root[] {
  const items: unknown =
    isMap(object) && textIn(object, ['kind'])?.endsWith('List') ? object.get('items') : undefined
  if (!isSeq(items)) return []
  const from = orError(() => {
    const sought = seek(source, object, [{ kind: 'key', key: 'items' }])
    return { node: items, ways: sought.found ? sought.ways : [] }
  })
  return items.items.map((item, index) => ({ object: item, from, steps: [{ kind: 'index', index }] }))
}

export function textIn(root: unknown, keys: readonly string[]): string | undefined {
  const node: unknown = isMap(root) ? root.getIn(keys, true) : undefined
  return isScalar(node) && node.value !== null ? String(node.value) : undefined
}

/** What is wrong with one document is no matter where another one has the place. */
export function attempt(
  source: YamlSource,
  { from, steps }: Root,
  { holder }: ArgocdAddress,
): { readonly sought?: Sought; readonly error?: StepError } {
  if (from instanceof StepError) return { error: from }
  const sought = orError(() => seekFrom(source, from, [...steps, ...holder]))
  return sought instanceof StepError ? { error: sought } : { sought }
}

function orError<T>(work: () => T): T | StepError {
  try {
    return work()
  } catch (error) {
    if (error instanceof StepError) return error
    throw error
  }
}

function several({ file }: YamlSource, { holder }: ArgocdAddress, found: readonly Root[]): never {
  const names = found.flatMap(({ object }) => textIn(object, ['metadata', 'name']) ?? [])
  const [value = 'web'] = names
  return fail({
    code: 'ENTRY_DUPLICATE',
    inputs: ['helm-values'],
    message: `${file.path} has ${found.length} objects with ${formatPath(holder)}: ${listed(names)}`,
    hint: `Name the one that is meant in helm-values: ${file.path}#${formatPath([{ kind: 'match', field: 'name', value }, ...holder])}`,
    configPlace: file.place(),
  })
}

/** A `templatePatch` is laid over what the template says, and is a template itself. */
function failOnPatch(source: YamlSource, address: ArgocdAddress): void {
  const { file, lineAt } = source
  for (const { object } of rootsFor(source, address)) {
    const patch: unknown = isMap(object) ? object.getIn(['spec', 'templatePatch'], true) : undefined
    const text = isScalar(patch) ? String(patch.value) : ''
    const keys = address.form === 'images' ? /\bimages\s*:/ : /\bhelm\s*:/
    if (!keys.test(text)) continue
    refuse(file, lineAt((patch as { range: readonly number[] }).range[0] ?? 0), {
      message: `has a templatePatch that sets ${address.form === 'images' ? 'images' : 'values for Helm'}, over what ${formatPath(address.holder)} says`,
      hint: 'Write the image into the values alone, and take it out of templatePatch: that is a template, which is no YAML before Argo CD fills it in.',
    })
  }
}
