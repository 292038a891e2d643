import { describe, expect, test } from 'vitest'
import { git } from '../support/git.ts'
import { CONFIG } from './proposing.ts'
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

describe('a deploy with an App', () => {
  test('makes its token, asks twice, commits Verified as the App, and revokes the token', async () => {
    await using scene = await createScene()
    await scene.haveImage()
    const { app, privateKey } = scene.github.addApp({ slug: 'acme-deploy', repositories: [CONFIG] })
    for (const line of privateKey.split('\n').filter((one) => one.length > 40)) scene.secret('app-key', line)
    const result = await scene.go({
      'config-token': '',
      'config-app-id': String(app.id),
      'config-app-private-key': privateKey,
    })
    expect(result.exitCode, result.stdout).toBe(0)
    expect(scene.requests().github.filter((action) => action !== 'compare')).toEqual([
      'find-installation',
      'create-token',
      'graphql',
      'graphql',
      'revoke-token',
    ])
    expect(configGit(scene)).toEqual([])
    const commit = await git(['cat-file', 'commit', result.outputs['config-commit'] ?? ''], {
      cwd: scene.config.directory,
    })
    expect(commit).toMatch(
      /^author acme-deploy\[bot\] <.*\ncommitter GitHub <noreply@github.com>.*\ngpgsig /m,
    )
    expect(await scene.config.file(FILE)).toContain(scene.facts.head)
    expect(await scene.leaks(result)).toEqual([])
  })

  test('that may not write is named, and not config-token', async () => {
    await using scene = await createScene()
    await scene.haveImage()
    const made = scene.github.addApp({ permissions: { contents: 'read', metadata: 'read' } })
    const result = await scene.go({
      'config-token': '',
      'config-app-id': String(made.app.id),
      'config-app-private-key': made.privateKey,
    })
    expect(result.exitCode).toBe(1)
    const [error] = result.annotations.filter(({ level }) => level === 'error')
    expect(error?.message).toContain('App')
    expect(error?.message).not.toContain('config-token')
  })
})

describe('a deploy with the token of a person and commit-via: api', () => {
  const given = (scene: Scene, delivery: string) => {
    const permissions = { contents: 'write', pull_requests: 'write', metadata: 'read' } as const
    const token = scene.github.addToken({ kind: 'fine-grained', login: 'octocat', permissions })
    return { 'config-token': token, 'commit-via': 'api', delivery }
  }
  const isSigned = async ({ config }: Scene, commit: string) =>
    /^gpgsig /m.test(await git(['cat-file', 'commit', commit], { cwd: config.directory }))

  test('is signed by GitHub where it is pushed, as the log says', async () => {
    await using scene = await createScene()
    await scene.haveImage()
    const result = await scene.go(given(scene, 'push'))
    expect(result.stdout).toContain("GitHub's API, which signs the commit (Verified): commit-via is api.")
    expect(await isSigned(scene, result.outputs['config-commit'] ?? '')).toBe(true)
  })

  test('is not signed on the branch of a pull request, and the log does not say so', async () => {
    await using scene = await createScene()
    await scene.haveImage()
    const result = await scene.go(given(scene, 'pull-request'))
    expect(result.outputs.result).toBe('proposed')
    const [pull] = await scene.github.pulls(CONFIG)
    expect(await isSigned(scene, pull?.headOid ?? '')).toBe(false)
    expect(result.stdout).not.toContain('Verified')
    expect(result.stdout).toContain(
      "GitHub's API, which does not sign what a person's token puts on the branch of a pull request: commit-via is api.",
    )
  })
})

test('commit-via: api is refused before anything is built where the overlay has the mode of a program', async () => {
  await using scene = await createScene()
  const { directory: cwd } = scene.config
  const blob = await git(['rev-parse', `HEAD:${FILE}`], { cwd })
  await git(['read-tree', 'HEAD'], { cwd })
  await git(['update-index', '--add', '--cacheinfo', `100755,${blob},${FILE}`], { cwd })
  const tree = await git(['write-tree'], { cwd })
  const commit = await git(['commit-tree', '-p', 'HEAD', '-m', 'Make it a program', tree], { cwd })
  await git(['update-ref', 'refs/heads/main', commit], { cwd })
  const result = await scene.go({ ...installed(scene), 'commit-via': 'api' })
  expect(result.exitCode).toBe(1)
  expect(result.stdout).toMatch(/CONFIG_REFUSED[\s\S]*has the mode 100755/)
  expect(await scene.builder.calls('build')).toEqual([])
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
