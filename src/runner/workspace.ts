import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { removeWorkspace, temporaryRoot, WORKSPACE_PREFIX } from './left-behind.ts'

/**
 * One private folder for everything that must not stay behind: the docker configuration, the ssh key, the objects of
 * the config repository, metadata files. Named before it is made, so that the post step can remove it after a cancel.
 */
export class Workspace {
  readonly path: string
  #made = false

  constructor(runnerTemp: string | undefined) {
    this.path = join(temporaryRoot(runnerTemp), `${WORKSPACE_PREFIX}${randomBytes(8).toString('hex')}`)
  }

  /** Synchronous, as is `file`: a git process waits for these few bytes, and a thread pool would take longer. */
  folder(name: string): string {
    // RUNNER_TEMP itself is never made: and where it cannot be, as below /proc, Node would try without end.
    if (!this.#made) mkdirSync(this.path, { mode: 0o700 })
    this.#made = true
    const folder = join(this.path, name)
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    return folder
  }

  /** Writes a file only this user can read. */
  file(folderName: string, name: string, content: string): string {
    const path = join(this.folder(folderName), name)
    writeFileSync(path, content, { mode: 0o600 })
    return path
  }

  async remove(): Promise<void> {
    if (this.#made) await removeWorkspace(this.path)
  }
}
