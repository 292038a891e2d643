import { existsSync } from 'node:fs'
import { mkdir, readFile, stat, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { removeWorkspace } from '../../../src/runner/left-behind.ts'
import { Workspace } from '../../../src/runner/workspace.ts'
import { temporaryFolder } from '../temporary.ts'

const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777

describe('Workspace', () => {
  test('is named before it is made, by a name that cannot be guessed', async () => {
    await using folder = await temporaryFolder()
    const [one, two] = [new Workspace(folder.path), new Workspace(folder.path)]
    expect(one.path).toMatch(/\/ecr-gitops-deploy-[0-9a-f]{16}$/)
    expect(one.path).not.toBe(two.path)
    expect(existsSync(one.path)).toBe(false)
  })

  test('makes folders and files that only this user can read, whatever the umask', async () => {
    await using folder = await temporaryFolder()
    const workspace = new Workspace(folder.path)
    const file = workspace.file('ssh', 'key', 'secret')
    expect(await readFile(file, 'utf8')).toBe('secret')
    expect(await modeOf(workspace.path)).toBe(0o700)
    expect(await modeOf(join(workspace.path, 'ssh'))).toBe(0o700)
    expect(await modeOf(file)).toBe(0o600)
  })

  test('makes each folder once, however often it is asked for', async () => {
    await using folder = await temporaryFolder()
    const workspace = new Workspace(folder.path)
    const folders = ['a', 'b', 'a'].map((name) => workspace.folder(name))
    expect(folders).toEqual(['a', 'b', 'a'].map((name) => join(workspace.path, name)))
  })

  test('is removed with all that is in it', async () => {
    await using folder = await temporaryFolder()
    const workspace = new Workspace(folder.path)
    workspace.file('a', 'b', 'c')
    await workspace.remove()
    expect(existsSync(workspace.path)).toBe(false)
  })

  test('is removed without touching what a link in it points to', async () => {
    await using folder = await temporaryFolder()
    const kept = await folder.write('user/contexts/meta.json', '{}')
    const workspace = new Workspace(folder.path)
    await symlink(join(folder.path, 'user'), join(workspace.folder('docker'), 'contexts'))
    await workspace.remove()
    expect(existsSync(kept)).toBe(true)
  })

  test('that was never made, or is gone, can be removed', async () => {
    await using folder = await temporaryFolder()
    const workspace = new Workspace(folder.path)
    await workspace.remove()
    await workspace.remove()
    expect(existsSync(folder.path)).toBe(true)
  })

  test('that was removed is removed for good by the post step too', async () => {
    await using folder = await temporaryFolder()
    const workspace = new Workspace(folder.path)
    workspace.folder('a')
    await removeWorkspace(workspace.path)
    expect(existsSync(workspace.path)).toBe(false)
  })
})

describe('removeWorkspace refuses', () => {
  test.each([
    'other',
    'ecr-gitops-deploy',
    'ecr-gitops-deploy-main',
    'ecr-gitops-deploy-0123456789abcdef/inner',
    'my-ecr-gitops-deploy-0123456789abcdef',
    'ecr-gitops-deploy-0123456789abcdef/..',
    'ecr-gitops-deploy-0123456789abcdef-copy',
  ])('%s, which is no workspace', async (name) => {
    await using folder = await temporaryFolder()
    const path = join(folder.path, name)
    await mkdir(path, { recursive: true })
    await removeWorkspace(`${folder.path}/${name}`)
    expect(existsSync(path)).toBe(true)
  })

  test.each(['', '/', '.', '..', '/ecr-gitops-deploy-..'])('%j', async (path) => {
    await expect(removeWorkspace(path)).resolves.toBeUndefined()
    expect(existsSync(process.cwd())).toBe(true)
  })
})
