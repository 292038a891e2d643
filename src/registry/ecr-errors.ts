import { DeployError, fail } from '../errors.ts'
import { awsFailure, isTransient, UNREACHABLE_HINT } from '../identity/aws-client.ts'
import type { EcrHost } from './host.ts'

export interface EcrRequest {
  /** IAM action, for example `ecr:BatchGetImage`. */
  readonly action: string
  /** Repository name, or `*`. */
  readonly resource: string
  readonly host: EcrHost
}

/** An ECR exception (API reference of the action, "Errors") as what to change. */
export function explainEcr(error: unknown, request: EcrRequest): never {
  if (error instanceof DeployError) throw error
  const failure = awsFailure(error)
  const { action, resource, host } = request
  const where = `account ${host.account}, region ${host.region}`
  if (failure.name === 'RepositoryNotFoundException') {
    return fail(
      {
        code: 'REPOSITORY_MISSING',
        message: `ECR repository ${resource} does not exist in ${where}`,
        hint: `Correct the input repository or registry, or create it: aws ecr create-repository --region ${host.region} --repository-name ${resource} --image-tag-mutability IMMUTABLE`,
      },
      error,
    )
  }
  if (/^AccessDenied|^UnauthorizedOperation|^NotAuthorized/.test(failure.name)) {
    return fail(
      {
        code: 'ECR_DENIED',
        message: `the role may not ${action} on ${resource} in ${where}: ${failure.message}`,
        hint: `Allow ${action} on ${arnOf(request)} in the permission policy of role-to-assume${action === 'ecr:GetAuthorizationToken' ? '' : '; a registry of another account also needs it in its repository policy'}.`,
      },
      error,
    )
  }
  if (isTransient(failure)) {
    return fail(
      {
        code: 'AWS_UNREACHABLE',
        message: `ECR did not answer ${action} in ${where}: ${failure.name}: ${failure.message}`,
        hint: UNREACHABLE_HINT,
      },
      error,
    )
  }
  return fail(
    {
      code: 'ECR_FAILED',
      message: `ECR rejected ${action} on ${resource} in ${where}: ${failure.name}: ${failure.message}`,
      hint: 'Check the inputs repository, registry and tag against the message of ECR.',
    },
    error,
  )
}

function arnOf({ resource, host }: EcrRequest): string {
  if (resource === '*') return '"*"'
  return `arn:${host.partition}:ecr:${host.region}:${host.account}:repository/${resource}`
}
