import type { ErrorCode } from '../../src/errors/errors.ts'
import type { Help } from './help.ts'
import { repositoryPolicy, rolePolicy } from './identity-examples.ts'

export const REGISTRY_HELP = {
  ECR_DENIED: {
    knownAs: [
      'AccessDeniedException',
      'is not authorized to perform: ecr:GetAuthorizationToken on resource: *',
      'because no identity-based policy allows',
    ],
    cases: [
      {
        when: 'The permission policy of the role lacks the action that the error names. `ecr:GetAuthorizationToken` has no resource: it must be allowed on `*`.',
        change: 'Allow it.',
        example: rolePolicy,
      },
      {
        when: 'The repository is in another account. Both sides must allow: the role, and the policy of the repository there.',
        change: 'Set the repository policy in the account of the registry (`aws ecr set-repository-policy`).',
        example: repositoryPolicy,
      },
      {
        when: 'The step is to create a missing repository, and the role may not.',
        change:
          'Allow `ecr:CreateRepository`, `ecr:PutLifecyclePolicy` and `ecr:SetRepositoryPolicy` on the repository, with tags also `ecr:TagResource`, with a key of your own `kms:CreateGrant`, `kms:DescribeKey` and `kms:RetireGrant` on that; or create it yourself (see [REPOSITORY_MISSING](#repository_missing)).',
      },
      {
        when: 'A service control policy of the organisation denies `ecr:CreateRepository`: as a rule it demands a KMS key or tags.',
        change:
          'Give `create-repository` a map with what it demands, or have the repository created by whoever may.',
        example: {
          language: 'yaml',
          text: `with:
  create-repository: |
    kms-key: alias/ecr
    tags: { team: payments }`,
        },
      },
      {
        when: '`with an explicit deny`: a service control policy, permissions boundary, VPC endpoint policy or repository policy forbids it.',
        change: 'Change the policy of that kind: no permission of the role overrules a deny.',
      },
      {
        when: '`because no session policy allows`: the credentials of the runner are limited themselves (`aws-credentials: ambient`).',
        change:
          'Set `role-to-assume`. The session policy of this step allows writing to `repository`, and reading everywhere.',
      },
    ],
  },
  ECR_FAILED: {
    knownAs: [
      'ExpiredTokenException',
      'UnrecognizedClientException',
      'InvalidSignatureException',
      'RequestTimeTooSkewed',
      'KmsException',
      'LimitExceededException',
      'BlockedByOrganizationPolicyException',
      'InvalidParameterException',
    ],
    cases: [
      {
        when: '`ExpiredTokenException`: the session had ended, and the new one was refused as well. A session that ends during a long build is renewed, so this is about the clock.',
        change:
          'Set the clock of the runner; the same for `InvalidSignatureException` and `RequestTimeTooSkewed`.',
      },
      {
        when: '`UnrecognizedClientException`: the region is not enabled in the account.',
        change: 'Enable it (Account settings), or correct `aws-region` and `registry`.',
      },
      {
        when: '`KmsException`: the key of the repository is disabled, or ECR may not use it.',
        change: 'Enable the key, and allow ECR in its key policy.',
      },
      {
        when: '`LimitExceededException`: too many images or layers.',
        change: 'Let a lifecycle policy remove old images, or raise the quota.',
      },
      {
        when: '`BlockedByOrganizationPolicyException`: the organization forbids it.',
        change: 'Ask its administrator.',
      },
      {
        when: '`InvalidParameterException`.',
        change: 'Correct `repository`, `registry` or `tag`; the message of ECR says which.',
      },
    ],
  },
  REPOSITORY_MISSING: {
    knownAs: [
      'RepositoryNotFoundException',
      'name unknown: The repository with name',
      'does not exist in the registry with id',
    ],
    cases: [
      {
        when: 'The name is misspelt, or the repository is in another account or region. The error names both.',
        change: 'Correct `repository`, `registry` or `aws-region`. `repository` has no host and no tag.',
      },
      {
        when: 'The repository was never made. This is found before the build.',
        change:
          'Set `create-repository: true` (what the role needs for it: [ECR_DENIED](#ecr_denied)), or create it yourself, with immutable tags.',
        example: {
          language: 'sh',
          text: `aws ecr create-repository --region ap-southeast-2 \\
  --repository-name kubeadm_ec2_cluster/identity-service \\
  --image-tag-mutability IMMUTABLE --image-scanning-configuration scanOnPush=true`,
        },
      },
      {
        when: 'A repository creation template should make it on the first push. The tag is looked up before, when it is not there yet.',
        change:
          'Set `create-repository: on-push`. The template must be applied for `CREATE_ON_PUSH`, have a prefix of the name, and say that tags are immutable.',
      },
    ],
  },
  IMAGE_MISSING: {
    cases: [
      {
        when: '`build: never`, and the tag is not in the registry: another job was to build it, or the SHA is that of a commit without an image.',
        change: 'Let the job that builds it run first (`needs`), correct `tag`, or set `build: auto`.',
      },
    ],
  },
} as const satisfies Partial<Record<ErrorCode, Help>>
