import { describe, expect, test } from 'vitest'
import { openRepository } from '../../../../src/effective/open-repository.ts'
import { ownPaths } from '../../../../src/effective/sites/own-paths.ts'
import { memoryFiles } from '../../../support/audit/memory-files.ts'

describe('a path that somebody gives', () => {
  test.each<readonly [string, readonly (string | number)[], boolean]>([
    ['spec.runner.image', ['spec', 'runner', 'image'], true],
    ['runner.image', ['spec', 'runner', 'image'], true],
    ['spec.jobs.picture', ['spec', 'jobs', 0, 'picture'], true],
    ['spec.jobs[].picture', ['spec', 'jobs', 3, 'picture'], true],
    ['spec.image', ['spec', 'runner', 'image'], false],
    ['ner.image', ['spec', 'runner', 'image'], false],
    ['a.spec.image', ['spec', 'image'], false],
    ['spec.jobs', ['spec', 'jobs', 0], false],
  ])('%s is that of %j: %s', (path, place, is) => {
    expect(ownPaths([path])(place)).toBe(is)
  })
})

const RUNNER = `apiVersion: example.com/v1
kind: Runner
metadata: {name: a}
spec:
  runner: {image: "quay.io/a/one:v1", picture: "quay.io/a/two:v1"}
  given: {picture: "{{ .image }}"}
`

test('images that it leads to are known for certain, and others as before', () => {
  const imagesOf = (paths: readonly string[]) =>
    openRepository(memoryFiles({ 'a.yaml': RUNNER }), paths).images.map(({ text, known }) => [text, known])
  expect(imagesOf([])).toEqual([['quay.io/a/one:v1', 'assumed']])
  expect(imagesOf(['spec.runner.image', 'picture'])).toEqual([
    ['quay.io/a/one:v1', 'certain'],
    ['quay.io/a/two:v1', 'certain'],
    ['{{ .image }}', 'assumed'],
  ])
})
