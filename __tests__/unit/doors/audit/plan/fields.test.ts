import { describe, expect, test } from 'vitest'
import {
  allowedRegistry,
  expectedImages,
  fieldPath,
  fileInside,
  glob,
  ruleSetting,
  tagGlob,
} from '../../../../../src/doors/audit/plan/fields.ts'

const RULES = ['image-mutable-tag', 'ecr-account-placeholder']

describe('allowedRegistry', () => {
  test.each([
    ['465002806239/ap-southeast-2', '465002806239', 'ap-southeast-2'],
    ['465002806239.dkr.ecr.ap-southeast-2.amazonaws.com', '465002806239', 'ap-southeast-2'],
    ['465002806239.dkr.ecr.ap-southeast-2.amazonaws.com/', '465002806239', 'ap-southeast-2'],
    ['465002806239.dkr-ecr.us-gov-west-1.on.aws', '465002806239', 'us-gov-west-1'],
  ])('reads %s', (given, account, region) => {
    expect(allowedRegistry(given)).toEqual({ value: { account, region } })
  })

  test.each([
    ['465002806239', 'has no region behind the account'],
    ['465002806239/', 'has no region behind the account'],
    ['465002806239/sydney', 'has "sydney" where the AWS region belongs'],
    ['46500280623/ap-southeast-2', 'does not begin with an account of 12 digits'],
    ['docker.io', 'does not begin with an account of 12 digits'],
    ['46500280623.dkr.ecr.ap-southeast-2.amazonaws.com', expect.stringContaining('12 digits')],
  ])('refuses %s', (given, mistake) => {
    expect(allowedRegistry(given)).toMatchObject({ mistake })
  })
})

describe('ruleSetting', () => {
  test.each(['image-mutable-tag: off', 'image-mutable-tag=off', 'image-mutable-tag : off'])(
    'reads %s',
    (given) => {
      expect(ruleSetting(RULES)(given)).toEqual({ value: { rule: 'image-mutable-tag', severity: 'off' } })
    },
  )

  test.each([
    ['image-mutable-tag', 'is not a rule with a severity'],
    ['image-mutable-tag: fatal', 'has "fatal" where error, warning, notice or off belongs'],
    ['image-mutabel-tag: off', 'names no rule: there is none called image-mutabel-tag'],
  ])('refuses %s', (given, mistake) => {
    expect(ruleSetting(RULES)(given)).toMatchObject({ mistake })
  })

  test('guesses what a slip stands for', () => {
    expect(ruleSetting(RULES)('image-mutabel-tag: off')).toMatchObject({ example: 'image-mutable-tag?' })
  })
})

test.each([
  [
    '709825985650.dkr.ecr.us-east-1.amazonaws.com: 9',
    { registry: '709825985650.dkr.ecr.us-east-1.amazonaws.com', count: 9 },
  ],
  ['host/seller=0', { registry: 'host/seller', count: 0 }],
])('expectedImages reads %s', (given, value) => {
  expect(expectedImages(given)).toEqual({ value })
})

test.each(['9', 'host: nine', 'host: -1', ': 9'])('expectedImages refuses %s', (given) => {
  expect(expectedImages(given)).toHaveProperty('mistake')
})

test.each([
  '/etc/passwd',
  '../x',
  '.git/hooks/pre-commit',
  'x/.GIT/config',
  'a/../../x',
  String.raw`a\..\..\x`,
  'C:/x',
  '~/x',
  'a\u001bb',
  'a/',
])('fileInside refuses %j', (given) => {
  expect(fileInside(given)).toHaveProperty('mistake')
})

test.each(['../x', 'a/../b', '', 'a\u0007'])('glob refuses %j', (given) => {
  expect(glob(given)).toHaveProperty('mistake')
})

test.each(['vendor/**', '/vendor', 'image-mutable-tag: dev/**'])('glob takes %s', (given) => {
  expect(glob(given)).toEqual({ value: given })
})

test.each(['preview-*', 'v?', '{a,b}-wip', 'main'])('tagGlob takes %s', (given) => {
  expect(tagGlob(given)).toEqual({ value: given })
})

test.each(['', 'a/b', 'a:b', 'a b', 'x'.repeat(129)])('tagGlob refuses %j', (given) => {
  expect(tagGlob(given)).toHaveProperty('mistake')
})

test.each(['image', 'spec.runner.image', 'spec.jobs[].image', 'spec.jobs[]'])(
  'fieldPath takes %s',
  (given) => {
    expect(fieldPath(given)).toEqual({ value: given })
  },
)

test.each(['', '.spec', 'spec..image', 'spec/image', 'spec.jobs[0].image', `${'a.'.repeat(60)}b`])(
  'fieldPath refuses %j',
  (given) => {
    expect(fieldPath(given)).toHaveProperty('mistake')
  },
)
