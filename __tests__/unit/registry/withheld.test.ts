import { expect, test } from 'vitest'
import { missingRepository } from '../../../src/registry/missing-repository.ts'
import { withheldProblem } from '../../../src/registry/withheld.ts'
import { HOST, host, REPOSITORY, SHA } from '../builders.ts'

const IMAGE = { host: host(HOST), repository: REPOSITORY, tag: SHA, detail: 'what ECR said' }
const RESTORE = `aws ecr update-image-storage-class --region ap-southeast-2 --registry-id 465002806239 --repository-name ${REPOSITORY} --image-id imageTag=${SHA} --target-storage-class STANDARD`

test.each([
  ['ImageArchived', /^Restore it: aws ecr update-image-storage-class/],
  ['ImageArchivedException', /^Restore it/],
  ['ImageInaccessible', /aws ecr describe-images .* If it is ARCHIVED: Restore it/],
  ['KmsError', /KMS key of the repository kubeadm_ec2_cluster\/identity-service/],
  ['UpstreamAccessDenied', /credentials of the pull through cache rule/],
  ['UpstreamTooManyRequests', /limits requests/],
  ['UpstreamUnavailable', /does not answer/],
  ['UnableToGetUpstreamImageException', /does not answer/],
])('%s keeps an image back', (reason, hint) => {
  const problem = withheldProblem({ ...IMAGE, reason })
  expect(problem).toMatchObject({ code: 'IMAGE_UNAVAILABLE', hint: expect.stringMatching(hint) })
  expect(problem?.message).toContain(`${HOST}/${REPOSITORY}:${SHA}`)
  expect(problem?.message).toContain(`${reason} what ECR said`)
})

test('an exception is not taken for an archived image because of the names in its message', () => {
  const detail = 'User: arn:aws:sts::1:assumed-role/archiver is not authorized on repository/acme/archived'
  expect(withheldProblem({ ...IMAGE, reason: 'AccessDeniedException', detail })).toBeUndefined()
  expect(
    withheldProblem({ ...IMAGE, reason: 'ImageNotFound', detail: 'not found in acme/archiver' }),
  ).toBeUndefined()
})

test('an archived image is known by words alone, and its command is whole', () => {
  const problem = withheldProblem({ ...IMAGE, reason: 'ImageNotFound', detail: 'The image is archived' })
  expect(problem?.hint).toContain(RESTORE)
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
  expect(hint).toContain(
    `aws ecr create-repository --region ap-southeast-2 --repository-name ${REPOSITORY} --image-tag-mutability IMMUTABLE --image-scanning-configuration scanOnPush=true`,
  )
  expect(hint).toContain('aws_ecr_repository')
  expect(hint).toMatch(/creation template does not help/)
})
