import type { SessionPlan } from '../plan/plan.ts'

/** What a pull, and the questions of this step, need (Amazon ECR, "IAM permissions for pushing and pulling"). */
const READ = [
  'ecr:GetAuthorizationToken',
  'ecr:BatchCheckLayerAvailability',
  'ecr:BatchGetImage',
  'ecr:GetDownloadUrlForLayer',
  'ecr:DescribeRepositories',
]
const WRITE = ['ecr:InitiateLayerUpload', 'ecr:UploadLayerPart', 'ecr:CompleteLayerUpload', 'ecr:PutImage']

/**
 * The session may do no more than this, whatever the role may: a leaked session cannot overwrite other repositories.
 * Reading stays open to `*`, because base images may be anywhere. STS limits the text to 2,048 characters.
 */
export function sessionPolicy({ writes }: SessionPlan): string {
  const read = { Effect: 'Allow', Action: READ, Resource: '*' }
  const write = { Effect: 'Allow', Action: WRITE, Resource: writes }
  return JSON.stringify({ Version: '2012-10-17', Statement: writes.length > 0 ? [read, write] : [read] })
}
