import type { Problem } from '../errors.ts'
import type { EcrHost } from './host.ts'

/** There is no such repository, and this step is not to create it. */
export function missingRepository({ account, region }: EcrHost, repository: string): Problem {
  const command = `aws ecr create-repository --region ${region} --repository-name ${repository} --image-tag-mutability IMMUTABLE --image-scanning-configuration scanOnPush=true`
  return {
    code: 'REPOSITORY_MISSING',
    message: `ECR repository ${repository} does not exist in account ${account}, region ${region}`,
    hint: `Correct the input repository or registry, or create it: set create-repository: true, run ${command}, or add an aws_ecr_repository in Terraform. A repository creation template does not help: it acts on a push, and the tag is looked up before.`,
  }
}
