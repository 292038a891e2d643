import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commitTimeOf, epochOf } from '../../src/images/engine/commit-time.ts'
import { git } from '../support/git.ts'
import { aBuild, aRun } from '../unit/builders.ts'

let root: string

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'commit-time-'))
})

afterAll(() => rm(root, { recursive: true, force: true }))

describe('commitTimeOf', () => {
  test('is the time of HEAD, from a folder within the checkout', async () => {
    const checkout = join(root, 'checkout')
    await git(['init', '-q', '-b', 'main', checkout], { cwd: root })
    await mkdir(join(checkout, 'service'))
    await writeFile(join(checkout, 'service/app.txt'), 'x')
    await git(['add', '.'], { cwd: checkout })
    await git(['commit', '-q', '-m', 'one'], { cwd: checkout })
    const time = Number(await git(['log', '-1', '--format=%ct'], { cwd: checkout }))
    expect(time).toBeGreaterThan(0)
    expect(await commitTimeOf(join(checkout, 'service'), { ...aRun(), scratch: root })).toBe(time)
  })

  test('is unknown where there is no commit, no repository or no folder', async () => {
    const empty = join(root, 'empty')
    await git(['init', '-q', empty], { cwd: root })
    expect(await commitTimeOf(empty, { ...aRun(), scratch: root })).toBeUndefined()
    expect(await commitTimeOf(root, { ...aRun(), scratch: root })).toBeUndefined()
    expect(await commitTimeOf(join(root, 'nowhere'), { ...aRun(), scratch: root })).toBeUndefined()
  })
})

describe('epochOf', () => {
  test('is the time of the commit, where it is known', () => {
    expect(epochOf(aBuild(), 1_767_323_045, {})).toEqual({ SOURCE_DATE_EPOCH: '1767323045' })
    expect(epochOf(aBuild(), undefined, {})).toEqual({})
  })

  test('leaves what the user has set', () => {
    expect(epochOf(aBuild({ buildArgs: ['SOURCE_DATE_EPOCH=1'] }), 2, {})).toEqual({})
    expect(epochOf(aBuild(), 2, { SOURCE_DATE_EPOCH: '1' })).toEqual({})
  })
})
