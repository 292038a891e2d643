/// <reference lib="esnext.disposable" />
import { expect, test } from 'vitest'
import { startEcrApi } from '../support/ecr-api.ts'
import { catalogOf } from '../support/image-catalog.ts'
import { startOidc } from '../support/oidc.ts'
import { registryHost } from '../support/registry-access.ts'
import { putSampleImage } from '../support/sample-image.ts'
import { startSts } from '../support/sts.ts'
import { AuditedRepository } from './auditing.ts'

const HOME = { account: '465002806239', region: 'eu-west-1' }
const ROLE = `arn:aws:iam::${HOME.account}:role/gitops-audit`
const NAME = `${registryHost(HOME)}/team/web`

const pod = (name: string, tag: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec: {containers: [{name: a, image: "${NAME}:${tag}"}]}\n`

test('with a role, images that are deployed are looked up in their registry', async () => {
  await using oidc = await startOidc()
  await using sts = await startSts({ oidc, roles: [ROLE] })
  const catalog = await catalogOf(HOME, ['team/web'])
  await using ecr = await startEcrApi({ sessions: sts.sessions, store: catalog, accounts: [HOME.account] })
  await putSampleImage(catalog, { ...HOME, repository: 'team/web' }, { tag: 'v1.2.3' })
  using repository = new AuditedRepository({
    'here.yaml': pod('here', 'v1.2.3'),
    'gone.yaml': pod('gone', 'v1.2.4'),
  })
  const env = { ...oidc.env, AWS_ENDPOINT_URL_STS: sts.url, AWS_ENDPOINT_URL_ECR: ecr.url }

  const ran = await repository.act({ 'role-to-assume': ROLE, 'fail-on': 'error' }, { env })
  expect(ran.code).toBe(1)
  expect(ran.outputs.files).toBe('gone.yaml')
  expect(ran.out).toContain('team/web has no image v1.2.4')
  expect(ran.summary).toContain('image-missing')
  expect(ran.out + ran.summary).not.toContain('v1.2.3 in account')

  const asked = ecr.requests.length
  const alone = await repository.act({ 'fail-on': 'error' }, { env })
  expect(alone.code).toBe(0)
  expect(ecr.requests).toHaveLength(asked)
})

test('a role that cannot be assumed says what to change, and nothing was audited', async () => {
  await using oidc = await startOidc()
  await using sts = await startSts({ oidc, roles: [] })
  using repository = new AuditedRepository({ 'here.yaml': pod('here', 'v1.2.3') })
  const env = { ...oidc.env, AWS_ENDPOINT_URL_STS: sts.url, AWS_ENDPOINT_URL_ECR: sts.url }
  const ran = await repository.act({ 'role-to-assume': ROLE }, { env })
  expect(ran.code).toBe(2)
  expect(ran.out).toMatch(/::error title=/)
})
