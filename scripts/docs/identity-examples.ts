import type { Example } from './help.ts'

const ISSUER = 'token.actions.githubusercontent.com'

export const idTokenPermission: Example = {
  language: 'yaml',
  text: 'jobs:\n  deploy:\n    permissions:\n      id-token: write\n      contents: read',
}

export const reusableCaller: Example = {
  language: 'yaml',
  text: `jobs:
  deploy:
    uses: acme/workflows/.github/workflows/deploy.yml@main
    permissions:
      id-token: write
      contents: read
    secrets: inherit`,
}

function condition(operator: string, claims: Readonly<Record<string, string | readonly string[]>>): Example {
  const named = Object.entries(claims).map(([name, value]) => [`${ISSUER}:${name}`, value] as const)
  const Condition = {
    StringEquals: { [`${ISSUER}:aud`]: 'sts.amazonaws.com' },
    [operator]: Object.fromEntries(named),
  }
  return { language: 'json', text: JSON.stringify({ Condition }, undefined, 2) }
}

export const trustById: Example = condition('StringLike', {
  sub: [
    'repo:acme/identity-service:ref:refs/heads/main',
    'repo:acme@600100/identity-service@700100200:ref:refs/heads/main',
  ],
})

export const trustOfEnvironment: Example = condition('StringLike', {
  sub: [
    'repo:acme/identity-service:environment:production',
    'repo:acme@600100/identity-service@700100200:environment:production',
  ],
})

export const createProvider: Example = {
  language: 'sh',
  text: `aws iam create-open-id-connect-provider \\
  --url https://${ISSUER} --client-id-list sts.amazonaws.com`,
}

const REPOSITORY = 'arn:aws:ecr:ap-southeast-2:465002806239:repository/kubeadm_ec2_cluster/identity-service'
const PUSH = [
  'ecr:BatchCheckLayerAvailability',
  'ecr:BatchGetImage',
  'ecr:GetDownloadUrlForLayer',
  'ecr:InitiateLayerUpload',
  'ecr:UploadLayerPart',
  'ecr:CompleteLayerUpload',
  'ecr:PutImage',
]

export const rolePolicy: Example = {
  language: 'json',
  text: JSON.stringify(
    {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
        { Effect: 'Allow', Action: PUSH, Resource: REPOSITORY },
      ],
    },
    undefined,
    2,
  ),
}

export const repositoryPolicy: Example = {
  language: 'json',
  text: JSON.stringify(
    {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::210987654321:role/identity-service-deploy' },
          Action: PUSH,
        },
      ],
    },
    undefined,
    2,
  ),
}
