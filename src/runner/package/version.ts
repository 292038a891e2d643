import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Of this package: its file lies above dist/, and three folders above this one in the sources. */
export function packageVersion(): string {
  for (const up of ['..', '../../..']) {
    const version = versionIn(join(import.meta.dirname, up, 'package.json'))
    if (version !== undefined) return version
  }
  return 'unknown'
}

function versionIn(file: string): string | undefined {
  try {
    const read: unknown = JSON.parse(readFileSync(file, 'utf8'))
    const { name, version } = read as { name?: unknown; version?: unknown }
    return name === 'ecr-gitops-deploy' && typeof version === 'string' ? version : undefined
  } catch {
    return undefined
  }
}
