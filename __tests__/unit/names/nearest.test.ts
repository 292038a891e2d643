import { describe, expect, test } from 'vitest'
import { nearest, nearestImage } from '../../../src/names/nearest.ts'

const IMG = '465002806239.dkr.ecr.ap-southeast-2.amazonaws.com/team/web'

describe('nearest', () => {
  test.each([
    // A letter left out, added, or in the wrong place; in a longer word also another one.
    ['web', ['api', 'wbe', 'db'], 'wbe'],
    ['web', ['webs'], 'webs'],
    ['prod', ['staging', 'production', 'prd'], 'prd'],
    ['frontend', ['frontent'], 'frontent'],
    ['frontends', ['frontxxds'], 'frontxxds'],
    ['productoin', ['production'], 'production'],
    ['identity-servcie', ['identity-service', 'entity-service'], 'identity-service'],
    ['kittens', ['sitten', 'sittens'], 'sittens'],
    // Written in another way.
    ['web', ['Web'], 'Web'],
    ['identity_service', ['identity-service'], 'identity-service'],
    ['identityservice', ['identity-service'], 'identity-service'],
    ['identtyservice', ['identity-service'], 'identity-service'],
    // Shorter and longer forms, the longest end in common first.
    ['identity-service', ['quay.io/acme/identity-service'], 'quay.io/acme/identity-service'],
    ['acme/identity-service', ['mirror/identity-servce'], 'mirror/identity-servce'],
    ['team/web', ['other/web', IMG], IMG],
    [IMG, ['redis', 'web', 'other/web'], undefined],
    [IMG, ['redis', 'team/web', 'other/web'], 'team/web'],
  ])('%s in %j is %s', (wanted, candidates, expected) => {
    expect(nearest(wanted, candidates)).toBe(expected)
  })

  test.each([
    ['nothing', 'web', []],
    // Closeness is that of the segment that is compared, however long the rest is.
    ['another service', IMG, ['redis', 'busybox']],
    ['another service', 'web', ['db', 'postgres', 'wxx', 'w', 'xwebx']],
    ['another short word', 'api', ['app', 'apx']],
    ['another word of two', 'order-service', ['user-service', 'payment-service']],
    ['a word that another ends in', 'identity-service', ['entity-service']],
    ['another letter', 'service-a', ['service-b']],
    ['another number', 'worker-1', ['worker-2', 'worker', 'worker-11']],
    ['another region', 'prod-eu', ['prod-us']],
    ['another environment', 'uat', ['qa']],
    ['what is written otherwise', 'бэк', ['фронт', '数据']],
    ['an empty name', 'ab', ['']],
    ['one for an empty name', '', ['ab']],
    ['one of two that are as close', 'web', ['acme/web', 'other/web']],
    ['one of two typos', 'frontend', ['frontent', 'frontenb']],
  ])('%s is no guess for %s', (_, wanted, candidates) => {
    expect(nearest(wanted, candidates)).toBeUndefined()
  })
})

test('is found among more names than a call takes arguments', () => {
  const many = Array.from({ length: 200_000 }, (_, index) => `other-${index}`)
  expect(nearest('frontent', [...many, 'frontend'])).toBe('frontend')
  expect(nearest('frontent', many)).toBeUndefined()
})

describe('an image that has a name in its registry', () => {
  const image = { name: 'web', repositoryUrl: IMG }
  test.each([
    ['that name', [IMG, 'team/web', 'web2'], IMG],
    ['the one that ends in the repository', ['acme/web', 'ghcr.io/team/web'], 'ghcr.io/team/web'],
    ['the repository itself', ['acme/web', 'team/web'], 'team/web'],
    ['what is nearest to its own name', ['redis', 'wbe'], 'wbe'],
    ['nothing of two that end in the repository', ['ghcr.io/team/web', 'quay.io/team/web'], undefined],
    ['nothing like it', ['redis', 'busybox'], undefined],
  ])('is %s', (_, candidates, expected) => {
    expect(nearestImage(image, candidates)).toBe(expected)
  })
})
