import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hostMistake } from '../../../src/inputs/host-mistake.ts'
import {
  defaultEcrHost,
  endpointKind,
  hasEcrSuffix,
  isAccountId,
  isLoopback,
  isPrivate,
  isRegion,
  isSameRegistry,
  parseEcrHost,
  partitionOfRegion,
  roughEcrHost,
  splitEcrHost,
} from '../../../src/names/host.ts'
import { registryOf } from '../../../src/names/reference.ts'
import { ACCOUNT as A, host, must } from '../builders.ts'

/** Every documented form (Amazon ECR endpoints page, amazon-ecr-credential-helper), in several regions. */
const HOSTS: readonly (readonly [host: string, region: string, partition: string])[] = [
  [`${A}.dkr.ecr.us-east-1.amazonaws.com`, 'us-east-1', 'aws'],
  [`${A}.dkr.ecr.us-west-2.amazonaws.com`, 'us-west-2', 'aws'],
  [`${A}.dkr.ecr.ap-southeast-2.amazonaws.com`, 'ap-southeast-2', 'aws'],
  [`${A}.dkr.ecr.ap-southeast-7.amazonaws.com`, 'ap-southeast-7', 'aws'],
  [`${A}.dkr.ecr.eu-central-1.amazonaws.com`, 'eu-central-1', 'aws'],
  [`${A}.dkr.ecr.il-central-1.amazonaws.com`, 'il-central-1', 'aws'],
  [`${A}.dkr.ecr.mx-central-1.amazonaws.com`, 'mx-central-1', 'aws'],
  [`${A}.dkr.ecr.ca-west-1.amazonaws.com`, 'ca-west-1', 'aws'],
  [`${A}.dkr.ecr.af-south-1.amazonaws.com`, 'af-south-1', 'aws'],
  ['012345678901.dkr.ecr.eu-west-1.amazonaws.com', 'eu-west-1', 'aws'],
  ['000000000000.dkr.ecr.eu-west-1.amazonaws.com', 'eu-west-1', 'aws'],
  [`${A}.dkr.ecr-fips.us-east-1.amazonaws.com`, 'us-east-1', 'aws'],
  [`${A}.dkr.ecr-fips.us-west-1.amazonaws.com`, 'us-west-1', 'aws'],
  [`${A}.dkr-ecr.us-east-1.on.aws`, 'us-east-1', 'aws'],
  [`${A}.dkr-ecr.eu-west-3.on.aws`, 'eu-west-3', 'aws'],
  [`${A}.dkr-ecr-fips.us-east-2.on.aws`, 'us-east-2', 'aws'],
  [`${A}.dkr.ecr.us-gov-west-1.amazonaws.com`, 'us-gov-west-1', 'aws-us-gov'],
  [`${A}.dkr.ecr.us-gov-east-1.amazonaws.com`, 'us-gov-east-1', 'aws-us-gov'],
  [`${A}.dkr.ecr-fips.us-gov-west-1.amazonaws.com`, 'us-gov-west-1', 'aws-us-gov'],
  [`${A}.dkr-ecr.us-gov-west-1.on.aws`, 'us-gov-west-1', 'aws-us-gov'],
  [`${A}.dkr-ecr-fips.us-gov-east-1.on.aws`, 'us-gov-east-1', 'aws-us-gov'],
  [`${A}.dkr.ecr.cn-north-1.amazonaws.com.cn`, 'cn-north-1', 'aws-cn'],
  [`${A}.dkr.ecr.cn-northwest-1.amazonaws.com.cn`, 'cn-northwest-1', 'aws-cn'],
  [`${A}.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn`, 'cn-north-1', 'aws-cn'],
  [`${A}.dkr.ecr.us-iso-east-1.c2s.ic.gov`, 'us-iso-east-1', 'aws-iso'],
  [`${A}.dkr.ecr.us-iso-west-1.c2s.ic.gov`, 'us-iso-west-1', 'aws-iso'],
  [`${A}.dkr.ecr.us-isob-east-1.sc2s.sgov.gov`, 'us-isob-east-1', 'aws-iso-b'],
  [`${A}.dkr.ecr.eu-isoe-west-1.cloud.adc-e.uk`, 'eu-isoe-west-1', 'aws-iso-e'],
  [`${A}.dkr.ecr.us-isof-south-1.csp.hci.ic.gov`, 'us-isof-south-1', 'aws-iso-f'],
  [`${A}.dkr.ecr.us-isof-east-1.csp.hci.ic.gov`, 'us-isof-east-1', 'aws-iso-f'],
  [`${A}.dkr.ecr.eusc-de-east-1.amazonaws.eu`, 'eusc-de-east-1', 'aws-eusc'],
]

const NEAR_MISSES: readonly (readonly [host: string, why: string, mistake: string])[] = [
  ['', 'empty', 'is not the host name'],
  ['dkr.ecr.us-east-1.amazonaws.com', 'no account', 'has no account'],
  ['.dkr.ecr.us-east-1.amazonaws.com', 'an empty account', 'begins with ""'],
  ['46500280623.dkr.ecr.us-east-1.amazonaws.com', 'eleven digits', 'a leading zero is lost'],
  ['4650028062390.dkr.ecr.us-east-1.amazonaws.com', 'thirteen digits', 'begins with "4650028062390"'],
  ['46500280623a.dkr.ecr.us-east-1.amazonaws.com', 'a letter in the account', 'begins with "46500280623a"'],
  [
    '٤٦٥٠٠٢٨٠٦٢٣٩.dkr.ecr.us-east-1.amazonaws.com',
    'digits of another script',
    'where the account of 12 digits belongs',
  ],
  [
    `evil.${A}.dkr.ecr.us-east-1.amazonaws.com`,
    'a label before the account',
    'is not of the form ACCOUNT.dkr.ecr.REGION.SUFFIX',
  ],
  [
    `${A}.${A}.dkr.ecr.us-east-1.amazonaws.com`,
    'two accounts',
    'is not of the form ACCOUNT.dkr.ecr.REGION.SUFFIX',
  ],
  [`evil-${A}.dkr.ecr.us-east-1.amazonaws.com`, 'a prefix in the label', 'begins with "evil-'],
  [`${A}.dkr.ecr.us-east-1.amazonaws.com.evil.com`, 'a longer suffix', 'is no host of ECR in us-east-1'],
  [`${A}.dkr.ecr.us-east-1.amazonaws.com.`, 'a final dot', 'ends with a dot'],
  [
    `${A}.dkr.ecr.us-east-1.amazonaws.comx`,
    'a longer top level',
    'end in ".dkr.ecr.us-east-1.amazonaws.com"',
  ],
  [`${A}.dkr.ecr.us-east-1.xamazonaws.com`, 'a longer domain', 'is no host of ECR in us-east-1'],
  [
    `${A}.dkr.ecr.us-east-1.amazonaws.org`,
    'another top level of the same length',
    'is no host of ECR in us-east-1',
  ],
  [`${A}.dkr.ecr.us-east-1.evil.amazonaws.com`, 'a label after the region', 'is no host of ECR in us-east-1'],
  [`${A}.dkr.ecr.us-east-1-evil.com.amazonaws.com`, 'a domain in the region', 'has "us-east-1-evil"'],
  [`${A}.dkr.ecr..amazonaws.com`, 'an empty region', 'has "" where the AWS region belongs'],
  [`${A}.dkr.ecr.amazonaws.com`, 'no region', 'has "amazonaws" where the AWS region belongs'],
  [`${A}.dkr.ecr.us-east.amazonaws.com`, 'half a region', 'has "us-east" where'],
  [`${A}.dkr.ecr.us-east-1a.amazonaws.com`, 'a zone for a region', 'has "us-east-1a" where'],
  [`${A}.dkr.ecr.us_east_1.amazonaws.com`, 'underscores', 'has "us_east_1" where'],
  [`${A}.DKR.ECR.us-east-1.amazonaws.com`, 'upper case', 'is not lower case'],
  [`${A}.dkr.ecr.US-EAST-1.amazonaws.com`, 'an upper-case region', 'is not lower case'],
  [`${A}.dkrxecr.us-east-1.amazonaws.com`, 'another separator', 'is not the host name'],
  [`${A}.ecr.us-east-1.amazonaws.com`, 'no dkr', 'is not the host name'],
  [`${A}.dkr.s3.us-east-1.amazonaws.com`, 'another service', 'is not the host name'],
  [
    `${A}.dkr-ecr.us-east-1.amazonaws.com`,
    'dual-stack with the IPv4 suffix',
    'or ".dkr-ecr.us-east-1.on.aws"',
  ],
  [`${A}.dkr.ecr.us-east-1.on.aws`, 'IPv4 with the dual-stack suffix', 'or ".dkr-ecr.us-east-1.on.aws"'],
  [`${A}.dkr-ecr.us-east-1.aws`, 'half a dual-stack suffix', 'or ".dkr-ecr.us-east-1.on.aws"'],
  [
    `${A}.dkr.ecr.cn-north-1.amazonaws.com`,
    'China without .cn',
    '(partition aws-cn), where they end in ".dkr.ecr.cn-north-1.amazonaws.com.cn"',
  ],
  [`${A}.dkr.ecr.us-east-1.amazonaws.com.cn`, '.cn outside China', '(partition aws)'],
  [`${A}.dkr-ecr.cn-north-1.on.aws`, 'China with the dual-stack suffix of others', '(partition aws-cn)'],
  [`${A}.dkr.ecr-fips.cn-north-1.amazonaws.com.cn`, 'FIPS in China', '(partition aws-cn)'],
  [
    `${A}.dkr.ecr.us-iso-east-1.amazonaws.com`,
    'ISO with a public suffix',
    '(partition aws-iso), where they end in ".dkr.ecr.us-iso-east-1.c2s.ic.gov"',
  ],
  [`${A}.dkr.ecr.us-iso-east-1.sc2s.sgov.gov`, 'ISO with the suffix of ISO-B', '(partition aws-iso)'],
  [`${A}.dkr.ecr.us-isob-east-1.c2s.ic.gov`, 'ISO-B with the suffix of ISO', '(partition aws-iso-b)'],
  [`${A}.dkr.ecr.us-east-1.amazonaws.eu`, 'the sovereign suffix outside of it', '(partition aws)'],
  [
    `${A}.dkr.ecr.eusc-de-east-1.amazonaws.com`,
    'the sovereign cloud with a public suffix',
    '(partition aws-eusc), where they end in ".dkr.ecr.eusc-de-east-1.amazonaws.eu"',
  ],
  [
    `${A}.dkr-ecr.eusc-de-east-1.on.amazonwebservices.eu`,
    'a form that nobody documents',
    '(partition aws-eusc)',
  ],
  [`${A}.dkr.ecr.us-east-1.amazonaws.com:443`, 'a port', 'has a port'],
  [`${A}.dkr.ecr.us-east-1.amazonaws.com/x`, 'a path', 'has a path'],
  [`https://${A}.dkr.ecr.us-east-1.amazonaws.com`, 'a scheme', 'has a scheme'],
  [`user@${A}.dkr.ecr.us-east-1.amazonaws.com`, 'a user', 'has a user name'],
  [` ${A}.dkr.ecr.us-east-1.amazonaws.com`, 'a space', 'has white space'],
  [`${A}.dkr.ecr.us-east-1.amazonaws.com\n`, 'a line break', 'has white space'],
  ['public.ecr.aws', 'the public registry', 'is the public registry'],
  ['ecr-public.aws.com', 'the dual-stack public registry', 'is the public registry'],
  [`api.ecr.us-east-1.amazonaws.com`, 'the API', "is an address of ECR's API"],
  ['ghcr.io', 'another registry', 'is not the host name of a private ECR registry'],
  ['localhost:5000', 'a local registry', 'has a port'],
]

describe('parseEcrHost', () => {
  test.each(HOSTS)('takes %s', (text, region, partition) => {
    expect(parseEcrHost(text)).toEqual({ host: text, account: text.slice(0, 12), region, partition })
  })

  test.each(NEAR_MISSES)('refuses %j: %s', (text, _, mistake) => {
    expect(parseEcrHost(text)).toBeUndefined()
    expect(hostMistake(text).mistake).toContain(mistake)
  })

  test('is tried on every documented form, and on as many near misses', () => {
    expect(HOSTS.length).toBeGreaterThanOrEqual(30)
    expect(NEAR_MISSES.length).toBeGreaterThanOrEqual(30)
  })

  test('finds the account in the first label and nowhere else', () => {
    const label = fc.stringMatching(/^[0-9a-z.-]{0,14}$/)
    const rest = fc.constantFrom(...HOSTS.map(([text]) => text.slice(12)))
    const end = fc.oneof({ weight: 9, arbitrary: fc.constant('') }, fc.string({ maxLength: 3 }))
    fc.assert(
      fc.property(fc.oneof(label, fc.stringMatching(/^\d{11,13}$/)), rest, end, (first, middle, last) => {
        const text = `${first}${middle}${last}`
        const parsed = parseEcrHost(text)
        const labels = text.split('.')
        if (last === '' && /^\d{12}$/.test(first)) expect(parsed).toBeDefined()
        if (parsed) expect(parsed.account).toBe(labels[0])
        if (!/^\d{12}$/.test(labels[0] ?? '')) expect(parsed).toBeUndefined()
      }),
      { numRuns: 2000 },
    )
  })

  test('takes no text that is not a host name', () => {
    const bits = fc.constantFrom(
      A,
      '.dkr.ecr.',
      '.dkr-ecr.',
      'us-east-1',
      '.amazonaws.com',
      '.on.aws',
      '.',
      '-',
      '\n',
      'x',
    )
    const some = fc.array(bits, { maxLength: 2 })
    const host = fc.constantFrom(`${A}.dkr.ecr.us-east-1.amazonaws.com`, `${A}.dkr-ecr.us-east-1.on.aws`)
    fc.assert(
      fc.property(some, host, some, (before, middle, after) => {
        const text = [...before, middle, ...after].join('')
        expect(parseEcrHost(text)?.host).toBe(text === middle ? text : undefined)
      }),
      { numRuns: 3000 },
    )
  })
})

describe('hostMistake', () => {
  const whole = `${A}.dkr.ecr.us-east-1.amazonaws.com`
  test.each([
    [`https://${whole}/team/app`, whole],
    [`${whole}:443`, whole],
    [`${whole}.`, whole],
    [whole.toUpperCase(), whole],
    [`${A}.dkr-ecr.us-east-1.amazonaws.com`, whole],
    [`${A}.dkr.ecr.cn-north-1.amazonaws.com`, `${A}.dkr.ecr.cn-north-1.amazonaws.com.cn`],
    ['ghcr.io', '465002806239.dkr.ecr.ap-southeast-2.amazonaws.com'],
  ])('of %s proposes %s', (text, example) => {
    expect(hostMistake(text).example).toBe(example)
  })

  test('of any text proposes a host that is taken, and does not repeat the text unasked', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constantFrom(...NEAR_MISSES.map(([text]) => text))), (text) => {
        const { mistake, example } = hostMistake(text)
        expect(parseEcrHost(example)).toBeDefined()
        expect(mistake).toMatch(/^(?:is|has|begins|ends) /)
      }),
    )
  })
})

describe('endpointKind', () => {
  test.each([
    [`${A}.dkr.ecr.us-east-1.amazonaws.com`, false, false],
    [`${A}.dkr.ecr-fips.us-east-1.amazonaws.com`, true, false],
    [`${A}.dkr-ecr.us-east-1.on.aws`, false, true],
    [`${A}.dkr-ecr-fips.us-east-1.on.aws`, true, true],
    [`${A}.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn`, false, true],
  ])('of %s: FIPS %s, dual-stack %s', (text, fips, dualStack) => {
    expect(endpointKind(host(text))).toEqual({ fips, dualStack })
  })
})

describe('splitEcrHost', () => {
  test.each([
    ['123.dkr.ecr.us-east-1.amazonaws.com', '123'],
    [`\${AWS_ACCOUNT_ID}.dkr.ecr.us-east-1.amazonaws.com`, `\${AWS_ACCOUNT_ID}`],
    ['<account>.dkr.ecr.us-east-1.amazonaws.com', '<account>'],
    ['xxxxxxxxxxxx.dkr-ecr.us-east-1.on.aws', 'xxxxxxxxxxxx'],
    ['.dkr.ecr.us-east-1.amazonaws.com', ''],
  ])('keeps whatever stands for the account in %s', (text, account) => {
    expect(splitEcrHost(text)?.account).toBe(account)
  })
  test.each(['12345678us-east-1.amazonaws.com', `${A}.dkr.ecr.us-east-1.amazonaws.org`])(
    'knows no account in %s',
    (text) => {
      expect(splitEcrHost(text)).toBeUndefined()
    },
  )
})

describe('hasEcrSuffix', () => {
  test.each([
    [`${A}.dkr.ecr.us-east-1.amazonaws.com`, true],
    ['ACCOUNT.dkr.ecr.REGION.amazonaws.com', true],
    ['ACCOUNT.dkr-ecr.REGION.on.aws', true],
    ['.amazonaws.com.example', false],
    ['dkr.ecr.xamazonaws.com', false],
    ['docker.io', false],
  ])('%s: %s', (name, expected) => {
    expect(hasEcrSuffix(name)).toBe(expected)
  })
})

describe('partitionOfRegion', () => {
  test.each([
    ['us-east-1', 'aws'],
    ['eu-west-1', 'aws'],
    ['us-gov-west-1', 'aws-us-gov'],
    ['cn-north-1', 'aws-cn'],
    ['us-iso-east-1', 'aws-iso'],
    ['us-isob-east-1', 'aws-iso-b'],
    ['eu-isoe-west-1', 'aws-iso-e'],
    ['us-isof-south-1', 'aws-iso-f'],
    ['eusc-de-east-1', 'aws-eusc'],
  ])('%s is in %s', (region, partition) => {
    expect(partitionOfRegion(region)).toBe(partition)
  })
})

describe('isRegion and isAccountId', () => {
  test.each(['us-east-1\n', 'us-east-123', 'US-east-1', 'a-b-1', 'eusovereign-de-east-1', '1us-east-1', ''])(
    'no region: %j',
    (text) => {
      expect(isRegion(text)).toBe(false)
    },
  )
  test.each(['us-east-1', 'us-gov-west-1', 'eusc-de-east-1', 'us-east-10'])('a region: %s', (text) => {
    expect(isRegion(text)).toBe(true)
  })
  test.each([
    '46500280623',
    '4650028062390',
    '465002806239\n',
    ' 65002806239',
    '-65002806239',
    '46500280623٩',
  ])('no account: %j', (text) => {
    expect(isAccountId(text)).toBe(false)
  })
})

describe('defaultEcrHost', () => {
  test.each([
    ['ap-southeast-2', `${A}.dkr.ecr.ap-southeast-2.amazonaws.com`],
    ['us-gov-west-1', `${A}.dkr.ecr.us-gov-west-1.amazonaws.com`],
    ['cn-north-1', `${A}.dkr.ecr.cn-north-1.amazonaws.com.cn`],
    ['us-isob-east-1', `${A}.dkr.ecr.us-isob-east-1.sc2s.sgov.gov`],
    ['eusc-de-east-1', `${A}.dkr.ecr.eusc-de-east-1.amazonaws.eu`],
  ])('%s', (region, expected) => {
    expect(defaultEcrHost(host(`${A}.dkr.ecr.us-east-1.amazonaws.com`).account, region)?.host).toBe(expected)
  })
  test('has no host for what is no region', () => {
    expect(defaultEcrHost(host(`${A}.dkr.ecr.us-east-1.amazonaws.com`).account, 'evil.com/x')).toBeUndefined()
  })
})

describe('isSameRegistry', () => {
  const one = `${A}.dkr.ecr.us-east-1.amazonaws.com`
  test.each([
    [one, true],
    [`${A}.dkr.ecr-fips.us-east-1.amazonaws.com`, true],
    [`${A}.dkr-ecr.us-east-1.on.aws`, true],
    [`${A}.dkr.ecr.us-east-2.amazonaws.com`, false],
    ['012345678901.dkr.ecr.us-east-1.amazonaws.com', false],
  ])('%s: %s', (other, same) => {
    expect(isSameRegistry(host(one), must(parseEcrHost(other)))).toBe(same)
  })
})

describe('isLoopback', () => {
  test.each([
    'localhost',
    'localhost:5000',
    '127.0.0.1',
    '127.0.0.1:443',
    '127.100.20.3',
    '[::1]',
    '[::1]:80',
  ])('%s', (text) => {
    expect(isLoopback(text)).toBe(true)
  })
  test.each([
    '',
    'localhost.evil.com',
    'evil-localhost',
    '127.0.0.1.evil.com',
    '127.0.0.1.nip.io:80',
    '1127.0.0.1',
    '128.0.0.1',
    '0.0.0.0',
    '10.0.0.1',
    '[::2]',
    'localhost:5000/x',
    'localhost:80@evil.com',
  ])('not %s', (text) => {
    expect(isLoopback(text)).toBe(false)
  })
})

describe('isPrivate', () => {
  test.each([
    ['https://api.github.com', true],
    ['HTTPS://ghe.example:8443/api/v3', true],
    ['http://127.0.0.1:8080', true],
    ['http://[::1]', true],
    ['http://localhost/x', true],
    ['http://ghe.example', false],
    ['HTTP://ghe.example', false],
    ['http://0.0.0.0', false],
    ['http://localhost.evil.example', false],
    ['http://127.0.0.1@evil.example', false],
    ['ftp://127.0.0.1', false],
    ['git@github.com:acme/x.git', false],
    ['nowhere', false],
    ['', false],
  ])('%s: %s', (url, isSo) => {
    expect(isPrivate(url)).toBe(isSo)
  })
})

describe('registryOf', () => {
  test.each([
    ['nginx', undefined],
    ['library/nginx', undefined],
    ['acme/a.b/c', undefined],
    ['localhoster/x', undefined],
    ['ghcr.io/acme/x', 'ghcr.io'],
    ['localhost/x', 'localhost'],
    ['localhost:5000/x', 'localhost:5000'],
    [`${A}.dkr.ecr.us-east-1.amazonaws.com/a/b`, `${A}.dkr.ecr.us-east-1.amazonaws.com`],
    ['name.with.dots', undefined],
  ])('%s -> %s', (name, registry) => {
    expect(registryOf(name)).toBe(registry)
  })
})

describe('roughEcrHost', () => {
  test.each(HOSTS)('takes %s apart as it is', (name, region) => {
    expect(roughEcrHost(name)).toEqual({ account: name.slice(0, 12), region })
  })

  test.each([
    ['123456789.dkr.ecr.us-east-1.amazonaws.com', '123456789', 'us-east-1'],
    ['<account>.dkr.ecr.<region>.amazonaws.com', '<account>', '<region>'],
    [`${A}.dkr.ecr.amazonaws.com`, A, ''],
    ['.dkr.ecr.us-east-1.amazonaws.com', '', 'us-east-1'],
  ])('%s', (name, account, region) => {
    expect(roughEcrHost(name)).toEqual({ account, region })
  })

  test.each([
    'docker.io',
    'ecr.us-east-1.amazonaws.com',
    `${A}.dkr.ecr.us-east-1.example.com`,
    'amazonaws.com',
  ])('%s is none', (name) => {
    expect(roughEcrHost(name)).toBeUndefined()
  })
})
