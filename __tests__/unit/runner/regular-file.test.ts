import { execFileSync } from 'node:child_process'
import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { headOfRegular, readRegular } from '../../../src/runner/regular-file.ts'
import { temporaryFolder } from '../temporary.ts'

test.each([0, 1, 99, 100, 65_536, 200_000])('a file of %d bytes is read whole', async (size) => {
  await using folder = await temporaryFolder()
  const text = 'x'.repeat(size)
  expect(String(readRegular(await folder.write('file', text), Math.max(size, 1)))).toBe(text)
})

test.each([101, 65_537, 1_000_000])('one of %d bytes is too large for a limit of 100', async (size) => {
  await using folder = await temporaryFolder()
  expect(readRegular(await folder.write('file', 'x'.repeat(size)), 100)).toBe('too large')
})

test.each(['/dev/zero', '/dev/full', '/'])('%s is no file', async (path) => {
  expect(readRegular(path, 100)).toBe('irregular')
})

test('nor is a pipe that nobody writes to, or a link to a device', async () => {
  await using folder = await temporaryFolder()
  const [pipe, link] = [join(folder.path, 'pipe'), join(folder.path, 'link')]
  execFileSync('mkfifo', [pipe])
  await symlink('/dev/zero', link)
  expect([pipe, link].map((path) => readRegular(path, 100))).toEqual(['irregular', 'irregular'])
})

// Their size is reported as 0.
test('a file of the kernel is measured by what it says', async () => {
  expect(String(readRegular('/proc/self/status', 100_000))).toContain('Name:')
  expect(readRegular('/proc/self/status', 10)).toBe('too large')
})

test('what is not there is missing', async () => {
  expect(readRegular('/nowhere/at/all', 100)).toBe('missing')
})

test.each([
  ['abcdef', 'abc'],
  ['ab', 'ab'],
  ['', ''],
])('the head of three bytes of %j is %j', async (text, head) => {
  await using folder = await temporaryFolder()
  expect(String(headOfRegular(await folder.write('file', text), 3))).toBe(head)
})

test('a device has no head', () => {
  expect(headOfRegular('/dev/zero', 3)).toBe('irregular')
})
