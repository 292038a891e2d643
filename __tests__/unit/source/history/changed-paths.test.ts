import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { listPaths, touches } from '../../../../src/source/history/history.ts'

describe('touches', () => {
  test.each<readonly [paths: readonly string[], file: string]>([
    [['services/api'], 'services/api/main.go'],
    [['services/api/'], 'services/api/deep/down/main.go'],
    [['./services/api'], 'services/api/main.go'],
    [['services/api/**'], 'services/api/.env.sample'],
    [['services/*/go.mod'], 'services/api/go.mod'],
    [['services/{api,web}'], 'services/web/main.go'],
    [['go.mod', 'services/api'], 'go.mod'],
    [['.github/workflows/api.yml'], '.github/workflows/api.yml'],
    [['**/*.proto'], 'shared/.cache/a.proto'],
    [['.'], '.gitignore'],
    [['./'], 'a/b'],
    [['web/\\[slug\\]'], 'web/[slug]/page.tsx'],
    [['!(docs)/**'], 'services/main.go'],
    // The last pattern that matches decides.
    [['services', '!services/web'], 'services/api/main.go'],
    [['services', '!services/web', 'services/web/shared'], 'services/web/shared/a.ts'],
    [['!**/*.md'], 'services/api/main.go'],
    // A submodule, a link, or a file where the folder is now.
    [['services/api'], 'services/api'],
    [['services/api/src/**'], 'services/api'],
    [['vendor/lib/src/*.c'], 'vendor'],
  ])('%j takes in %s', (paths, file) => {
    expect(touches(paths, ['other.txt', file])).toBe(true)
  })

  test.each<readonly [paths: readonly string[], file: string]>([
    [['services/api'], 'services/api-gateway/main.go'],
    [['services/api'], 'services/web/main.go'],
    [['services/api'], 'old/services/api/main.go'],
    [['services/*'], 'README.md'],
    [['*.md'], 'docs/README.md'],
    [['services', '!services/web'], 'services/web/main.go'],
    [['services', '!services/web/'], 'services/web/deep/main.go'],
    [['services', '!**/*.md'], 'services/api/README.md'],
    [['!**/*.md'], 'README.md'],
    [['!(docs)/**'], 'docs/main.go'],
    [['services/api/src/**'], 'serv'],
    // What is taken away does not reach above itself.
    [['!vendor/lib/src'], 'vendor/lib/src/a.c'],
  ])('%j leaves out %s', (paths, file) => {
    expect(touches(paths, [file])).toBe(false)
  })

  test('an exclusion below a submodule does not hide the submodule', () => {
    expect(touches(['vendor', '!vendor/lib/docs'], ['vendor/lib'])).toBe(true)
  })

  test.each([
    ['a name', 'b'.repeat(256)],
    ['a path', `${'b/'.repeat(2048)}b`],
  ])('%s that no checkout can hold is not compared, and counts as a change', (_, file) => {
    expect(touches(['a'], [file.slice(1)])).toBe(false)
    expect(touches(['a'], [file])).toBe(true)
  })

  test('nothing that changed touches nothing', () => {
    expect(touches(['**'], [])).toBe(false)
  })

  test('a folder takes in exactly what is below it, whatever its name has in it', () => {
    const segment = fc.stringMatching(/^[a-z0-9_.-]{0,5}[a-z0-9_-]$/)
    const path = fc.array(segment, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'))
    fc.assert(
      fc.property(path, path, (folder, file) => {
        expect(touches([folder], [`${folder}/${file}`])).toBe(true)
        expect(touches([folder], [`${folder}x/${file}`])).toBe(false)
        expect(touches([folder], [file])).toBe(
          `${file}/`.startsWith(`${folder}/`) || `${folder}/`.startsWith(`${file}/`),
        )
      }),
    )
  })
})

test('listPaths names three and counts the others', () => {
  expect(listPaths(['a'])).toBe('a')
  expect(listPaths(['a', 'b', 'c'])).toBe('a, b, c')
  expect(listPaths(['a', 'b', 'c', 'd', 'e'])).toBe('a, b, c and 2 more')
})
