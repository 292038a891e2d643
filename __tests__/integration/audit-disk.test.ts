import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readText, replaceFile, writeInside, writeText } from '../../src/doors/audit/disk.ts'
import { locate } from '../../src/doors/audit/locate.ts'

let root: string
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'audit-disk-')))
})
afterEach(() => rmSync(root, { recursive: true }))

describe('locate', () => {
  test('finds the repository around a folder, and what is asked of it', () => {
    mkdirSync(join(root, 'config/.git'), { recursive: true })
    mkdirSync(join(root, 'config/apps/web'), { recursive: true })
    const config = join(root, 'config')
    expect(locate('config', root)).toMatchObject({ root: config, scope: '' })
    expect(locate('config', root).shown('x')).toBe('config/x')
    expect(locate('config/apps', root)).toMatchObject({ root: config, scope: 'apps' })
    expect(locate('config/apps', root).shown('x')).toBe('config/x')
    expect(locate('.', config)).toMatchObject({ root: config, scope: '' })
    expect(locate('.', config).shown('x')).toBe('x')
    const web = locate('.', join(config, 'apps/web'))
    expect(web).toMatchObject({ root: config, scope: 'apps/web' })
    expect(['apps/web/x', 'apps/api/x', 'x'].map(web.shown)).toEqual(['x', '../api/x', '../../x'])
  })

  test('takes a folder that is in none as one', () => {
    mkdirSync(join(root, 'a'))
    expect(locate('a', root)).toMatchObject({ root: join(root, 'a'), scope: '' })
    expect(locate('a', root).shown('x')).toBe('a/x')
  })

  test('refuses what is no folder', () => {
    writeFileSync(join(root, 'a.yaml'), '')
    expect(() => locate('a.yaml', root)).toThrow('the path a.yaml is no folder')
    expect(() => locate('nowhere', root)).toThrow('the path nowhere is not there')
  })
})

describe('files of a repository', () => {
  test('are replaced whole, with their mode, and nothing is left beside them', () => {
    const file = join(root, 'a.sh')
    writeFileSync(file, 'old')
    chmodSync(file, 0o755)
    replaceFile(file, 'new')
    expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777]).toEqual(['new', 0o755])
    expect(readdirSync(root)).toEqual(['a.sh'])
  })

  test('take the place of a link, and leave what it led to', () => {
    writeFileSync(join(root, 'other'), 'other')
    symlinkSync('other', join(root, 'link'))
    replaceFile(join(root, 'link'), 'new')
    expect(readFileSync(join(root, 'other'), 'utf8')).toBe('other')
  })

  test('are written through no folder that leads out', () => {
    const inside = join(root, 'inside')
    mkdirSync(inside)
    symlinkSync('..', join(inside, 'up'))
    expect(() => writeInside(inside, { path: 'up/a/b', text: 'x' })).toThrow(
      'up/a/b leads out of the repository',
    )
    writeInside(inside, { path: 'new/folder/a', text: 'x' })
    expect(readdirSync(root)).toEqual(['inside'])
    expect(readFileSync(join(inside, 'new/folder/a'), 'utf8')).toBe('x')
  })
})

describe('reports', () => {
  const place = () => ({ root, scope: '', shown: (path: string) => path })

  test('go where the user says, and where the repository says within it', () => {
    const cwd = join(root, 'cwd')
    mkdirSync(cwd)
    writeText({ path: 'out/a.json', from: 'input' }, 'a', { place: place(), cwd })
    writeText({ path: 'out/b.json', from: 'settings' }, 'b', { place: place(), cwd })
    expect(readText({ path: 'out/a.json', from: 'input' }, place(), cwd)).toBe('a')
    expect(readFileSync(join(root, 'out/b.json'), 'utf8')).toBe('b')
    expect(readText({ path: 'nowhere', from: 'settings' }, place(), cwd)).toBeUndefined()
  })

  test('that cannot be written are a problem with their name', () => {
    writeFileSync(join(root, 'file'), '')
    const write = () => writeText({ path: 'file/a.json', from: 'input' }, 'a', { place: place(), cwd: root })
    expect(write).toThrow('the report file/a.json cannot be written')
  })
})
