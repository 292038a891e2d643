import { describe, expect, test } from 'vitest'
import { memoryFiles } from '../../../support/audit/memory-files.ts'

describe('files that are looked at', () => {
  test('are those whose names matter, sorted', () => {
    const files = memoryFiles({
      'b/kustomization.yaml': '',
      'b/Kustomization': '',
      'a.yml': '',
      'a.json': '',
      'a.tf': '',
      'a.tfvars': '',
      'charts/x.tgz': '',
      'c/Chart.yaml': '',
      'c/templates/_a.tpl': '',
      'README.md': '',
      'a.png': '',
      'a.d.ts': 'ecr:GetAuthorizationToken',
      yaml: '',
    })
    expect(files.paths).toEqual([
      'a.json',
      'a.tf',
      'a.tfvars',
      'a.yml',
      'b/Kustomization',
      'b/kustomization.yaml',
      'c/Chart.yaml',
      'c/templates/_a.tpl',
      'charts/x.tgz',
    ])
  })

  test('a program is one where it writes of ECR', () => {
    const files = memoryFiles({ 'a.ts': 'x("ecr:BatchGetImage")', 'b.ts': 'const a = 1', 'c.tf': 'a = 1' })
    expect(files.paths).toEqual(['a.ts', 'c.tf'])
  })

  test('any other one can be read by its path', () => {
    const files = memoryFiles({ 'a/deployment.txt': 'a: b', 'x.tgz': 'a' })
    expect(files.has('a/deployment.txt')).toBe(true)
    expect(files.file('a/deployment.txt')?.documents).toHaveLength(1)
    expect(files.file('a/deployment.txt')).toBe(files.file('a/deployment.txt'))
    expect([files.file('x.tgz'), files.file('none'), files.has('none'), files.bytes('none')]).toEqual([
      undefined,
      undefined,
      false,
      undefined,
    ])
  })

  test('bytes stay as they are, whatever is read next', () => {
    const files = memoryFiles({ 'x.tgz': Uint8Array.of(0x1f, 0x8b), 'y.tgz': Uint8Array.of(1) })
    const bytes = files.bytes('x.tgz')
    files.bytes('y.tgz')
    expect(bytes).toEqual(Uint8Array.of(0x1f, 0x8b))
  })
})

test('what cannot be read is told of', () => {
  const files = memoryFiles({
    'a.yaml': Uint8Array.of(0x61, 0),
    'b.yaml': Uint8Array.of(0xff, 0xfe, 0x61),
    'c.yaml': `# ${'x'.repeat(1 << 20)}`,
    'd.js': `// ecr: ${'x'.repeat(1 << 20)}`,
    'e.png': Uint8Array.of(0),
    'f.yaml': '\ufeffa: b',
  })
  expect(files.skipped).toEqual([
    { path: 'a.yaml', why: 'binary' },
    { path: 'b.yaml', why: 'binary' },
    { path: 'c.yaml', why: 'large' },
  ])
  expect(files.paths).toEqual(['f.yaml'])
  expect(files.file('a.yaml')).toBeUndefined()
})

describe('templates', () => {
  test.each([
    ['c/templates/a.yaml', true],
    ['c/templates/tests/a.yaml', true],
    ['c/charts/d/templates/a.yaml', true],
    ['c/charts/d/values.yaml', false],
    ['templates/a.yaml', false],
    ['x/templates/a.yaml', false],
    ['c/crds/a.yaml', false],
  ])('%s: %s', (path, expected) => {
    const files = memoryFiles({ 'c/Chart.yaml': '', 'c/charts/d/Chart.yaml': '', [path]: 'a: b' })
    expect(files.file(path)?.kind === 'template').toBe(expected)
  })

  test('a chart at the root has some, too', () => {
    expect(memoryFiles({ 'Chart.yaml': '', 'templates/a.yaml': 'a: b' }).file('templates/a.yaml')?.kind).toBe(
      'template',
    )
  })
})

describe('links', () => {
  const files = memoryFiles({
    'a/b.yaml': 'a: b',
    'a/link.yaml': { link: 'b.yaml' },
    folder: { link: './a/' },
    'x/up.yaml': { link: '../folder/link.yaml' },
    'x/self': { link: 'self' },
    'x/out': { link: '../../a/b.yaml' },
    'x/root': { link: '/a/b.yaml' },
  })

  test.each(['a/link.yaml', 'folder/b.yaml', 'folder/link.yaml', 'x/up.yaml'])(
    '%s leads to the file',
    (path) => {
      expect(files.has(path)).toBe(true)
      expect(files.file(path)).toBe(files.file('a/b.yaml'))
    },
  )

  test.each(['x/self', 'x/out', 'x/root', 'folder', 'folder/c.yaml'])('%s leads to none', (path) => {
    expect([files.has(path), files.file(path)]).toEqual([false, undefined])
  })

  test('none is a path of its own', () => {
    expect(files.paths).toEqual(['a/b.yaml'])
  })
})

describe('attributes of git', () => {
  test.each<readonly [string, string, boolean]>([
    ['*.yaml linguist-generated', 'a/b/c.yaml', true],
    ['*.yaml linguist-generated=true text', 'c.yaml', true],
    ['*.yaml text eol=lf', 'c.yaml', false],
    ['*.yaml linguist-generated=false', 'c.yaml', false],
    ['*.yaml -linguist-generated', 'c.yaml', false],
    ['*.yaml linguist-generated\nc.yaml -linguist-generated', 'a/c.yaml', false],
    ['# *.yaml linguist-generated', 'c.yaml', false],
    ['gen/** linguist-generated', 'gen/a/b.yaml', true],
    ['/gen/*.yaml linguist-generated', 'gen/b.yaml', true],
    ['/gen/*.yaml linguist-generated', 'a/gen/b.yaml', false],
    ['gen/*.yaml linguist-generated', 'gen/a/b.yaml', false],
    ['**/gen/** linguist-generated', 'a/b/gen/c/d.yaml', true],
    ['a/**/d.yaml linguist-generated', 'a/d.yaml', true],
    ['install?.yaml linguist-generated', 'install1.yaml', true],
    ['install?.yaml linguist-generated', 'install.yaml', false],
    ['*-install-*.yaml linguist-generated', 'a-install-b-install-c.yaml', true],
  ])('%s: %s', (attributes, path, expected) => {
    expect(memoryFiles({ '.gitattributes': attributes, [path]: 'a: b' }).file(path)?.generated).toBe(expected)
  })

  test('those of the nearest folder win', () => {
    const files = memoryFiles({
      '.gitattributes': '*.yaml linguist-generated',
      'a/.gitattributes': 'b.yaml -linguist-generated\n*.txt text',
      'a/b.yaml': '',
      'a/c.yaml': '',
      'a/d/b.yaml': '',
    })
    const generated = files.paths.filter((path) => files.file(path)?.generated)
    expect(generated).toEqual(['a/c.yaml'])
  })

  test('stars cost no more than both lengths', () => {
    const attributes = `${'*a'.repeat(2000)}b.yaml linguist-generated\n`.repeat(200)
    const name = `${'a'.repeat(240)}.yaml`
    const began = process.cpuUsage().user
    expect(memoryFiles({ '.gitattributes': attributes, [name]: '' }).file(name)?.generated).toBe(false)
    expect((process.cpuUsage().user - began) / 1000).toBeLessThan(5000)
  })
})
