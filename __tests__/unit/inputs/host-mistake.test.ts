import { describe, expect, test } from 'vitest'
import { ecrHost } from '../../../src/inputs/aws-fields.ts'
import { hostMistake } from '../../../src/inputs/host-mistake.ts'

const EXAMPLE = '465002806239.dkr.ecr.ap-southeast-2.amazonaws.com'
const MEANT = '111122223333.dkr.ecr.eu-west-1.amazonaws.com'
const PUBLIC =
  'is the public registry: nothing is pushed there, because its tags can always be moved, and pulling from it needs no login'

describe('a host with something around it is reported what, and the bare host is the example', () => {
  test.each([
    [`https://${MEANT}`, 'has a scheme: give the bare host name'],
    [`DOCKER://${MEANT}/v2/`, 'has a scheme: give the bare host name'],
    [`${MEANT}/team/api`, 'has a path: the repository has an input of its own'],
    [`${MEANT}/`, 'has a path: the repository has an input of its own'],
    [MEANT.replace('.eu', '. \u0007eu'), 'has white space in it'],
    [`${MEANT}:443`, 'has a port: ECR listens on 443 alone'],
    [`${MEANT}:`, 'has a port: ECR listens on 443 alone'],
    [MEANT.toUpperCase(), 'is not lower case'],
    [`${MEANT}.`, 'ends with a dot'],
  ])('%j %s', (given, mistake) => {
    expect(ecrHost(given)).toEqual({ mistake, example: MEANT })
  })

  test.each(['AWS', 'AWS:password'])('%s@HOST may hold a password, so it is not repeated', (user) => {
    expect(ecrHost(`${user}@${MEANT}`)).toEqual({
      mistake: 'has a user name: this action logs in by itself',
      example: MEANT,
      confidential: true,
    })
  })
})

test.each(['111122223333.dkr.ecr-fips.us-east-1.amazonaws.com', '111122223333.dkr-ecr.us-east-1.on.aws'])(
  'the example for %s keeps its form',
  (host) => {
    expect(hostMistake(`${host}:443`).example).toBe(host)
    expect(hostMistake(`https://${host}:443/v2/`).example).toBe(host)
  },
)

describe('a host of another service is reported which', () => {
  test.each([
    ['ghcr.io', 'is not the host name of a private ECR registry'],
    ['.io', 'is not the host name of a private ECR registry'],
    ['public.ecr.aws', PUBLIC],
    ['ecr-public.aws.com', PUBLIC],
    ['eu.public.ecr.aws', PUBLIC],
    ['notpublic.ecr.aws', 'is not the host name of a private ECR registry'],
    ['public.ecr.aws.example', 'is not the host name of a private ECR registry'],
    ['ecr.eu-west-1.amazonaws.com', "is an address of ECR's API, not of a registry"],
    ['api.ecr.eu-west-1.amazonaws.com', "is an address of ECR's API, not of a registry"],
    ['ecr-fips.us-east-1.amazonaws.com', "is an address of ECR's API, not of a registry"],
    ['my.ecr.example', 'is not the host name of a private ECR registry'],
  ])('%s %s', (given, mistake) => {
    expect(hostMistake(given)).toEqual({ mistake, example: EXAMPLE })
  })
})

describe('a host with a wrong part is reported which', () => {
  const NO_ACCOUNT = 'has no account: it begins with the 12 digits of the account that owns the registry'
  test.each([
    ['dkr.ecr.eu-west-1.amazonaws.com', NO_ACCOUNT],
    ['dkr-ecr.eu-west-1.on.aws', NO_ACCOUNT],
    ['111122223333.dkr.ecr', 'is not of the form ACCOUNT.dkr.ecr.REGION.SUFFIX'],
    ['111122223333.x.dkr-ecr.eu-west-1.dkr', 'is not of the form ACCOUNT.dkr.ecr.REGION.SUFFIX'],
    ['acme.dkr.ecr.eu-west-1.amazonaws.com', 'begins with "acme" where the account of 12 digits belongs'],
    [
      '11112222333.dkr.ecr.eu-west-1.amazonaws.com',
      'begins with "11112222333" where the account of 12 digits belongs (a leading zero is lost when YAML reads it as a number: quote it)',
    ],
    [`registry:${MEANT}`, 'begins with "registry:111122223333" where the account of 12 digits belongs'],
    ['111122223333.dkr.ecr.ireland.amazonaws.com', 'has "ireland" where the AWS region belongs'],
  ])('%s %s', (given, mistake) => {
    expect(hostMistake(given)).toEqual({ mistake, example: EXAMPLE })
  })

  test.each([
    [
      '111122223333.dkr-ecr.cn-north-1.amazonaws.com',
      'is no host of ECR in cn-north-1 (partition aws-cn), where they end in ".dkr.ecr.cn-north-1.amazonaws.com.cn" or ".dkr-ecr.cn-north-1.on.amazonwebservices.com.cn"',
      '111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn',
    ],
    [
      '111122223333.dkr.ecr-fips.us-iso-east-1.c2s.ic.gov',
      'is no host of ECR in us-iso-east-1 (partition aws-iso), where they end in ".dkr.ecr.us-iso-east-1.c2s.ic.gov"',
      '111122223333.dkr.ecr.us-iso-east-1.c2s.ic.gov',
    ],
  ])('%s has another ending than its region, which the example has', (given, mistake, example) => {
    expect(hostMistake(given)).toEqual({ mistake, example })
  })
})
