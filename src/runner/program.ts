import { accessSync, constants, statSync } from 'node:fs'
import { join } from 'node:path'

/** Whether a child process could be started from the file. */
export function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}

/** The first one of that name in these folders, found without a process. */
export const programIn = (folders: readonly string[], name: string): string | undefined =>
  folders.map((folder) => join(folder, name)).find(isProgram)
