import { renameSync, writeFileSync } from 'node:fs'

/** A file that nobody finds before all of it is there: tests look while stand-ins still write. */
export function leaveWhole(path: string, text: string): void {
  writeFileSync(`${path}.part`, text)
  renameSync(`${path}.part`, path)
}
