import { describe, expect, test } from 'vitest'
import { createScene, FILE, type Scene } from './scene.ts'

/** A token of an installation, which opens the config repository over both ways. */
function installed(scene: Scene): { 'config-token': string } {
  const token = scene.github.addToken({ kind: 'installation', permissions: { contents: 'write' } })
  scene.git.settings.tokens.set(token, 'all')
  return { 'config-token': token }
}

const configGit = (scene: Scene) => scene.requests().git

describe('a deploy with the token of an installation', () => {
  test('is committed through the API: two requests, Verified, and no git for it', async () => {
    await using scene = await createScene()
    await scene.haveImage()
    const result = await scene.go(installed(scene))
    expect(result).toMatchObject({ exitCode: 0, stderr: '' })
    expect(await scene.config.file(FILE)).toContain(scene.facts.head)
    expect(scene.requests().github.filter((action) => action === 'graphql')).toHaveLength(2)
    expect(configGit(scene)).toEqual([])
    const [commit] = await scene.config.log()
    expect(commit).toMatchObject({
      sha: result.outputs['config-commit'],
      committer: expect.stringContaining('GitHub'),
    })
    expect(result.stdout).toContain("The config repository is written through GitHub's API")
    // What git is asked of the checkout alone.
    const asked = (await scene.children.calls()).flatMap(({ argv }) => argv)
    expect(asked).not.toContain('fast-import')
    expect(asked).not.toContain('clone')
    expect(await scene.leaks(result)).toEqual([])
  })

  test('goes by git where that is asked for, and says so', async () => {
    await using scene = await createScene()
    await scene.haveImage()
    const result = await scene.go({ ...installed(scene), 'commit-via': 'git' })
    expect(result.exitCode).toBe(0)
    expect(scene.requests().github).not.toContain('graphql')
    expect(configGit(scene).length).toBeGreaterThan(0)
    expect(result.stdout).toContain('The config repository is written by git: commit-via is git')
  })

  test('that ran already is unchanged after one query', async () => {
    await using scene = await createScene()
    await scene.haveImage()
    const token = installed(scene)
    await scene.go(token)
    const tip = await scene.config.tip()
    const result = await scene.go(token)
    expect(result.outputs.result).toBe('unchanged')
    expect(await scene.config.tip()).toBe(tip)
  })

  test('whose 502 hid a commit that was taken reports that commit, and makes no other', async () => {
    await using scene = await createScene()
    await scene.haveImage()
    const token = installed(scene)
    scene.github.fail({ delayMs: 0 }, { on: 'graphql' })
    scene.github.fail({ status: 502, after: true }, { on: 'graphql' })
    const result = await scene.go(token)
    expect(result).toMatchObject({ exitCode: 0, outputs: { result: 'deployed' } })
    const log = await scene.config.log()
    expect(log).toHaveLength(2)
    expect(result.outputs['config-commit']).toBe(log[0]?.sha)
  })

  test('that may not write fails with the permission, and leaves the repository alone', async () => {
    await using scene = await createScene()
    await scene.haveImage()
    const tip = await scene.config.tip()
    const token = scene.github.addToken({ kind: 'installation', permissions: { contents: 'read' } })
    const result = await scene.go({ 'config-token': token })
    expect(result.exitCode).toBe(1)
    expect(result.stdout).toMatch(/CONFIG_DENIED[\s\S]*contents: write/)
    expect(await scene.config.tip()).toBe(tip)
  })
})

test('commit-via: api beside an author of their own is refused before anything is asked', async () => {
  await using scene = await createScene()
  const result = await scene.go({
    ...installed(scene),
    'commit-via': 'api',
    'commit-author': 'A <a@b.example>',
  })
  expect(result.exitCode).toBe(1)
  expect(result.stdout).toContain('commit-via is api, but commit-author is set')
  expect(scene.requests().github).toEqual([])
})
