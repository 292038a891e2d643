import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { copyFile, mkdir, symlink, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { isNative, onPath } from '../../../../src/images/engine/programs.ts'
import { temporaryFolder } from '../../temporary.ts'

test('a program is the first file of that name on PATH that may be run', async () => {
  await using folder = await temporaryFolder()
  const at = (name: string) => join(folder.path, name)
  await folder.write('plain/docker', '')
  await mkdir(at('folder/docker'), { recursive: true })
  await folder.write('first/docker', '#!/bin/sh\n', 0o755)
  await folder.write('second/docker', '#!/bin/sh\n', 0o755)
  const PATH = ['', at('nowhere'), at('plain'), at('folder'), at('first'), at('second')].join(delimiter)
  expect(onPath('docker', { PATH })).toBe(at('first/docker'))
  expect(onPath('buildx', { PATH })).toBeUndefined()
  expect(onPath('docker', {})).toBeUndefined()
})

describe('a program that the kernel of this machine runs itself', () => {
  const own = readFileSync(process.execPath)

  /** The head of a program of this machine, changed in one place. */
  const head = (at: number, value: number): Buffer => {
    const bytes = Buffer.from(own.subarray(0, 64))
    bytes[at] = value
    return bytes
  }

  test('is one of the kind of Node, also behind a link', async () => {
    await using folder = await temporaryFolder()
    const [program, link] = [join(folder.path, 'docker'), join(folder.path, 'link')]
    await copyFile('/bin/true', program)
    await symlink(program, link)
    expect([program, link].map(isNative)).toEqual([true, true])
  })

  test.each<[string, Buffer | string, number]>([
    ['a script', '#!/bin/sh\n', 0o755],
    ['nothing', '', 0o755],
    ['a text', 'docker\n', 0o755],
    ['the beginning of a program', own.subarray(0, 19), 0o755],
    ['of another class', head(4, own[4] === 1 ? 2 : 1), 0o755],
    ['of another byte order', head(5, own[5] === 1 ? 2 : 1), 0o755],
    ['of another machine', head(18, (own[18] ?? 0) ^ 0xff), 0o755],
    ['no file that may be run', own.subarray(0, 64), 0o644],
  ])('is not %s', async (_, content, mode) => {
    await using folder = await temporaryFolder()
    const path = join(folder.path, 'docker')
    await writeFile(path, content, { mode })
    expect(isNative(path)).toBe(false)
  })

  test('is not what is no file, and nobody waits for it', async () => {
    await using folder = await temporaryFolder()
    const [pipe, loop] = [join(folder.path, 'pipe'), join(folder.path, 'loop')]
    execFileSync('mkfifo', ['-m', '755', pipe])
    await symlink(loop, loop)
    expect([pipe, loop, folder.path, '/dev/zero', '/nowhere'].map(isNative)).toEqual(Array(5).fill(false))
  })
})
