import { type EndpointKind, isRegion, partitionOfRegion } from './host.ts'

/** The services that a step asks with AWS credentials, or with a token that becomes such. */
export type AwsService = 'STS' | 'ECR' | 'KMS'

interface Forms {
  readonly dns: string
  readonly dualStack: string
}

/**
 * What stands before the region in the host names of a service, with `-fips` behind it where that is meant: the endpoints
 * pages of STS, Amazon ECR and AWS KMS in the AWS General Reference, and the rules of the SDK for each.
 */
const NAMES: Readonly<Record<AwsService, Forms>> = {
  STS: { dns: 'sts', dualStack: 'sts' },
  ECR: { dns: 'api.ecr', dualStack: 'ecr' },
  KMS: { dns: 'kms', dualStack: 'kms' },
}

const COMMERCIAL: Forms = { dns: 'amazonaws.com', dualStack: 'api.aws' }

/** How names of AWS end in a partition (partitions.json of the SDKs). */
const SUFFIXES: Readonly<Record<string, Forms>> = {
  aws: COMMERCIAL,
  'aws-us-gov': COMMERCIAL,
  'aws-cn': { dns: 'amazonaws.com.cn', dualStack: 'api.amazonwebservices.com.cn' },
  'aws-eusc': { dns: 'amazonaws.eu', dualStack: 'api.amazonwebservices.eu' },
  'aws-iso': { dns: 'c2s.ic.gov', dualStack: 'api.aws.ic.gov' },
  'aws-iso-b': { dns: 'sc2s.sgov.gov', dualStack: 'api.aws.scloud' },
  'aws-iso-e': { dns: 'cloud.adc-e.uk', dualStack: 'api.cloud-aws.adc-e.uk' },
  'aws-iso-f': { dns: 'csp.hci.ic.gov', dualStack: 'api.aws.hci.ic.gov' },
}

/** Where a service is asked in a region, by the rules of the SDK; that GovCloud has no `sts-fips` is for the caller. */
export function serviceHost(service: AwsService, region: string, { fips, dualStack }: EndpointKind): string {
  const form = dualStack ? 'dualStack' : 'dns'
  const suffixes = SUFFIXES[partitionOfRegion(region)] ?? COMMERCIAL
  return `${NAMES[service][form]}${fips ? '-fips' : ''}.${region}.${suffixes[form]}`
}

/** The endpoint of STS for all regions (IAM guide, "AWS STS Regions and endpoints"); no other partition has one. */
const GLOBAL: Readonly<Record<string, string>> = { aws: 'sts.amazonaws.com' }

/**
 * Whether nobody but AWS can answer at a host: the exact names of a service in a region of the partition, and those of
 * its VPC endpoints (AWS PrivateLink guide, "DNS names"). The suffix alone says nothing, because buckets, functions,
 * load balancers, machines and endpoint services (`vpce-svc-...`) of anybody have it, too.
 */
export function isServiceHost(host: string, service: AwsService, partition: string): boolean {
  const suffixes = SUFFIXES[partition]
  if (!suffixes) return false
  if (service === 'STS' && host === GLOBAL[partition]) return true
  const { dns, dualStack } = suffixes
  const inside = [before(host, dns), before(host, dualStack), behindVpcEndpoint(before(host, `vpce.${dns}`))]
  return inside.some((name) => name !== undefined && isRegional(name, service, partition))
}

/** `name.region` */
function isRegional(name: string, service: AwsService, partition: string): boolean {
  const at = name.lastIndexOf('.')
  const region = name.slice(at + 1)
  const names: readonly string[] = Object.values(NAMES[service])
  const isNamed = names.includes(name.slice(0, at).replace(/-fips$/, ''))
  return isNamed && isRegion(region) && partitionOfRegion(region) === partition
}

/** `vpce-ID-RANDOM.name.region`, the first label with a zone at its end or without. */
function behindVpcEndpoint(name: string | undefined): string | undefined {
  return name === undefined ? undefined : /^vpce-[a-z0-9-]+\.(.+)$/.exec(name)?.[1]
}

/**
 * Whether a host is Amazon S3 in the partition, or a bucket of it (S3 user guide, "Virtual hosting of buckets", and the
 * endpoints page). A bucket may be anybody's: this says where a request may go, and nothing of what comes back.
 */
export function isStorageHost(host: string, partition: string): boolean {
  const suffix = SUFFIXES[partition]?.dns
  const labels = suffix === undefined ? [] : (before(host, suffix)?.split('.') ?? [])
  const isRegional = isRegion(labels.at(-1) ?? '') && labels.pop() !== undefined
  if (isRegional && labels.at(-1) === 'dualstack') labels.pop()
  const service = labels.at(-1) ?? ''
  return (
    service === 's3' || service === 's3-fips' || (service.startsWith('s3-') && isRegion(service.slice(3)))
  )
}

function before(host: string, suffix: string): string | undefined {
  return host.endsWith(`.${suffix}`) ? host.slice(0, -suffix.length - 1) : undefined
}
