import { policiesIn } from '../../../diagnosis/policy/policies.ts'
import type { PolicyStatement } from '../../../diagnosis/policy/statement.ts'
import type { RepositoryFiles } from '../../../effective/file.ts'
import { openRepository } from '../../../effective/open-repository.ts'
import type { EffectiveRepository } from '../../../effective/repository.ts'
import type { Audited } from '../rules/rule.ts'
import { isProduction } from './production.ts'
import type { RegistryFacts } from './registry-facts.ts'
import type { Settings } from './settings.ts'

/** What rules look at. Policies are read when a rule first asks for them. */
export function auditedOf(
  files: RepositoryFiles,
  settings: Settings,
  { repository = openRepository(files, settings.extraImagePaths), registry }: Known = {},
): Audited {
  let policies: readonly PolicyStatement[] | undefined
  return {
    repository,
    settings,
    registry,
    isProduction: isProduction(settings.productionPaths),
    get policies() {
      policies ??= policiesIn(files.paths.flatMap((path) => files.file(path) ?? []))
      return policies
    },
  }
}

interface Known {
  readonly repository?: EffectiveRepository
  readonly registry?: RegistryFacts | undefined
}
