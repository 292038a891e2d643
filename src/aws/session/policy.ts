import type { SessionPlan } from '../../plan/access.ts'
import { WIDENINGS } from './widen.ts'

/** What a pull, and the questions of this step, need (Amazon ECR, "IAM permissions for pushing and pulling"). */
const READ = [
  'ecr:GetAuthorizationToken',
  'ecr:BatchCheckLayerAvailability',
  'ecr:BatchGetImage',
  'ecr:GetDownloadUrlForLayer',
  'ecr:DescribeRepositories',
  // A pull through cache fetches what it does not hold yet in the name of whoever pulls.
  'ecr:BatchImportUpstreamImage',
]
const WRITE = ['ecr:InitiateLayerUpload', 'ecr:UploadLayerPart', 'ecr:CompleteLayerUpload', 'ecr:PutImage']
const CREATE = ['ecr:CreateRepository', 'ecr:PutLifecyclePolicy', 'ecr:SetRepositoryPolicy']

/** STS API reference, AssumeRoleWithWebIdentity, `Policy`. */
const LONGEST = 2048

/**
 * The session may do no more than this, whatever the role may: a leaked session cannot overwrite other repositories.
 * Reading stays open to `*`, because base images may be anywhere. Where the names of many repositories are too long
 * for STS, folders of repositories stand for them, as few and as deep as will do.
 */
export function sessionPolicy({ writes, creates }: SessionPlan): string {
  let text = ''
  for (const widen of WIDENINGS) {
    text = policyText(widen(writes), widen(creates))
    if (text.length <= LONGEST) break
  }
  return text
}

function policyText(writes: readonly string[], creates: readonly string[]): string {
  const allow = (Action: readonly string[], Resource: string | readonly string[]) => ({
    Effect: 'Allow',
    Action,
    Resource,
  })
  const Statement = [
    allow(READ, '*'),
    ...(writes.length > 0 ? [allow(WRITE, writes)] : []),
    ...(creates.length > 0 ? [allow(CREATE, creates)] : []),
  ]
  return JSON.stringify({ Version: '2012-10-17', Statement })
}
