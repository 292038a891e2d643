import type { Kustomization, Use } from './kustomize/kustomization.ts'
import type { Deployed } from './object.ts'
import { valueAt } from './yaml/node.ts'

type Kustomizations = ReadonlyMap<string, Kustomization>

/** Fields whose files change what others bring: where one of them is not here, nobody knows what is left of it. */
const ALTERING = new Set([
  'components',
  'patches',
  'patchesStrategicMerge',
  'patchesJson6902',
  'transformers',
  'replacements',
  'configurations',
])

/** Whether something that is not in the repository may change what a root deploys. */
export function isAltered({ origin, unknown }: Deployed, kustomizations: Kustomizations): boolean {
  if (unknown.some(({ alters }) => alters)) return true
  const folder = origin.kind === 'kustomize' ? origin.root : origin.folder
  if (folder === undefined || unknown.length === 0) return false
  return builtOn(folder, kustomizations).some(
    ({ root, uses }) => valueAt(root, 'transformers') !== undefined || uses.some(isMissingChange),
  )
}

const isMissingChange = ({ field, kind }: Use): boolean =>
  ALTERING.has(field) && (kind === 'remote' || kind === 'missing')

/** A kustomization with all that it builds on, each once. */
export function builtOn(folder: string, kustomizations: Kustomizations): readonly Kustomization[] {
  const found = new Map<string, Kustomization>()
  const waiting = [folder]
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const kustomization = found.has(at) ? undefined : kustomizations.get(at)
    if (!kustomization) continue
    found.set(at, kustomization)
    waiting.push(
      ...kustomization.uses.flatMap(({ kind, path }) =>
        kind === 'folder' && path !== undefined ? [path] : [],
      ),
    )
  }
  return [...found.values()]
}
