import { ECRClient } from '@aws-sdk/client-ecr'
import { STSClient } from '@aws-sdk/client-sts'
import { describe, expect, test } from 'vitest'
import {
  type AwsService,
  isServiceHost,
  isStorageHost,
  serviceHost,
} from '../../../src/names/service-hosts.ts'

const PARTITIONS: readonly (readonly [partition: string, region: string])[] = [
  ['aws', 'us-east-1'],
  ['aws', 'ap-southeast-2'],
  ['aws', 'mx-central-1'],
  ['aws-us-gov', 'us-gov-west-1'],
  ['aws-cn', 'cn-northwest-1'],
  ['aws-eusc', 'eusc-de-east-1'],
  ['aws-iso', 'us-iso-east-1'],
  ['aws-iso-b', 'us-isob-east-1'],
  ['aws-iso-e', 'eu-isoe-west-1'],
  ['aws-iso-f', 'us-isof-south-1'],
]
const KINDS = [
  { UseFIPS: false, UseDualStack: false },
  { UseFIPS: true, UseDualStack: false },
  { UseFIPS: false, UseDualStack: true },
  { UseFIPS: true, UseDualStack: true },
]

describe.each(PARTITIONS)('in partition %s, region %s,', (partition, region) => {
  const sts = new STSClient({ region })
  const ecr = new ECRClient({ region })
  const asked = KINDS.flatMap((kind) => [
    ['STS', sts.config.endpointProvider({ Region: region, UseGlobalEndpoint: false, ...kind }).url] as const,
    ['ECR', ecr.config.endpointProvider({ Region: region, ...kind }).url] as const,
  ])

  test('every host that the SDK itself would ask is one of the service, and of no other partition', () => {
    for (const [service, { hostname }] of asked) {
      expect(isServiceHost(hostname, service, partition), hostname).toBe(true)
      const others = PARTITIONS.filter(([other]) => other !== partition)
      for (const [other] of others) expect(isServiceHost(hostname, service, other), hostname).toBe(false)
    }
  })

  test('serviceHost gives the host that the SDK itself would ask', () => {
    const given = KINDS.flatMap(({ UseFIPS: fips, UseDualStack: dualStack }) =>
      (['STS', 'ECR'] as const).map((service) => serviceHost(service, region, { fips, dualStack })),
    )
    const hosts = asked.map(([, { hostname }]) => hostname)
    // There the plain name is the one of FIPS, which whoever chooses the kind has to know.
    if (partition === 'aws-us-gov') hosts[2] = `sts-fips.${region}.amazonaws.com`
    expect(given).toEqual(hosts)
  })

  test('the hosts of one service are not those of the other', () => {
    for (const [service, { hostname }] of asked) {
      expect(isServiceHost(hostname, service === 'STS' ? 'ECR' : 'STS', partition), hostname).toBe(false)
    }
  })
})

describe('a host of AWS', () => {
  test.each<[string, AwsService, string]>([
    ['sts.amazonaws.com', 'STS', 'aws'],
    ['sts-fips.us-east-1.amazonaws.com', 'STS', 'aws'],
    ['sts.us-east-1.api.aws', 'STS', 'aws'],
    ['ecr.us-east-1.amazonaws.com', 'ECR', 'aws'],
    ['ecr-fips.us-east-1.amazonaws.com', 'ECR', 'aws'],
    ['vpce-0fe5b17a0707d6abc-29p5708s.sts.us-east-1.vpce.amazonaws.com', 'STS', 'aws'],
    ['vpce-0fe5b17a0707d6abc-29p5708s-us-east-1a.sts.us-east-1.vpce.amazonaws.com', 'STS', 'aws'],
    ['vpce-0fe5b17a0707d6abc-29p5708s.api.ecr.us-gov-west-1.vpce.amazonaws.com', 'ECR', 'aws-us-gov'],
    ['vpce-0fe5b17a0707d6abc-29p5708s.sts.cn-north-1.vpce.amazonaws.com.cn', 'STS', 'aws-cn'],
  ])('%s', (host, service, partition) => {
    expect(isServiceHost(host, service, partition)).toBe(true)
  })
})

describe('a host that is not, or that anybody can have', () => {
  const STS = [
    'evil.s3.amazonaws.com',
    'sts.s3.amazonaws.com',
    'sts.s3.us-east-1.amazonaws.com',
    'sts.s3-website-us-east-1.amazonaws.com',
    'sts.us-east-1.s3.amazonaws.com',
    'a1b2c3.execute-api.us-east-1.amazonaws.com',
    'a1b2c3.lambda-url.us-east-1.on.aws',
    'sts-1234.us-east-1.elb.amazonaws.com',
    'sts.us-east-1.elb.amazonaws.com',
    'ec2-1-2-3-4.compute-1.amazonaws.com',
    'ec2-1-2-3-4.us-east-2.compute.amazonaws.com',
    'sts.us-east-1.on.aws',
    'vpce-0a1b-2c3d.vpce-svc-0e1f.us-east-1.vpce.amazonaws.com',
    'vpce-0a1b-2c3d.sts.vpce-svc-0e1f.us-east-1.vpce.amazonaws.com',
    'vpce-svc-0e1f.us-east-1.vpce.amazonaws.com',
    'sts.us-east-1.vpce.amazonaws.com',
    'x.vpce-0a1b-2c3d.sts.us-east-1.vpce.amazonaws.com',
    'vpce-0a1b-2c3d.s3.us-east-1.vpce.amazonaws.com',
    'bucket.vpce-0a1b-2c3d.s3.us-east-1.vpce.amazonaws.com',
    'x.sts.us-east-1.amazonaws.com',
    'sts..us-east-1.amazonaws.com',
    'sts.us-east-1.amazonaws.com.',
    'sts.us-east-1.amazonaws.com.evil.example',
    'sts.us-east-1.amazonaws.com:8443',
    'sts.us-east-1.evilamazonaws.com',
    'evilsts.us-east-1.amazonaws.com',
    'sts.evil.amazonaws.com',
    'sts.amazonaws.com.cn',
    'sts.us-east-1.amazonaws.com.cn',
    'sts.us-gov-west-1.amazonaws.com',
    'amazonaws.com',
    '.amazonaws.com',
    'us-east-1.amazonaws.com',
    'iam.amazonaws.com',
    'api.ecr.us-east-1.amazonaws.com',
    'xn--sts-0na.us-east-1.amazonaws.com',
    '',
  ]
  test.each(STS)('%s', (host) => {
    expect(isServiceHost(host, 'STS', 'aws')).toBe(false)
  })

  test.each([
    'ecr.amazonaws.com',
    'api.ecr.amazonaws.com',
    'public.ecr.aws',
    '465002806239.dkr.ecr.us-east-1.amazonaws.com',
    'dkr.ecr.us-east-1.amazonaws.com',
    'vpce-0a1b-2c3d.dkr.ecr.us-east-1.vpce.amazonaws.com',
    'sts.us-east-1.amazonaws.com',
  ])('%s, for ECR', (host) => {
    expect(isServiceHost(host, 'ECR', 'aws')).toBe(false)
  })

  test('in a partition that is not known', () => {
    for (const partition of ['aws-mars', '', 'constructor', '__proto__']) {
      expect(isServiceHost('sts.us-east-1.amazonaws.com', 'STS', partition)).toBe(false)
    }
  })
})

describe('a host of Amazon S3', () => {
  const bucket = 'prod-ap-southeast-2-starport-layer-bucket'
  test.each([
    [`${bucket}.s3.ap-southeast-2.amazonaws.com`, 'aws'],
    [`${bucket}.s3-ap-southeast-2.amazonaws.com`, 'aws'],
    [`${bucket}.s3.dualstack.ap-southeast-2.amazonaws.com`, 'aws'],
    [`${bucket}.s3-fips.dualstack.us-east-1.amazonaws.com`, 'aws'],
    [`${bucket}.s3.amazonaws.com`, 'aws'],
    ['s3.ap-southeast-2.amazonaws.com', 'aws'],
    ['s3-fips.us-gov-west-1.amazonaws.com', 'aws-us-gov'],
    [`${bucket}.s3.cn-north-1.amazonaws.com.cn`, 'aws-cn'],
    [`${bucket}.s3.eusc-de-east-1.amazonaws.eu`, 'aws-eusc'],
    [`${bucket}.s3.us-iso-east-1.c2s.ic.gov`, 'aws-iso'],
  ])('is %s in %s, and in no partition with another suffix', (host, partition) => {
    expect(isStorageHost(host, partition)).toBe(true)
    const others = ['aws', 'aws-cn', 'aws-eusc', 'aws-iso', 'aws-iso-b', 'none']
    const isAlike = (other: string) => other === partition || (partition === 'aws-us-gov' && other === 'aws')
    for (const other of others) expect(isStorageHost(host, other), other).toBe(isAlike(other))
  })

  test.each([
    'amazonaws.com',
    's3.amazonaws.com.example.com',
    's3.example.com',
    'xs3.ap-southeast-2.amazonaws.com',
    'lb-1.ap-southeast-2.elb.amazonaws.com',
    's3.ap-southeast-2.elb.amazonaws.com',
    'ec2-1-2-3-4.ap-southeast-2.compute.amazonaws.com',
    's3-website-us-east-1.amazonaws.com',
    '169.254.169.254',
    'localhost',
  ])('is not %s', (host) => {
    expect(isStorageHost(host, 'aws')).toBe(false)
  })
})
