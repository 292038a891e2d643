import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'

// The whole of what the post step loads: nothing here may load more than it needs to remove a folder.

/** The name under which the runner keeps the private folder's path for the post step. */
export const WORKSPACE_STATE = 'workspace'

export const WORKSPACE_PREFIX = 'ecr-gitops-deploy-'

const isName = (name: string): boolean =>
  name.startsWith(WORKSPACE_PREFIX) && /^[0-9a-f]{16}$/.test(name.slice(WORKSPACE_PREFIX.length))

export const temporaryRoot = (runnerTemp: string | undefined): string => runnerTemp || tmpdir()

/** Whether a path is one that this step makes: the state of a step is only as good as who could write it. */
export function isWorkspace(path: string, runnerTemp: string | undefined): boolean {
  return isName(basename(path)) && path === join(temporaryRoot(runnerTemp), basename(path))
}

/** Removes a private folder by its path; refuses to remove anything else. A link is removed, not what it leads to. */
export async function removeWorkspace(path: string): Promise<void> {
  if (!isName(basename(path))) return
  await rm(path, { recursive: true, force: true, maxRetries: 3 })
}
