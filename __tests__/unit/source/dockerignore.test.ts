import { describe, expect, test } from 'vitest'
import { dockerignore } from '../../../src/source/dockerignore.ts'

describe('a list leaves out of a context', () => {
  test.each([
    ['*.bin', ['a.bin'], ['sub/a.bin', 'a.bin.txt']],
    ['**/*.bin', ['a.bin', 'sub/a.bin', 'a/b/c.bin'], ['a.txt']],
    ['assets', ['assets', 'assets/a.bin'], ['assets2', 'sub/assets/a']],
    ['/assets/', ['assets/a.bin'], ['b/assets/a.bin']],
    ['./a/../assets', ['assets/a.bin'], ['a/x']],
    ['a/**/z', ['a/z', 'a/b/z', 'a/b/c/z/y'], ['a/b']],
    ['a/**', ['a/b', 'a/b/c'], ['b']],
    ['file?.[0-9][^a-c]', ['file1.0d', 'fileX.9-'], ['file.0d', 'file1.0a', 'file1.xd']],
    ['\\*.txt', ['*.txt'], ['a.txt']],
    ['[ab', ['[ab'], ['a']],
    ['*\n!src', ['a', 'b/c'], ['src', 'src/a']],
    ['*\n!src\nsrc/*.bin', ['src/a.bin'], ['src/a.ts', 'src/deep/a.bin']],
    ['# a\n\n  \r\n b \r\n', ['b'], ['# a', 'a']],
    ['\uFEFFa', ['a'], ['b']],
    ['', [], ['a']],
    ['/', [], ['a']],
    ['*a*b*c', ['xaxbxc', 'abc'], ['acb', 'abcx']],
  ])('%j', (list, leftOut, stays) => {
    const isLeftOut = dockerignore(list)
    expect(leftOut.filter((path) => !isLeftOut(path))).toEqual([])
    expect(stays.filter(isLeftOut)).toEqual([])
  })

  test('in a time that grows with list and path, whatever they hold', () => {
    const isLeftOut = dockerignore(`${'*a'.repeat(2000)}b\n${'**/a/'.repeat(500)}b`)
    expect(isLeftOut(`${'a'.repeat(4000)}/${'a/'.repeat(500)}`)).toBe(false)
  })
})
