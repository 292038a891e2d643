import { isKustomization } from '../names/path.ts'
import type { RepositoryFiles } from './file.ts'
import type { SitedRole } from './roles.ts'
import { mentionsRole, roleSitesIn } from './sites/role-site.ts'
import { valueAt } from './yaml/node.ts'

/**
 * Roles in values of charts, and in whatever else is no object: another file, or the one who installs the chart, may
 * say something else, so they are assumed.
 */
export function valuesRoles(files: RepositoryFiles): readonly SitedRole[] {
  return files.paths.flatMap((path) => {
    const file = isKustomization(path) ? undefined : files.file(path)
    if (!file || !mentionsRole(file.text)) return []
    const values = file.documents.filter((root) => !valueAt(root, 'apiVersion') && root.kind === 'map')
    return values
      .flatMap((root) => roleSitesIn(root))
      .map((site) => ({ site, object: path, origins: [], known: 'assumed' as const }))
  })
}
