import { describe, expect, test } from 'vitest'
import * as aws from '../../../src/inputs/aws-fields.ts'
import { ACCOUNT, HOST, inputsOf, ROLE } from '../builders.ts'
import { mistakeIn, taken } from '../doors/deploy/parsed.ts'

describe('roleArn', () => {
  test.each([
    [ROLE, 'aws', ACCOUNT],
    ['arn:aws:iam::012345678901:role/a', 'aws', '012345678901'],
    [`arn:aws:iam::${ACCOUNT}:role/team/ci/gitops-deploy`, 'aws', ACCOUNT],
    [`arn:aws:iam::${ACCOUNT}:role/a+b=c,d.e@f-g_h`, 'aws', ACCOUNT],
    [`arn:aws-cn:iam::${ACCOUNT}:role/x`, 'aws-cn', ACCOUNT],
    [`arn:aws-us-gov:iam::${ACCOUNT}:role/x`, 'aws-us-gov', ACCOUNT],
    [`arn:aws-iso-b:iam::${ACCOUNT}:role/x`, 'aws-iso-b', ACCOUNT],
    [`arn:aws-eusc:iam::${ACCOUNT}:role/x`, 'aws-eusc', ACCOUNT],
  ])('takes %s', (arn, partition, account) => {
    expect(taken(aws.roleArn(arn))).toEqual({ arn, partition, account })
  })

  test.each([
    ['gitops-deploy', 'is not the full ARN'],
    [`arn:aws:iam::${ACCOUNT}:user/x`, 'is not the full ARN'],
    [`arn:aws:iam::${ACCOUNT}:role`, 'is not the full ARN'],
    [`arn:aws:sts::${ACCOUNT}:assumed-role/x/y`, 'is not the full ARN'],
    [`arn:aws:iam:us-east-1:${ACCOUNT}:role/x`, 'is not the full ARN'],
    [`ARN:aws:iam::${ACCOUNT}:role/x`, 'is not the full ARN'],
    [` arn:aws:iam::${ACCOUNT}:role/x`, 'is not the full ARN'],
    [`arn:aws:iam::${ACCOUNT}:role/`, 'a role path or name that IAM does not allow'],
    [`arn:aws:iam::${ACCOUNT}:role/a b`, 'a role path or name that IAM does not allow'],
    [`arn:aws:iam::${ACCOUNT}:role/a:b`, 'a role path or name that IAM does not allow'],
    [`arn:aws:iam::${ACCOUNT}:role/x\nevil`, 'a role path or name that IAM does not allow'],
    [`arn:aws:iam::${ACCOUNT}:role/${'x'.repeat(65)}`, 'a role path or name that IAM does not allow'],
    ['arn:aws:iam::46500280623:role/x', 'a leading zero is lost'],
    ['arn:aws-cn:iam::46500280623:role/x', 'a leading zero is lost'],
    ['arn:aws:iam::4650028062390:role/x', 'which is not 12 digits'],
    ['arn:aws:iam:::role/x', 'which is not 12 digits'],
    [`arn:aws:iam::\${AWS_ACCOUNT_ID}:role/x`, 'which is not 12 digits'],
  ])('refuses %j: %s', (arn, mistake) => {
    expect(mistakeIn(aws.roleArn(arn))).toContain(mistake)
  })

  test('names a lost zero only where one can be lost', () => {
    expect(mistakeIn(aws.roleArn('arn:aws:iam::4650028062390:role/x'))).not.toContain('zero')
  })
})

describe('accountId', () => {
  test.each([ACCOUNT, '012345678901', '000000000000'])('takes %s', (given) => {
    expect(taken(aws.accountId(given))).toBe(given)
  })
  test.each(['1234567890123', 'acme', '46500280623x', '4650-0280-6239', '٤٦٥٠٠٢٨٠٦٢٣٩', ''])(
    'refuses %j',
    (given) => {
      expect(mistakeIn(aws.accountId(given))).toBe('is not 12 digits')
    },
  )
  test.each(['12345678901', '2345678901'])('explains the lost zero of %s', (given) => {
    expect(mistakeIn(aws.accountId(given))).toContain('a leading zero is lost when YAML reads it as a number')
  })
})

describe('region', () => {
  test.each([
    'us-east-1',
    'ap-southeast-2',
    'us-gov-west-1',
    'cn-north-1',
    'us-isob-east-1',
    'eusc-de-east-1',
  ])('takes %s', (given) => {
    expect(taken(aws.region(given))).toBe(given)
  })
  test.each([
    'us-east',
    'us-east-1a',
    'US-EAST-1',
    'us_east_1',
    'us-east-1.evil.com',
    'us-east-1/',
    '-east-1',
    'useast1',
  ])('refuses %s', (given) => {
    expect(mistakeIn(aws.region(given))).toBe('is not an AWS region')
  })
})

describe('ecrHost', () => {
  test('takes a private registry', () => {
    expect(taken(aws.ecrHost(HOST))).toMatchObject({ host: HOST, account: ACCOUNT })
  })
})

describe('loginRegistry', () => {
  test.each([
    [HOST, undefined],
    [`${HOST}=${ROLE}`, ROLE],
    [`${HOST} = ${ROLE}`, ROLE],
    [`${HOST}=arn:aws:iam::${ACCOUNT}:role/a=b`, `arn:aws:iam::${ACCOUNT}:role/a=b`],
  ])('takes %s', (given, arn) => {
    const login = taken(aws.loginRegistry(given))
    expect(login?.host.host).toBe(HOST)
    expect(login?.role?.arn).toBe(arn)
  })
  test.each([
    [`${HOST}/docker-hub`, 'docker-hub', undefined],
    [`${HOST}/docker-hub/`, 'docker-hub', undefined],
    [`${HOST}/docker-hub/*`, 'docker-hub', undefined],
    [`${HOST}/mirrors/quay.io = ${ROLE}`, 'mirrors/quay.io', ROLE],
    [`${HOST}/ROOT=${ROLE}`, 'ROOT', ROLE],
  ])('takes the prefix of a pull through cache rule in %s', (given, prefix, arn) => {
    const login = taken(aws.loginRegistry(given))
    expect(login).toMatchObject({ host: { host: HOST }, prefix })
    expect(login?.role?.arn).toBe(arn)
  })
  test.each([
    [`${HOST}/`, 'which is no prefix of a pull through cache rule'],
    [`${HOST}/*`, 'which is no prefix of a pull through cache rule'],
    [`${HOST}/Docker-Hub`, 'which is no prefix of a pull through cache rule'],
    [`${HOST}/docker-hub/library/node:22`, 'which is no prefix of a pull through cache rule'],
    [`https://${HOST}/docker-hub`, 'has a scheme'],
    ['docker.io/library', 'has a path'],
    [`${HOST}=`, 'is not the full ARN of an IAM role'],
    [`${HOST}=gitops`, 'is not the full ARN of an IAM role'],
    [`ghcr.io=${ROLE}`, 'is not the host name'],
    [ROLE, 'has a path'],
    [`=${ROLE}`, 'is not the host name'],
  ])('refuses %s', (given, mistake) => {
    expect(mistakeIn(aws.loginRegistry(given))).toContain(mistake)
  })
})

describe('repositoryName', () => {
  test.each(['ab', 'a/b', 'kubeadm_ec2_cluster/identity-service', 'a.b-c_d/e', '1/2', 'a'.repeat(256)])(
    'takes %s',
    (given) => {
      expect(taken(aws.repositoryName(given))).toBe(given)
    },
  )
  // CreateRepository: (?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*
  test.each([
    'a',
    'A/b',
    'Identity-Service',
    'a//b',
    '/a',
    'a/',
    'a b',
    '-ab',
    'ab-',
    '.ab',
    'a..b',
    'a__b',
    'a--b',
    'a._b',
    '../b',
    'a\nb',
    'ä/b',
    'a'.repeat(257),
  ])('refuses %j', (given) => {
    expect(mistakeIn(aws.repositoryName(given))).toContain('is not an ECR repository name')
  })
  test('says where a host and a tag go', () => {
    expect(mistakeIn(aws.repositoryName(`${HOST}/a/b`))).toContain('that goes in registry')
    expect(mistakeIn(aws.repositoryName('a/b:latest'))).toContain('that goes in tag')
    expect(mistakeIn(aws.repositoryName('localhost:5000/a/b'))).not.toContain('tag')
  })
  test('answers at once, however long the name', () => {
    const started = performance.now()
    aws.repositoryName(`${'a-'.repeat(127)}A`)
    aws.repositoryName('a-'.repeat(100_000))
    expect(performance.now() - started).toBeLessThan(5_000)
  })
})

describe('sessionName', () => {
  test.each(['ab', 'A_b+c=d,e.f@g-h', 'x'.repeat(64)])('takes %s', (given) => {
    expect(taken(aws.sessionName(given))).toBe(given)
  })
  test.each(['a', 'x'.repeat(65), 'a b', 'a/b', 'a:b', 'ä1', 'a\nb'])('refuses %j', (given) => {
    expect(mistakeIn(aws.sessionName(given))).toContain('is not 2 to 64 characters')
  })
})

test.each([
  ['registry', `AWS:s3cret@${HOST}`],
  ['registry', `https://AWS:s3cret@${HOST}/team/api`],
  ['login-registries', `AWS:s3cret@${HOST}=${ROLE}`],
])('%s does not repeat the password of %s', (input, given) => {
  const { problems } = inputsOf({ [input]: given })
  expect(problems).toMatchObject([
    { code: 'INPUT_INVALID', message: expect.stringContaining(`${input} has a `) },
  ])
  expect(JSON.stringify(problems)).not.toContain('s3cret')
})
