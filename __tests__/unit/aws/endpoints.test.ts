import { ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { expect, test } from 'vitest'
import { clientSettings } from '../../../src/aws/client.ts'
import { type AwsPlace, endpointUrl, tokenScope } from '../../../src/aws/endpoints.ts'
import { ecrHostsOf } from '../../../src/names/host.ts'
import type { AwsService } from '../../../src/names/service-hosts.ts'
import type { Endpoints } from '../../../src/plan/access.ts'
import { ACCOUNT, HOST, host } from '../builders.ts'

/** One of each partition, and such as no list of the SDK has. */
const REGIONS = [
  'us-east-1',
  'ap-southeast-2',
  'mx-central-1',
  'us-gov-west-1',
  'us-gov-east-1',
  'cn-north-1',
  'cn-northwest-1',
  'eusc-de-east-1',
  'us-iso-east-1',
  'us-isob-east-1',
  'eu-isoe-west-1',
  'us-isof-south-1',
  'ap-nowhere-9',
  'cn-nowhere-9',
]
const HOSTS = REGIONS.flatMap((region) => ecrHostsOf(ACCOUNT, region))

/** The address of the request that the SDK makes with our settings. */
async function askedAt(service: AwsService, place: AwsPlace): Promise<string> {
  const asked: string[] = []
  const requestHandler = {
    handle: async (request: { protocol: string; hostname: string; port?: number }) => {
      const { protocol, hostname, port } = request
      asked.push(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}/`)
      throw new Error('nobody is asked')
    },
  }
  const credentials = { accessKeyId: 'an-id', secretAccessKey: 'a-key' }
  const settings = { ...clientSettings(service, place), requestHandler: requestHandler as never, credentials }
  const sent =
    service === 'STS'
      ? new STSClient(settings).send(new GetCallerIdentityCommand({}))
      : new ECRClient(settings).send(new GetAuthorizationTokenCommand({}))
  await expect(sent).rejects.toThrow('nobody is asked')
  expect(asked).toHaveLength(1)
  return asked[0] ?? ''
}

/** Only these decide which server a connection is to. */
const serverOf = (address: string): string => new URL(address).origin

const SERVICES = ['STS', 'ECR'] as const

test('there are hosts of every partition and kind', () => {
  const kinds = ['dkr.ecr.', 'dkr.ecr-fips.', 'dkr-ecr.', 'dkr-ecr-fips.']
  for (const kind of kinds) expect(HOSTS.some((one) => one.includes(`.${kind}`))).toBe(true)
  expect(new Set(HOSTS.map((one) => host(one).partition)).size).toBe(8)
})

test.each(HOSTS.flatMap((one) => SERVICES.map((service) => [service, one] as const)))(
  '%s of %s is where the SDK asks it',
  async (service, text) => {
    const place = { registry: host(text), endpoints: {} }
    expect(serverOf(endpointUrl(service, place))).toBe(serverOf(await askedAt(service, place)))
  },
)

test.each([
  'http://127.0.0.1:4566/',
  'http://[::1]:4566/path',
  'https://vpce-0a1b-2c3d.sts.us-east-1.vpce.amazonaws.com/',
  'https://aws.corp.example:8443/',
  'https://aws.corp.example/a/path',
])('a given endpoint is where the SDK asks, whatever the registry: %s', async (url) => {
  const endpoints: Endpoints = { STS: { variable: 'A', url }, ECR: { variable: 'B', url } }
  for (const text of [HOST, `${ACCOUNT}.dkr-ecr-fips.us-east-1.on.aws`]) {
    for (const service of SERVICES) {
      const place = { registry: host(text), endpoints }
      expect(endpointUrl(service, place)).toBe(url)
      expect(serverOf(await askedAt(service, place))).toBe(serverOf(url))
    }
  }
})

test('registries of a region and kind take the same token, whatever their account', () => {
  const scope = (text: string) => tokenScope(host(text))
  expect(scope('999988887777.dkr.ecr.ap-southeast-2.amazonaws.com')).toBe(scope(HOST))
  const others = [
    `${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com`,
    `${ACCOUNT}.dkr.ecr-fips.us-east-1.amazonaws.com`,
    `${ACCOUNT}.dkr-ecr.us-east-1.on.aws`,
  ]
  expect(new Set([HOST, ...others].map(scope)).size).toBe(4)
})
