import { isKustomization } from '../names/path.ts'
import type { RepositoryFiles } from './file.ts'
import { filledInAt } from './filled-in.ts'
import type { Deployed } from './object.ts'
import { objectsIn } from './objects-in.ts'

/** Files of objects that nothing in the repository includes: whoever applies them applies the file. */
export function deployedManifests(
  files: RepositoryFiles,
  included: ReadonlySet<string>,
): readonly Deployed[] {
  return files.paths.flatMap((path) => {
    if (isKustomization(path) || included.has(path)) return []
    const file = files.file(path)
    const objects = file ? objectsIn(file) : []
    if (!file || objects.length === 0) return []
    const at = filledInAt(file.text, objects)
    const unknown = at ? [{ message: 'another program fills this file in', at, alters: true as const }] : []
    return [{ origin: { root: path, kind: 'manifest' as const }, objects, unknown }]
  })
}
