import type { Service, Settings } from './settings.ts'

// For the partition aws; in others arn:aws and the audience differ.
export const ISSUER = 'token.actions.githubusercontent.com'
export const AUDIENCE = 'sts.amazonaws.com'

const PULL = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer']
const WRITE = ['ecr:InitiateLayerUpload', 'ecr:UploadLayerPart', 'ecr:CompleteLayerUpload', 'ecr:PutImage']
const CREATE = ['ecr:CreateRepository', 'ecr:PutLifecyclePolicy', 'ecr:SetRepositoryPolicy']

const policy = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements })

const SHARED_ROLE = 'ecr-gitops'

/** A role, before its name in AWS gets `-deploy`, and the services that get it. */
export interface Role {
  readonly name: string
  readonly members: readonly (readonly [name: string, service: Service])[]
}

/** One for all services, or one each. */
export function rolesOf({ services, sharedRole }: Settings): readonly Role[] {
  const members = Object.entries(services).toSorted(([one], [other]) => (one < other ? -1 : 1))
  return sharedRole
    ? [{ name: SHARED_ROLE, members }]
    : members.map((member) => ({ name: member[0], members: [member] }))
}

/** Each ECR repository once, by name. */
export const repositoriesOf = (members: Role['members']): readonly string[] =>
  [...new Set(members.flatMap(([, { repositories }]) => repositories))].toSorted()

/**
 * Repositories created, renamed or transferred since 15 July 2026 have IDs in the `sub` of their tokens, older ones have
 * not. The condition on `repository_id` holds for both.
 */
export function trustPolicy(settings: Settings, { members }: Role): string {
  const { githubOwner, githubOwnerId, trustedRuns } = settings
  const ids = members.map(([, { repositoryId }]) => repositoryId)
  const prefixes = members.flatMap(([name, { repositoryId }]) => [
    `repo:${githubOwner}/${name}`,
    `repo:${githubOwner}@${githubOwnerId}/${name}@${repositoryId}`,
  ])
  return policy({
    Effect: 'Allow',
    Action: 'sts:AssumeRoleWithWebIdentity',
    Principal: { Federated: `arn:aws:iam::${settings.accountId}:oidc-provider/${ISSUER}` },
    Condition: {
      StringEquals: { [`${ISSUER}:aud`]: AUDIENCE, [`${ISSUER}:repository_id`]: ids },
      StringLike: {
        [`${ISSUER}:sub`]: prefixes.flatMap((prefix) => trustedRuns.map((run) => `${prefix}:${run}`)),
      },
    },
  })
}

/** What the step asks for, and nothing else. */
export function rolePolicy(settings: Settings, { members }: Role): string {
  const { accountId, region } = settings
  const Resource = repositoriesOf(members).map(
    (name) => `arn:aws:ecr:${region}:${accountId}:repository/${name}`,
  )
  const allow = (Sid: string, Action: readonly string[]) => ({ Sid, Effect: 'Allow', Action, Resource })
  return policy(
    { Sid: 'Login', Effect: 'Allow', Action: ['ecr:GetAuthorizationToken'], Resource: ['*'] },
    allow('Read', [...PULL, 'ecr:DescribeRepositories', 'ecr:DescribeImages']),
    allow('Write', WRITE),
    ...(settings.stepCreatesRepositories ? [allow('Create', CREATE)] : []),
    ...(hasAppKey(settings) ? [signAsApp(settings)] : []),
  )
}

const SIGNATURE = 'RSASSA_PKCS1_V1_5_SHA_256'

export const APP_KEY_ALIAS = 'alias/ecr-gitops-deploy-app'

export const hasAppKey = ({ appKeyAdministrators }: Settings): boolean => appKeyAdministrators.length > 0

/** The input `config-app-kms-key`. */
export const appKeyArn = ({ accountId, region }: Settings): string =>
  `arn:aws:kms:${region}:${accountId}:${APP_KEY_ALIAS}`

const signAsApp = ({ accountId, region }: Settings) => ({
  Sid: 'SignAsApp',
  Effect: 'Allow',
  Action: ['kms:Sign'],
  Resource: [`arn:aws:kms:${region}:${accountId}:key/*`],
  Condition: { StringEquals: { 'kms:SigningAlgorithm': SIGNATURE, 'kms:RequestAlias': APP_KEY_ALIAS } },
})

const ADMINISTER = [
  'kms:DescribeKey',
  'kms:GetPublicKey',
  'kms:GetKeyPolicy',
  'kms:PutKeyPolicy',
  'kms:GetKeyRotationStatus',
  'kms:ListResourceTags',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:UpdateKeyDescription',
  'kms:EnableKey',
  'kms:DisableKey',
  'kms:ScheduleKeyDeletion',
  'kms:CancelKeyDeletion',
  'kms:CreateAlias',
  'kms:UpdateAlias',
  'kms:DeleteAlias',
]
const IMPORT = ['kms:GetParametersForImport', 'kms:ImportKeyMaterial', 'kms:DeleteImportedKeyMaterial']

/** The account looks after the key, its administrators fill it, and the roles sign with it: none does what is another's. */
export function appKeyPolicy(settings: Settings): string {
  const { accountId, appKeyAdministrators } = settings
  const allow = (Sid: string, AWS: readonly string[], Action: readonly string[]) => ({
    Sid,
    Effect: 'Allow',
    Principal: { AWS },
    Action,
    Resource: ['*'],
  })
  const roles = rolesOf(settings).map(({ name }) => `arn:aws:iam::${accountId}:role/${name}-deploy`)
  return policy(
    allow('Administer', [`arn:aws:iam::${accountId}:root`], ADMINISTER),
    allow('Import', appKeyAdministrators.toSorted(), IMPORT),
    {
      ...allow('Sign', roles, ['kms:Sign']),
      Condition: { StringEquals: { 'kms:SigningAlgorithm': SIGNATURE } },
    },
  )
}

/** The ECR host that the step pushes to. */
export const registryOf = ({ accountId, region }: Settings): string =>
  `${accountId}.dkr.ecr.${region}.amazonaws.com`

/**
 * What nodes need to pull. The other side must let them as well: repositories of another account by their own policies
 * (`pullAccountIds` there); those of AWS Marketplace do it for what the account has subscribed to.
 */
export function nodePolicy(settings: Settings): string {
  const hosts = new Set([registryOf(settings), ...settings.pullRegistries])
  const Resource = [...hosts].toSorted().map((host) => {
    const [account, , , region] = host.split('.')
    return `arn:aws:ecr:${region}:${account}:repository/*`
  })
  return policy(
    { Sid: 'NodeLogin', Effect: 'Allow', Action: ['ecr:GetAuthorizationToken'], Resource: ['*'] },
    { Sid: 'NodePull', Effect: 'Allow', Action: PULL, Resource },
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
