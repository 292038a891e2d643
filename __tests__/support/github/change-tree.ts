import { FOLDER_MODE, kindOf, parseTree, type TreeEntry, writeTree } from './git-objects.ts'
import type { ObjectStore } from './object-store.ts'
import { refuse } from './refusal.ts'

/** `null` removes what is there. */
export type TreeChanges = ReadonlyMap<string, Omit<TreeEntry, 'name'> | null>

/** The tree with these paths changed; undefined when nothing is left in it. */
export async function changeTree(
  store: ObjectStore,
  base: string | undefined,
  changes: TreeChanges,
): Promise<string | undefined> {
  const entries = await entriesOf(store, base)
  for (const [name, inner] of byFirstStep(changes)) {
    const whole = inner.get('')
    const before = entries.get(name)
    if (whole !== undefined) {
      replace(entries, name, whole)
      continue
    }
    const folder = before && kindOf(before) === 'tree' ? before.oid : undefined
    const oid = await changeTree(store, folder, inner)
    replace(entries, name, oid === undefined ? null : { mode: FOLDER_MODE, oid })
  }
  return entries.size === 0 ? undefined : writeTree(store, [...entries.values()])
}

async function entriesOf(store: ObjectStore, tree: string | undefined): Promise<Map<string, TreeEntry>> {
  const found = tree === undefined ? undefined : await store.read(tree)
  return new Map((found ? parseTree(found) : []).map((entry) => [entry.name, entry]))
}

function replace(entries: Map<string, TreeEntry>, name: string, by: Omit<TreeEntry, 'name'> | null): void {
  if (by === null) entries.delete(name)
  else entries.set(name, { ...by, name })
}

function byFirstStep(changes: TreeChanges): Map<string, Map<string, Omit<TreeEntry, 'name'> | null>> {
  const grouped = new Map<string, Map<string, Omit<TreeEntry, 'name'> | null>>()
  for (const [path, change] of changes) {
    const slash = path.indexOf('/')
    const name = slash < 0 ? path : path.slice(0, slash)
    const inner = grouped.get(name) ?? new Map()
    grouped.set(name, inner.set(slash < 0 ? '' : path.slice(slash + 1), change))
  }
  return grouped
}

const FORBIDDEN_STEPS = new Set(['', '.', '..', '.git'])

/** @throws Refusal for a path that git itself would not take. */
export function checkPath(path: string): void {
  const bad = path.split('/').some((step) => FORBIDDEN_STEPS.has(step.toLowerCase()))
  if (bad || path.includes('\0')) {
    refuse({ status: 422, type: 'UNPROCESSABLE', message: `The path ${JSON.stringify(path)} is malformed.` })
  }
}
