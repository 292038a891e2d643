import {
  type AccountId,
  type EcrHost,
  isAccountId,
  isRegion,
  parseEcrHost,
  parseRoleArn,
  type RoleArn,
} from '../names/host.ts'
import { isRepositoryName } from '../names/reference.ts'
import { type Parsed, type Parser, value } from './fields.ts'
import { hostMistake, lostZero } from './host-mistake.ts'

export const roleArn: Parser<RoleArn> = (given) => {
  const role = parseRoleArn(given)
  if (role) return value(role)
  const example = 'arn:aws:iam::465002806239:role/gitops-deploy'
  const account = /^arn:aws[^:]*:iam::([^:]*):role\//.exec(given)?.[1]
  if (account === undefined) return { mistake: 'is not the full ARN of an IAM role', example }
  return isAccountId(account)
    ? { mistake: 'has a role path or name that IAM does not allow', example }
    : { mistake: `has the account "${account}", which is not 12 digits${lostZero(account)}`, example }
}

export const accountId: Parser<AccountId> = (given) =>
  isAccountId(given)
    ? value(given)
    : { mistake: `is not 12 digits${lostZero(given)}`, example: '"012345678901"' }

export const region: Parser<string> = (given) =>
  isRegion(given) ? value(given) : { mistake: 'is not an AWS region', example: 'ap-southeast-2' }

export const ecrHost: Parser<EcrHost> = (given) => {
  const host = parseEcrHost(given)
  return host ? value(host) : hostMistake(given)
}

export interface LoginRegistry {
  readonly host: EcrHost
  /** Of a pull through cache rule, whose repositories the first pull of an image may create. */
  readonly prefix?: string
  readonly role?: RoleArn
}

/** `host` or `host/prefix`, and behind it `=role ARN` for a registry that needs a role of its own. */
export const loginRegistry: Parser<LoginRegistry> = (given) => {
  const [place = '', ...rest] = given.split('=')
  const [hostText = '', ...path] = place.trim().split('/')
  const host = ecrHost(hostText)
  // What is no host may be one with something in front of it.
  if ('mistake' in host) return path.length === 0 ? host : hostMistake(place.trim())
  const prefix = path.length === 0 ? undefined : cachePrefix(path.join('/'), hostText)
  if (prefix !== undefined && 'mistake' in prefix) return prefix
  const role = rest.length === 0 ? undefined : roleArn(rest.join('=').trim())
  if (role !== undefined && 'mistake' in role) return role
  return value({
    host: host.value,
    ...(prefix ? { prefix: prefix.value } : {}),
    ...(role ? { role: role.value } : {}),
  })
}

/** CreatePullThroughCacheRule, `ecrRepositoryPrefix`: the beginning of repository names, or ROOT for all of them. */
function cachePrefix(given: string, host: string): Parsed<string> {
  const prefix = given.replace(/\/\*?$/, '')
  if (prefix === 'ROOT' || isRepositoryName(prefix)) return value(prefix)
  return {
    mistake: `has "${given}" behind the host, which is no prefix of a pull through cache rule`,
    example: `${host}/docker-hub`,
  }
}

export const repositoryName: Parser<string> = (given) => {
  const example = 'kubeadm_ec2_cluster/identity-service'
  // Checked first: ECR would take a host name as the first segment of a repository.
  if (/\.dkr[.-]ecr/.test(given)) return { mistake: 'holds a registry host: that goes in registry', example }
  if (isRepositoryName(given)) return value(given)
  if (given.lastIndexOf(':') > given.lastIndexOf('/'))
    return { mistake: 'holds a tag: that goes in tag', example }
  return { mistake: 'is not an ECR repository name (lower case, digits, . _ - and /)', example }
}

/** AssumeRoleWithWebIdentity, RoleSessionName. */
export const sessionName: Parser<string> = (given) =>
  /^[\w+=,.@-]{2,64}$/.test(given)
    ? value(given)
    : {
        mistake: 'is not 2 to 64 characters of letters, digits and _+=,.@-',
        example: 'identity-service-deploy',
      }

const EXAMPLE = 'sts.aws.example.com'

/** `host` or `host:port` of an endpoint, in the one form that a URL has for it, so that it can be compared. */
export const endpointHost: Parser<string> = (given) => {
  const mistake = mistakeIn(given)
  if (mistake) return { mistake, example: EXAMPLE, ...(given.includes('@') ? { confidential: true } : {}) }
  const host = given.toLowerCase().replace(/:443$/, '')
  // What a URL writes otherwise is another host than it seems: a number that is an address, a name in other letters.
  const isCanonical = URL.canParse(`https://${host}`) && new URL(`https://${host}`).host === host
  return isCanonical ? value(host) : { mistake: 'is not a host name, or host:port', example: EXAMPLE }
}

function mistakeIn(given: string): string | undefined {
  if (given.includes('@')) return 'holds a user name or password'
  if (given.includes('://')) return 'has a scheme: give the bare host; it is asked over HTTPS alone'
  if (/[/\\?#]/.test(given)) return 'has a path: a host is trusted as a whole'
  if (given.includes('*')) return 'is a pattern: name each host'
  if (/[\s,]/.test(given)) return 'holds several hosts, or white space: give one a line'
  return given.endsWith('.') ? 'ends with a dot' : undefined
}
