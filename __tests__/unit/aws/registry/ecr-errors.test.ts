import { describe, expect, test } from 'vitest'
import { explainEcr } from '../../../../src/aws/registry/ecr-errors.ts'
import { fail, StepError } from '../../../../src/errors/errors.ts'
import { HOST, host, problemOf, REPOSITORY } from '../../builders.ts'

const REQUEST = { action: 'ecr:BatchGetImage', resource: REPOSITORY, host: host(HOST) }

function awsError(name: string, status: number | undefined, message = 'what AWS said'): Error {
  const error = Object.assign(new Error(message), { $metadata: { httpStatusCode: status } })
  error.name = name
  return error
}

describe('explainEcr', () => {
  test.each([
    ['RepositoryNotFoundException', 400, 'REPOSITORY_MISSING'],
    ['AccessDeniedException', 400, 'ECR_DENIED'],
    ['ThrottlingException', 400, 'AWS_UNREACHABLE'],
    ['TooManyRequestsException', 429, 'AWS_UNREACHABLE'],
    ['ServerException', 500, 'AWS_UNREACHABLE'],
    ['TimeoutError', undefined, 'AWS_UNREACHABLE'],
    ['InvalidParameterException', 400, 'ECR_FAILED'],
    ['KmsException', 400, 'ECR_FAILED'],
    ['UnrecognizedClientException', 400, 'ECR_FAILED'],
  ])('%s (%s) is %s', async (name, status, code) => {
    const problem = await problemOf(() => explainEcr(awsError(name, status), REQUEST))
    expect(problem.code).toBe(code)
    expect(problem.message).toContain('account 465002806239, region ap-southeast-2')
    expect(problem.hint.length).toBeGreaterThan(20)
  })

  test('names action and ARN of what is not allowed', async () => {
    const { message, hint } = await problemOf(() =>
      explainEcr(awsError('AccessDeniedException', 400), REQUEST),
    )
    expect(message).toContain('may not ecr:BatchGetImage on')
    expect(hint).toContain(`arn:aws:ecr:ap-southeast-2:465002806239:repository/${REPOSITORY}`)
    expect(hint).toContain('repository policy')
  })

  test('does not send the reader to a repository policy for the token, which no such policy can allow', async () => {
    const request = { ...REQUEST, action: 'ecr:GetAuthorizationToken', resource: '*' }
    const { hint } = await problemOf(() => explainEcr(awsError('AccessDeniedException', 400), request))
    expect(hint).toContain('Allow ecr:GetAuthorizationToken on "*"')
    expect(hint).not.toContain('repository policy')
  })

  const says = (kind: string) =>
    `User: arn:aws:sts::465002806239:assumed-role/r/s is not authorized to perform: ecr:BatchGetImage on resource: x ${kind}`
  test.each([
    [
      'because no identity-based policy allows the ecr:BatchGetImage action',
      /permission policy of role-to-assume/,
    ],
    ['because no resource-based policy allows the ecr:BatchGetImage action', /repository policy/],
    ['because no session policy allows the ecr:BatchGetImage action', /Set role-to-assume/],
    [
      'because no permissions boundary allows the ecr:BatchGetImage action',
      /in the permissions boundary policy/,
    ],
    ['because no VPC endpoint policy allows the ecr:BatchGetImage action', /in the VPC endpoint policy/],
    [
      'with an explicit deny in a service control policy',
      /Change the service control policy.*a deny overrules/,
    ],
    ['with an explicit deny in an identity-based policy', /Change the identity-based policy/],
  ])('finds the policy to change: %s', async (kind, hint) => {
    const problem = await problemOf(() =>
      explainEcr(awsError('AccessDeniedException', 400, says(kind)), REQUEST),
    )
    expect(problem).toMatchObject({ code: 'ECR_DENIED', hint: expect.stringMatching(hint) })
    expect(problem.hint).toContain('ecr:BatchGetImage')
  })

  test.each([
    ['InvalidSignatureException', /clock of the runner/],
    ['ExpiredTokenException', /clock of the runner.*role-duration-seconds/],
    ['UnrecognizedClientException', /aws-region.*not enabled in account 465002806239/],
    ['KmsException', /KMS key of the repository kubeadm_ec2_cluster\/identity-service/],
    ['LimitExceededException', /quota.*lifecycle policy/],
    ['BlockedByOrganizationPolicyException', /AWS organization/],
    ['InvalidParameterException', /input repository, registry or tag/],
    ['SomethingNew', /inputs repository, registry and tag/],
  ])('%s says what to change', async (name, hint) => {
    const problem = await problemOf(() => explainEcr(awsError(name, 400), REQUEST))
    expect(problem).toMatchObject({ code: 'ECR_FAILED', hint: expect.stringMatching(hint) })
  })

  test('keeps an explained error as it is', () => {
    const explained = () => fail({ code: 'ROLE_REFUSED', message: 'm', hint: 'h' })
    try {
      explained()
    } catch (error) {
      expect(() => explainEcr(error, REQUEST)).toThrow(StepError)
      expect(() => explainEcr(error, REQUEST)).toThrow('ROLE_REFUSED')
    }
    expect.assertions(2)
  })

  describe('of a repository that is to be created', () => {
    const CREATE = { ...REQUEST, action: 'ecr:CreateRepository' }
    const denied = (action: string, why: string) =>
      awsError(
        'AccessDeniedException',
        400,
        `User: x is not authorized to perform: ${action} on resource: y ${why}`,
      )

    test.each([
      ['ecr:CreateRepository', 'with an explicit deny in a service control policy'],
      ['ecr:TagResource', 'with an explicit deny in a resource control policy'],
      ['ecr:CreateRepository', 'because no service control policy allows the ecr:CreateRepository action'],
    ])('%s %s: the hint says how to create it as the organisation demands', async (action, why) => {
      const { hint } = await problemOf(() => explainEcr(denied(action, why), CREATE))
      expect(hint).toMatch(/^Create \S+ as the policies of the organisation demand: .*kms-key.*tags/)
      expect(hint).not.toMatch(/^Change/)
    })

    test('names the action that IAM names', async () => {
      const error = denied(
        'ecr:TagResource',
        'because no identity-based policy allows the ecr:TagResource action',
      )
      const { hint } = await problemOf(() => explainEcr(error, CREATE))
      expect(hint).toContain('Allow ecr:TagResource on arn:aws:ecr:')
    })

    test.each([
      ['KmsException', /Correct kms-key in the input create-repository.*ap-southeast-2.*kms:CreateGrant/],
      ['InvalidTagParameterException', /Correct tags in the input create-repository/],
      ['InvalidParameterException', /input create-repository \(kms-key, tags, exclude\)/],
    ])('names the input for %s', async (name, hint) => {
      const problem = await problemOf(() => explainEcr(awsError(name, 400), CREATE))
      expect(problem).toMatchObject({ code: 'ECR_FAILED', hint: expect.stringMatching(hint) })
    })
  })
})
