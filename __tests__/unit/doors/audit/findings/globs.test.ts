import { describe, expect, test } from 'vitest'
import { ignoredByGlob, parseIgnored } from '../../../../../src/doors/audit/findings/globs.ts'

describe('a glob', () => {
  test.each([
    ['vendor/**', 'vendor/a/b.yaml', true],
    ['vendor', 'vendor/a/b.yaml', true],
    ['vendor/', 'vendor/a/b.yaml', true],
    ['vendor', 'apps/vendor/b.yaml', true],
    ['/vendor', 'apps/vendor/b.yaml', false],
    ['./vendor/', 'vendor/b.yaml', true],
    ['*.generated.yaml', 'a/b/c.generated.yaml', true],
    ['charts/*/values.yaml', 'charts/web/values.yaml', true],
    ['charts/*/values.yaml', 'charts/web/sub/values.yaml', false],
    ['**/.hidden/*', 'a/.hidden/b.yaml', true],
    ['vendor/**', 'vendored/a.yaml', false],
    ['image-empty: dev/**', 'dev/a.yaml', true],
    ['image-empty: dev/**', 'prod/a.yaml', false],
    ['image-invalid: dev/**', 'dev/a.yaml', false],
  ])('%s keeps image-empty in %s quiet: %s', (glob, path, quiet) => {
    expect(ignoredByGlob([glob])('image-empty', path)).toBe(quiet)
  })

  test.each([
    ['a/b', undefined, 'a/b'],
    ['image-empty: a/*', 'image-empty', 'a/*'],
    ['c:/x', undefined, 'c:/x'],
    ['Not A Rule: x', undefined, 'Not A Rule: x'],
  ])('%s is of the rule %s', (text, rule, glob) => {
    expect(parseIgnored(text)).toEqual({ rule, glob })
  })
})

test('more globs than anybody waits for are refused, and many of an ordinary length are not', () => {
  const paths = Array.from({ length: 2000 }, (_, index) => `${'a'.repeat(100)}/${index}.yaml`)
  const ordinary = ignoredByGlob(
    Array.from({ length: 300 }, (_, index) => `apps/team-${index}/**/*.{yaml,yml}`),
  )
  expect(paths.filter((path) => ordinary('image-empty', path))).toEqual([])
  const greedy = ignoredByGlob(Array.from({ length: 3000 }, (_, index) => `${'*a'.repeat(100)}${index}`))
  expect(() => paths.filter((path) => greedy('image-empty', path))).toThrow('3000 globs, too many')
})
