import type { Settings } from './settings.ts'

// For the partition aws; in others arn:aws and the audience differ.
export const ISSUER = 'token.actions.githubusercontent.com'
export const AUDIENCE = 'sts.amazonaws.com'

const PULL = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer']
const WRITE = ['ecr:InitiateLayerUpload', 'ecr:UploadLayerPart', 'ecr:CompleteLayerUpload', 'ecr:PutImage']
const CREATE = ['ecr:CreateRepository', 'ecr:PutLifecyclePolicy', 'ecr:SetRepositoryPolicy']

const policy = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements })

/**
 * Repositories created, renamed or transferred since 15 July 2026 have IDs in the `sub` of their tokens, older ones have
 * not. The condition on `repository_id` holds for both.
 */
export function trustPolicy(settings: Settings): string {
  const { githubOwner, githubOwnerId, serviceRepository, serviceRepositoryId, trustedRuns } = settings
  const prefixes = [
    `repo:${githubOwner}/${serviceRepository}`,
    `repo:${githubOwner}@${githubOwnerId}/${serviceRepository}@${serviceRepositoryId}`,
  ]
  return policy({
    Effect: 'Allow',
    Action: 'sts:AssumeRoleWithWebIdentity',
    Principal: { Federated: `arn:aws:iam::${settings.accountId}:oidc-provider/${ISSUER}` },
    Condition: {
      StringEquals: { [`${ISSUER}:aud`]: AUDIENCE, [`${ISSUER}:repository_id`]: serviceRepositoryId },
      StringLike: {
        [`${ISSUER}:sub`]: prefixes.flatMap((prefix) => trustedRuns.map((run) => `${prefix}:${run}`)),
      },
    },
  })
}

/** What the step asks for, and nothing else. */
export function rolePolicy(settings: Settings): string {
  const { accountId, region, repositories } = settings
  const Resource = repositories
    .toSorted()
    .map((name) => `arn:aws:ecr:${region}:${accountId}:repository/${name}`)
  const allow = (Sid: string, Action: readonly string[]) => ({ Sid, Effect: 'Allow', Action, Resource })
  return policy(
    { Sid: 'Login', Effect: 'Allow', Action: ['ecr:GetAuthorizationToken'], Resource: ['*'] },
    allow('Read', [...PULL, 'ecr:DescribeRepositories', 'ecr:DescribeImages']),
    allow('Write', WRITE),
    ...(settings.stepCreatesRepositories ? [allow('Create', CREATE)] : []),
  )
}

/** Lets the accounts of the clusters pull. */
export const pullPolicy = (accounts: readonly string[]): string =>
  policy({
    Sid: 'PullAccounts',
    Effect: 'Allow',
    Principal: { AWS: accounts.toSorted().map((id) => `arn:aws:iam::${id}:root`) },
    Action: PULL,
  })

/** The platforms of an image that has a tag stay, though they have none themselves. */
export const LIFECYCLE_POLICY = JSON.stringify({
  rules: [
    {
      rulePriority: 1,
      description: 'Expire untagged images after 14 days',
      selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 14 },
      action: { type: 'expire' },
    },
  ],
})
