import { expect, test } from 'vitest'
import { missingRepository, noTemplate, withheldProblem } from '../../../../src/aws/registry/withheld.ts'
import { HOST, host, REPOSITORY, SHA } from '../../builders.ts'

const IMAGE = { host: host(HOST), repository: REPOSITORY, tag: SHA, detail: 'what ECR said' }
const PLACE = `--region ap-southeast-2 --registry-id 465002806239 --repository-name ${REPOSITORY}`
const RESTORE = `Restore it: aws ecr update-image-storage-class ${PLACE} --image-id imageTag=${SHA} --target-storage-class STANDARD. Run the job again when its status is ACTIVE.`
const SILENT = `Run the job again; if it stays, check the pull through cache rule for ${REPOSITORY}: its upstream registry does not answer.`

test.each([
  ['ImageArchived', RESTORE],
  ['ImageArchivedException', RESTORE],
  [
    'ImageInaccessible',
    `Look at its imageStatus: aws ecr describe-images ${PLACE} --image-ids imageTag=${SHA} --filter imageStatus=ANY. If it is ARCHIVED: ${RESTORE}`,
  ],
  [
    'KmsError',
    `Enable the KMS key of the repository ${REPOSITORY}, and allow ECR to use it in its key policy.`,
  ],
  [
    'UpstreamAccessDenied',
    `Correct the credentials of the pull through cache rule for ${REPOSITORY} in Secrets Manager: its upstream registry refuses them.`,
  ],
  [
    'UpstreamTooManyRequests',
    `Run the job again later, or give the pull through cache rule for ${REPOSITORY} credentials: its upstream registry limits requests.`,
  ],
  ['UpstreamUnavailable', SILENT],
  ['UnableToGetUpstreamImageException', SILENT],
])('%s keeps an image back', (reason, hint) => {
  const problem = {
    code: 'IMAGE_UNAVAILABLE',
    message: `${HOST}/${REPOSITORY}:${SHA} cannot be had from ECR: ${reason}`,
    hint,
  }
  expect(withheldProblem({ ...IMAGE, reason, detail: '' })).toEqual(problem)
  expect(withheldProblem({ ...IMAGE, reason, detail: 'what\nECR said' })).toEqual({
    ...problem,
    message: `${problem.message} what ECR said`,
  })
})

test('an exception is not taken for an archived image because of the names in its message', () => {
  const detail = 'User: arn:aws:sts::1:assumed-role/archiver is not authorized on repository/acme/archived'
  expect(withheldProblem({ ...IMAGE, reason: 'AccessDeniedException', detail })).toBeUndefined()
  expect(
    withheldProblem({ ...IMAGE, reason: 'ImageNotFound', detail: 'not found in acme/archiver' }),
  ).toBeUndefined()
})

test('an archived image is known by words alone', () => {
  const problem = withheldProblem({ ...IMAGE, reason: 'ImageNotFound', detail: 'The image is archived' })
  expect(problem?.hint).toBe(RESTORE)
})

test.each(['ImageNotFound', 'InvalidImageTag', 'AccessDeniedException', 'ThrottlingException'])(
  '%s is no such reason',
  (reason) => {
    expect(withheldProblem({ ...IMAGE, reason })).toBeUndefined()
  },
)

test('a missing repository comes with every way to make it', () => {
  const { code, message, hint } = missingRepository(host(HOST), REPOSITORY)
  expect([code, message]).toEqual([
    'REPOSITORY_MISSING',
    `ECR repository ${REPOSITORY} does not exist in account 465002806239, region ap-southeast-2`,
  ])
  expect(hint).toContain('create-repository: true')
  expect(hint).toContain('on-push where a repository creation template')
  expect(hint).toContain(
    `aws ecr create-repository --region ap-southeast-2 --repository-name ${REPOSITORY} --image-tag-mutability IMMUTABLE --image-scanning-configuration scanOnPush=true`,
  )
  expect(hint).toContain('aws_ecr_repository')
})

test.each([
  ['team/web', 'team'],
  ['team/shop/web', 'team/shop'],
  ['web', 'ROOT'],
])('a push that did not make %s comes with the template for %s', (repository, prefix) => {
  const { code, message, hint } = noTemplate(host(HOST), repository)
  expect([code, message]).toEqual([
    'REPOSITORY_MISSING',
    `create-repository is on-push, but the push did not make the ECR repository ${repository} in account 465002806239, region ap-southeast-2`,
  ])
  expect(hint).toContain(`--prefix ${prefix} --applied-for CREATE_ON_PUSH`)
})
