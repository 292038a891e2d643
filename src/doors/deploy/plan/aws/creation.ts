import type { Problem } from '../../../../errors/errors.ts'
import { type Judged, sound } from '../../../../errors/judged.ts'
import type { CreateRepositoryInput } from '../../../../inputs/create-repository.ts'
import type { EcrHost } from '../../../../names/host.ts'
import { matchesFilter } from '../../../../names/tag-filter.ts'
import type { RepositoryCreation, SessionPlan } from '../../../../plan/access.ts'
import type { ImagePlan } from '../../../../plan/image.ts'
import type { Inputs } from '../../inputs.ts'

export const planCreation = ({ createRepository, pullAccounts }: Inputs): RepositoryCreation =>
  typeof createRepository === 'object' ? { ...createRepository, pullAccounts } : createRepository

type Grants = Partial<Pick<SessionPlan, 'creates' | 'tags' | 'keys' | 'onDemand'>>

/** What the session must be allowed so that a repository can be made. */
export function grantsOf(
  create: CreateRepositoryInput,
  registry: EcrHost,
  repositoryArn: string,
): Judged<Grants> {
  if (create === undefined) return sound({})
  // Whoever pushes first is whom ECR creates it for (ECR user guide, "Repository creation templates").
  if (create === 'on-push') return sound({ onDemand: [repositoryArn] })
  const { kmsKey, tags } = create
  const key = kmsKey === undefined ? undefined : keyArn(kmsKey, registry)
  const value = {
    creates: [repositoryArn],
    tags: tags.size > 0 ? [repositoryArn] : [],
    // An alias is no resource of a policy, so that it stands for every key of its account and region.
    keys: key === undefined ? [] : [key.replace(/:alias\/.*/, ':key/*')],
  }
  const isElsewhere =
    key !== undefined && !key.startsWith(`arn:${registry.partition}:kms:${registry.region}:`)
  return { value, problems: isElsewhere ? [keyElsewhere(key, registry)] : [] }
}

function keyArn(given: string, { partition, region, account }: EcrHost): string {
  if (given.startsWith('arn:')) return given
  return `arn:${partition}:kms:${region}:${account}:${given.startsWith('alias/') ? given : `key/${given}`}`
}

const keyElsewhere = (key: string, { host, region }: EcrHost): Problem => ({
  code: 'ACCOUNT_MISMATCH',
  inputs: ['create-repository'],
  message: `create-repository has the kms-key ${key}, but registry ${host} is in ${region}`,
  hint: `Give kms-key a key in ${region}; ECR takes no other. Where images go to several regions, give it an alias that each of them has: alias/name.`,
})

/** A tag that can be moved says nothing of what is deployed, so no filter may let one of this step go. */
export function excludedTags({ createRepository }: Inputs, images: readonly ImagePlan[]): readonly Problem[] {
  if (typeof createRepository !== 'object') return []
  const { exclude } = createRepository
  const open = images.flatMap(({ name, tag }) =>
    exclude.filter((filter) => matchesFilter(filter, tag)).map((filter) => ({ name, tag, filter })),
  )
  return open.map(({ name, tag, filter }) => ({
    code: 'INPUT_INVALID',
    inputs: ['create-repository', 'tag'],
    message: `create-repository excludes ${filter} from immutability, which is the tag ${tag} of ${name}, too`,
    hint: 'Narrow that filter until it matches no tag that is deployed: sha256-* is enough for attestations that stand under a tag.',
  }))
}

export function creationWarnings({ createRepository, pullAccounts }: Inputs): readonly string[] {
  if (typeof createRepository === 'object' || pullAccounts.length === 0) return []
  return [
    createRepository === 'on-push'
      ? 'pull-accounts has no effect with create-repository: on-push: the policy of the repository is that of the template.'
      : 'pull-accounts has no effect without create-repository: true, and only on repositories that this step creates.',
  ]
}
