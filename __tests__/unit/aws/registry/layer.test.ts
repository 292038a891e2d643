import { expect, test } from 'vitest'
import { readBlob } from '../../../../src/aws/registry/layer.ts'
import type { Endpoint } from '../../../../src/plan/access.ts'
import { aRun, digestOf, HOST, host, problemOf } from '../../builders.ts'

/** Who asks ECR, and is given this address; nobody may be asked at it. */
const asking = (downloadUrl: string | undefined, ECR?: Endpoint) => ({
  call: async <T>() => ({ downloadUrl }) as T,
  place: { registry: host(HOST), endpoints: { ECR } },
  ports: { ...aRun(), signal: AbortSignal.abort(new Error('asked')) },
})
const blob = { host: host(HOST), repository: 'team/app', digest: digestOf('c') }
const BUCKET = 'prod-ap-southeast-2-starport-layer-bucket.s3.ap-southeast-2.amazonaws.com'
const given = (url: string): Endpoint => ({ variable: 'AWS_ENDPOINT_URL_ECR', url })
const LOCAL = given('http://127.0.0.1:4566/')
const TRUSTED = given('https://ecr.corp.example/')

test.each([
  [`https://${BUCKET}/x?X-Amz-Signature=1`, undefined],
  ['http://127.0.0.1:9000/x', LOCAL],
  ['https://layers.corp.example/x', TRUSTED],
  [`https://${BUCKET}/x`, TRUSTED],
])('asks at %s', async (url, endpoint) => {
  await expect(readBlob(asking(url, endpoint), blob)).rejects.toThrow('asked')
})

test.each([
  [`http://${BUCKET}/x`, undefined],
  ['https://layers.example.com/x', undefined],
  ['http://127.0.0.1:9000/x', undefined],
  ['https://127.0.0.1/x', TRUSTED],
  ['http://layers.corp.example/x', TRUSTED],
  ['http://169.254.169.254/latest/meta-data/', LOCAL],
  ['file:///etc/passwd', LOCAL],
  ['no address', LOCAL],
  [undefined, undefined],
])('asks nothing at %s', async (url, endpoint) => {
  const problem = await problemOf(() => readBlob(asking(url, endpoint), blob))
  expect(problem).toMatchObject({
    code: 'ECR_FAILED',
    message: expect.stringContaining('where nothing is asked'),
  })
})
