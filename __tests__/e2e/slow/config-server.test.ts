import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { git } from '../../support/git.ts'
import { startGitServer } from '../../support/git-server.ts'
import type { MainResult } from '../../support/runner.ts'
import { createScene, FILE, type Scene } from '../scene.ts'

const told = (result: MainResult, wanted: string) =>
  result.annotations.filter(({ level }) => level === wanted)

describe('a config repository that has moved', () => {
  test('on its own server is written where it is now, and a notice names that address', async () => {
    await using scene = await createScene()
    await scene.haveImage()
    const { name } = scene.config
    scene.git.settings.redirect = ({ repository, service }) =>
      repository === 'acme/old' ? `/${name}.git/info/refs?service=git-${service}` : undefined
    const result = await scene.go({ 'config-repository': `${scene.git.url}/acme/old.git` })
    expect(result).toMatchObject({ exitCode: 0, stderr: '', outputs: { result: 'deployed' } })
    expect(await scene.config.file(FILE)).toContain(scene.facts.head)
    expect(told(result, 'notice').map(({ message }) => message)).toEqual([
      expect.stringContaining(`has moved to ${scene.git.url}/${name}.git: set config-repository`),
    ])
    expect(await scene.leaks(result)).toEqual([])
  })

  test('to another server is not followed: nobody there hears of the token, and nothing is built', async () => {
    await using scene = await createScene()
    await using other = await startGitServer({ root: scene.git.root })
    other.settings.decide = () => 'allow'
    const { name } = scene.config
    scene.git.settings.redirect = ({ service }) => `${other.url}/${name}.git/info/refs?service=git-${service}`
    const tip = await scene.config.tip()
    const result = await scene.go()
    expect(other.requests).toEqual([])
    expect(result.exitCode).toBe(1)
    const [error, ...more] = told(result, 'error')
    expect([error?.properties.title, more]).toEqual(['CONFIG_MOVED', []])
    expect(error?.message).toContain(`redirects (301) to ${other.url}/${name}.git`)
    expect([await scene.config.tip(), await scene.builder.calls()]).toEqual([tip, []])
    expect(await scene.leaks(result)).toEqual([])
  })
})

describe('a kustomization of 540 MB', () => {
  const makeLarge = async (scene: Scene) => {
    const cwd = scene.config.directory
    const file = await open(join(scene.root, 'large'), 'w')
    await file.truncate(540_000_000)
    await file.close()
    const blob = await git(['hash-object', '-w', join(scene.root, 'large')], { cwd })
    const env = { GIT_INDEX_FILE: join(scene.root, 'index') }
    await git(['read-tree', 'HEAD'], { cwd, env })
    await git(['update-index', '--cacheinfo', `100644,${blob},${FILE}`], { cwd, env })
    const tree = await git(['write-tree'], { cwd, env })
    const commit = await git(['commit-tree', tree, '-p', 'HEAD', '-m', 'Large'], { cwd })
    await git(['update-ref', 'HEAD', commit], { cwd })
  }

  test('is refused with its name and size, in a process that could not hold it', async () => {
    await using scene = await createScene()
    await scene.haveImage()
    await makeLarge(scene)
    // A heap and a string of this size do not go together.
    Object.assign(scene.env, { NODE_OPTIONS: '--max-old-space-size=200' })
    const result = await scene.go()
    expect(result.exitCode).toBe(1)
    expect(told(result, 'error')).toMatchObject([
      {
        properties: { title: 'EDIT_UNSAFE' },
        message: expect.stringMatching(new RegExp(`${FILE} .* a file of 515 MiB`)),
      },
    ])
    expect(await scene.builder.calls()).toEqual([])
  })
})
