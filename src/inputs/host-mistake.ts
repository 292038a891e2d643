import { ecrHostsOf, isAccountId, isRegion, parseEcrHost, partitionOfRegion } from '../names/host.ts'
import type { Mistake } from './fields.ts'

const EXAMPLE = '465002806239.dkr.ecr.ap-southeast-2.amazonaws.com'

/** Account and region in their places of a host, whatever stands there. */
const LOOSE = /^(?<account>[^.]*)\.dkr[.-]ecr(?:-fips)?\.(?<region>[^.]*)\../

/** What is wrong with a text that is no host of a private ECR registry, and what was probably meant. */
export function hostMistake(given: string): Mistake {
  const { account = '', region = '' } = LOOSE.exec(given)?.groups ?? {}
  const usual = isAccountId(account) && isRegion(region) ? ecrHostsOf(account, region)[0] : undefined
  const mistake = { mistake: mistakeIn(given), example: repaired(given) ?? usual ?? EXAMPLE }
  // A password may stand before the host.
  return given.includes('@') ? { ...mistake, confidential: true } : mistake
}

function mistakeIn(given: string): string {
  if (given.includes('://')) return 'has a scheme: give the bare host name'
  if (given.includes('/')) return 'has a path: the repository has an input of its own'
  if (/[\s\p{Cc}]/u.test(given)) return 'has white space in it'
  if (given.includes('@')) return 'has a user name: this action logs in by itself'
  if (/:\d*$/.test(given)) return 'has a port: ECR listens on 443 alone'
  if (given !== given.toLowerCase()) return 'is not lower case'
  if (given.endsWith('.')) return 'ends with a dot'
  if (/(?:^|\.)(?:public\.ecr\.aws|ecr-public\.aws\.com)$/.test(given)) {
    return 'is the public registry: nothing is pushed there, because its tags can always be moved, and pulling from it needs no login'
  }
  if (/^(?:api\.ecr|ecr)(?:-fips)?\./.test(given)) return "is an address of ECR's API, not of a registry"
  return shapeMistake(given)
}

function shapeMistake(given: string): string {
  const parts = LOOSE.exec(given)?.groups
  if (!parts) return notEcr(given)
  const { account = '', region = '' } = parts
  if (!isAccountId(account)) {
    return `begins with "${account}" where the account of 12 digits belongs${lostZero(account)}`
  }
  if (!isRegion(region)) return `has "${region}" where the AWS region belongs`
  const ends = ecrHostsOf('', region).map((host) => `"${host}"`)
  return `is no host of ECR in ${region} (partition ${partitionOfRegion(region)}), where they end in ${ends.join(' or ')}`
}

function notEcr(given: string): string {
  if (!/\bdkr[.-]ecr/.test(given)) return 'is not the host name of a private ECR registry'
  return given.startsWith('dkr')
    ? 'has no account: it begins with the 12 digits of the account that owns the registry'
    : 'is not of the form ACCOUNT.dkr.ecr.REGION.SUFFIX'
}

/** YAML reads an unquoted 012345678901 as a number and drops the zero. */
export function lostZero(account: string): string {
  return /^\d{10,11}$/.test(account)
    ? ' (a leading zero is lost when YAML reads it as a number: quote it)'
    : ''
}

/** What is around the host taken off; undefined when that does not make it one. */
function repaired(given: string): string | undefined {
  const bare = given
    .toLowerCase()
    .replaceAll(/[\s\p{Cc}]/gu, '')
    .replace(/^.*:\/\//, '')
    .replace(/\/.*/, '')
    .replace(/^.*@/, '')
    .replace(/:\d*/, '')
    .replace(/\.$/, '')
  return parseEcrHost(bare)?.host
}
