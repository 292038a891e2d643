import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import type { Workspace } from '../runner/workspace.ts'

/**
 * What buildx reads of its folder: builders, which of them is used, and by what a builder knows the contexts of this
 * machine again (buildx, store/store.go and util/confutil). Locks, references and activity it writes itself.
 */
const READ = ['instances', 'defaults', 'current', '.buildNodeID']

/** A folder of our own for buildx, in which it finds the builders of the user. */
export async function seedBuildx(original: string, workspace: Workspace): Promise<string> {
  const folder = workspace.folder('buildx')
  const copies = READ.map((name) =>
    cp(join(original, name), join(folder, name), { recursive: true, dereference: true }),
  )
  // None of them need be there.
  await Promise.allSettled(copies)
  return folder
}
