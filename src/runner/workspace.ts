import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'

const PREFIX = 'ecr-gitops-deploy-'
const WORKSPACE = new RegExp(`^${PREFIX}[0-9a-f]{16}$`)

/**
 * One private folder for everything that must not stay behind: the docker configuration, the ssh key, the objects of
 * the config repository, metadata files. Named before it is made, so that the post step can remove it after a cancel.
 */
export class Workspace {
  readonly path: string

  constructor(runnerTemp: string | undefined) {
    this.path = join(runnerTemp || tmpdir(), `${PREFIX}${randomBytes(8).toString('hex')}`)
  }

  /** Synchronous, as is `file`: a git process waits for these few bytes, and a thread pool would take longer. */
  folder(name: string): string {
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
    await removeWorkspace(this.path)
  }
}

/** Removes a workspace by its path, as the post step knows it; refuses to remove anything else. */
export async function removeWorkspace(path: string): Promise<void> {
  if (!WORKSPACE.test(basename(path))) return
  await rm(path, { recursive: true, force: true, maxRetries: 3 })
}
