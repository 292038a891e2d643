/** AWS account ID: 12 digits, kept as text because a leading zero counts. */
export type AccountId = string & { readonly brand: 'AccountId' }

/** A private ECR registry, read from its host name. */
export interface EcrHost {
  readonly host: string
  readonly account: AccountId
  readonly region: string
  readonly partition: string
}

/** What says where an image goes, as messages name it: an input, or a variable of the runner. */
export interface Stated {
  readonly account: string
  readonly region: string
  readonly repository: string
}

interface HostShape {
  readonly service: string
  readonly suffix: string
  readonly partitions: readonly string[]
}

/**
 * Registry host names: Amazon ECR endpoints page, amazon-ecr-credential-helper and kubernetes/cloud-provider-aws.
 * A form that is documented nowhere (dual-stack in the EU sovereign and ISO partitions) is left out on purpose.
 */
const SHAPES: readonly HostShape[] = [
  { service: 'dkr.ecr', suffix: 'amazonaws.com', partitions: ['aws', 'aws-us-gov'] },
  { service: 'dkr.ecr-fips', suffix: 'amazonaws.com', partitions: ['aws', 'aws-us-gov'] },
  { service: 'dkr-ecr', suffix: 'on.aws', partitions: ['aws', 'aws-us-gov'] },
  { service: 'dkr-ecr-fips', suffix: 'on.aws', partitions: ['aws', 'aws-us-gov'] },
  { service: 'dkr.ecr', suffix: 'amazonaws.com.cn', partitions: ['aws-cn'] },
  { service: 'dkr-ecr', suffix: 'on.amazonwebservices.com.cn', partitions: ['aws-cn'] },
  { service: 'dkr.ecr', suffix: 'c2s.ic.gov', partitions: ['aws-iso'] },
  { service: 'dkr.ecr', suffix: 'sc2s.sgov.gov', partitions: ['aws-iso-b'] },
  { service: 'dkr.ecr', suffix: 'cloud.adc-e.uk', partitions: ['aws-iso-e'] },
  { service: 'dkr.ecr', suffix: 'csp.hci.ic.gov', partitions: ['aws-iso-f'] },
  { service: 'dkr.ecr', suffix: 'amazonaws.eu', partitions: ['aws-eusc'] },
]

/** Each ends in a dash and none is the beginning of another, so their order does not matter. */
const REGION_PREFIXES: readonly (readonly [string, string])[] = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['us-isob-', 'aws-iso-b'],
  ['us-isof-', 'aws-iso-f'],
  ['eu-isoe-', 'aws-iso-e'],
  ['us-iso-', 'aws-iso'],
  ['eusc-', 'aws-eusc'],
]

const REGION = /^[a-z]{2,5}(?:-[a-z]+)+-\d{1,2}$/

export function isRegion(text: string): boolean {
  return REGION.test(text)
}

export function partitionOfRegion(region: string): string {
  return REGION_PREFIXES.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws'
}

export function isAccountId(text: string): text is AccountId {
  return /^\d{12}$/.test(text)
}

/** A host name in one of ECR's shapes, whatever stands in the place of the account. */
interface EcrHostParts {
  readonly account: string
  readonly region: string
  readonly partition: string
}

/** Splits a host of one of ECR's shapes; the account is not checked, so that placeholders can be recognised. */
export function splitEcrHost(host: string): EcrHostParts | undefined {
  for (const shape of SHAPES) {
    const tail = `.${shape.suffix}`
    const middle = `.${shape.service}.`
    const at = host.indexOf(middle)
    if (at < 0 || !host.endsWith(tail)) continue
    const region = host.slice(at + middle.length, host.length - tail.length)
    const partition = partitionOfRegion(region)
    if (isRegion(region) && shape.partitions.includes(partition)) {
      return { account: host.slice(0, at), region, partition }
    }
  }
  return undefined
}

/**
 * A host that is meant to be one of ECR's, whatever stands for the account and the region: a template, a slip, or nothing.
 * undefined for the host of anybody else.
 */
export function roughEcrHost(
  host: string,
): { readonly account: string; readonly region: string } | undefined {
  for (const { service, suffix } of SHAPES) {
    const middle = `.${service}.`
    const at = host.indexOf(middle)
    const from = at + middle.length
    // Without a region its two dots are one.
    const to = host.length - suffix.length - 1
    if (at < 0 || !host.endsWith(`.${suffix}`) || to < from - 1) continue
    return { account: host.slice(0, at), region: host.slice(from, Math.max(from, to)) }
  }
  return undefined
}

/** Whether a name ends as ECR hosts do; the rest of it may be a template. */
export function hasEcrSuffix(name: string): boolean {
  return SHAPES.some(({ suffix }) => name.endsWith(`.${suffix}`))
}

/** A private ECR host, or undefined for anything else: near misses included. */
export function parseEcrHost(host: string): EcrHost | undefined {
  const parts = splitEcrHost(host)
  if (!parts || !isAccountId(parts.account)) return undefined
  return { host, account: parts.account, region: parts.region, partition: parts.partition }
}

/** The default (IPv4) registry host of an account and region. */
export function defaultEcrHost(account: AccountId, region: string): EcrHost | undefined {
  return ecrHostsOf(account, region).map(parseEcrHost)[0]
}

/** Hosts of every form that ECR has in a region, the default one first. */
export function ecrHostsOf(account: string, region: string): readonly string[] {
  const partition = partitionOfRegion(region)
  return SHAPES.filter(({ partitions }) => partitions.includes(partition)).map(
    ({ service, suffix }) => `${account}.${service}.${region}.${suffix}`,
  )
}

/** Which of AWS's endpoints go with a host: whoever pushes over FIPS or IPv6 needs the APIs there, too. */
export interface EndpointKind {
  readonly fips: boolean
  readonly dualStack: boolean
}

export function endpointKind({ host }: EcrHost): EndpointKind {
  return { fips: /\.dkr[.-]ecr-fips\./.test(host), dualStack: /\.dkr-ecr/.test(host) }
}

/** Same account and region: the IPv4, FIPS and dual-stack names reach one registry. */
export function isSameRegistry(one: EcrHost, other: EcrHost): boolean {
  return one.account === other.account && one.region === other.region
}

export function isLoopback(host: string): boolean {
  const name = host.replace(/:\d+$/, '')
  return name === 'localhost' || name === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(name)
}

/** HTTPS, or loopback: nobody on the way reads a credential that is sent there. */
export function isPrivate(url: string): boolean {
  const { protocol, host } = URL.canParse(url) ? new URL(url) : { protocol: '', host: '' }
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(host))
}

export interface RoleArn {
  readonly arn: string
  readonly partition: string
  readonly account: AccountId
}

const ROLE_ARN = /^arn:(aws(?:-[a-z]+)*):iam::(\d*):role\/((?:[\w+=,.@-]+\/)*[\w+=,.@-]{1,64})$/

/** IAM role ARN (IAM reference, "IAM identifiers"); undefined for anything else. */
export function parseRoleArn(text: string): RoleArn | undefined {
  const [, partition, account] = ROLE_ARN.exec(text) ?? []
  if (!partition || !account || !isAccountId(account)) return undefined
  return { arn: text, partition, account }
}
