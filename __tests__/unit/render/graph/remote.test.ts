import { expect, test } from 'vitest'
import { isRemoteFile, isRepository, shown } from '../../../../src/render/graph/remote.ts'

test.each([
  ['http://example.com/x.yaml', true],
  ['HTTPS://example.com/x.yaml', true],
  ['http:x', true],
  ['ssh://example.com/x', false],
  ['base.yaml', false],
  ['httpd/base', false],
  ['../http://x', false],
])('%s is fetched: %s', (text, fetched) => {
  expect(isRemoteFile(text)).toBe(fetched)
})

/** The verdicts of kustomize v5.5 and v5.6, with a git that only tells that it was run, and more of older versions. */
test.each([
  ['github.com/org/repo', true],
  ['GitHub.com/org/repo//base?ref=v1', true],
  ['github.com:org/repo', true],
  ['https://github.com/org/repo', true],
  ['https://example.com/org/repo.git//base?ref=main', true],
  ['git::https://example.com/org/repo', true],
  ['git@example.com:org/repo.git', true],
  ['user@example.com:org/repo', true],
  ['ssh://git@example.com/org/repo', true],
  ['file:///srv/repo', true],
  ['s3::https://bucket/x', true],
  ['git::org/repo', true],
  ['bitbucket.org/org/repo', true],
  ['x/_git/y', true],
  ['./bitbucket.org/org/repo', false],
  ['./github.com/org/repo', false],
  ['./git@example.com/org/repo', false],
  ['s3://bucket/x', true],
  ['gh:org/repo', true],
  ['app@v2/x/base', true],
  ['git@example.com:org/project/_git/repo', true],
  ['app@v2/base', false],
  ['app@v2', false],
  ['../base', false],
  ['base', false],
  ['github.com', false],
  ['github.com/org', false],
  ['example.com/org/repo.git', false],
  ['host:path', false],
  ['/github.com/org/repo', false],
  ['..//base', false],
])('%s is cloned: %s', (text, cloned) => {
  expect(isRepository(text)).toBe(cloned)
})

test.each([
  ['https://token:x@example.com/org', 'https://example.com/org'],
  ['git::https://token@example.com/org', 'git::https://example.com/org'],
  ['a\n::error::b', 'a ::error::b'],
  ['x'.repeat(300), `${'x'.repeat(200)}...`],
])('%j is shown as %j', (text, expected) => {
  expect(shown(text)).toBe(expected)
})
