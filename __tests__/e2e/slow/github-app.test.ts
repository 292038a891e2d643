// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { describe, expect, test } from 'vitest'
import { makeAppKey } from '../../support/app-key.ts'
import type { AppOptions, MadeApp } from '../../support/github/apps.ts'
import type { StepResult } from '../../support/runner.ts'
import { deployAt, onlyPull, openProposing, pullsOf, tagAt } from '../proposing.ts'
import { createScene, FILE, type Scene } from '../scene.ts'

interface AppScene {
  scene: Scene
  made: MadeApp
  inputs: Record<string, string>
  leaks(...results: StepResult[]): ReturnType<Scene['leaks']>
}

/** A scene in which nobody has a token of the config repository but the App, while it is good. */
async function openScene(
  options: AppOptions = {},
  open: () => Promise<Scene> = createScene,
): Promise<AppScene & AsyncDisposable> {
  const scene = await open()
  const { git, github } = scene
  git.settings.tokens.delete(scene.tokens.config)
  github.settings.tokens = git.settings.tokens
  const permissions = { contents: 'write', metadata: 'read' } as const
  const repositories = ['acme/platform-config']
  const made = github.addApp({ slug: 'acme-deployer', tokens: 'long', permissions, repositories, ...options })
  secretKey(scene, made.privateKey)
  return {
    scene,
    made,
    inputs: withApp(made, made.privateKey),
    leaks: (...results) => {
      for (const { token } of made.app.minted) {
        scene.secret('app-token', token)
        // What the header of git may hold.
        Object.assign(scene.tokens, { config: token })
      }
      return scene.leaks(...results)
    },
    [Symbol.asyncDispose]: () => scene[Symbol.asyncDispose](),
  }
}

function secretKey(scene: Scene, pem: string): void {
  for (const line of pem.split('\n').filter((one) => one.length > 40)) scene.secret('app-key', line)
}

const withApp = ({ app }: MadeApp, pem: string) => ({
  'config-token': '',
  'config-app-id': String(app.id),
  'config-app-private-key': pem,
})

const asked = (scene: Scene) => scene.requests().github.filter((action) => action !== 'compare')
const titles = ({ annotations }: StepResult) =>
  annotations.filter(({ level }) => level === 'error').map(({ properties }) => properties.title)

describe('with a GitHub App', () => {
  test("a deploy commits through GitHub's API, Verified, and revokes its token", async () => {
    await using it = await openScene()
    const { scene, made } = it
    await scene.haveImage()
    const result = await scene.go(it.inputs)
    expect(result.exitCode, result.stdout).toBe(0)
    expect(await scene.config.file(FILE)).toContain(scene.facts.head)
    expect(asked(scene)).toEqual(['find-installation', 'create-token', 'graphql', 'graphql', 'revoke-token'])
    expect(scene.requests().git).toEqual([])
    const [commit] = await scene.config.log()
    expect(commit).toMatchObject({
      sha: result.outputs['config-commit'],
      author: expect.stringContaining('acme-deployer[bot]'),
      committer: expect.stringContaining('GitHub'),
    })
    expect(made.app.minted).toMatchObject([
      { repositories: ['acme/platform-config'], permissions: { contents: 'write' }, revoked: true },
    ])
    expect(result.masks).toContain(made.app.minted[0]?.token)
    expect(await it.leaks(result)).toEqual([])
  })

  test('one that goes by git commits as the App and leaves no secret', async () => {
    await using it = await openScene()
    const { scene } = it
    await scene.haveImage()
    const result = await scene.go({ ...it.inputs, 'commit-via': 'git' })
    expect(result.exitCode, result.stdout).toBe(0)
    const [commit] = await scene.config.log()
    expect(commit).toMatchObject({
      author: expect.stringMatching(/acme-deployer\[bot\] <\d+\+acme-deployer\[bot\]@users\.noreply\./),
    })
    expect(asked(scene)).toEqual(['find-installation', 'create-token', 'user', 'revoke-token'])
    expect(await it.leaks(result)).toEqual([])
  })

  test('a key with escaped line breaks and an author of the workflow will do', async () => {
    await using it = await openScene()
    const { scene, made } = it
    await scene.haveImage()
    const pem = made.privateKey.replaceAll('\n', '\\n')
    const result = await scene.go({ ...withApp(made, pem), 'commit-author': 'bot <bot@acme.example>' })
    expect(result.exitCode, result.stdout).toBe(0)
    expect(asked(scene)).toEqual(['find-installation', 'create-token', 'revoke-token'])
    expect(await it.leaks(result)).toEqual([])
  })

  test('a dry run has its token revoked, too', async () => {
    await using it = await openScene()
    await it.scene.haveImage()
    const result = await it.scene.go({ ...it.inputs, 'dry-run': 'true' })
    expect(result.exitCode, result.stdout).toBe(0)
    expect(it.made.app.minted).toMatchObject([{ revoked: true }])
  })

  test('a suspended one is reported before anything is built', async () => {
    await using it = await openScene({ suspended: true })
    const result = await it.scene.go(it.inputs)
    expect(result.exitCode).toBe(1)
    expect(titles(result)).toEqual(['APP_SUSPENDED'])
    expect(await it.scene.builder.calls('build')).toEqual([])
    expect(await it.leaks(result)).toEqual([])
  })

  test('the key of another one is refused, and is in no text', async () => {
    await using it = await openScene()
    await it.scene.haveImage()
    const other = makeAppKey().pem
    secretKey(it.scene, other)
    const result = await it.scene.go(withApp(it.made, other))
    expect(titles(result)).toEqual(['APP_KEY_REFUSED'])
    expect(await it.leaks(result)).toEqual([])
  })
})

describe('with a GitHub App that proposes', () => {
  const permissions = { contents: 'write', metadata: 'read', pull_requests: 'write' } as const

  test.each(['auto', 'git'])(
    'the pull request is of the App, over commit-via %s, and its token may no more than that takes',
    async (via) => {
      await using it = await openScene({ permissions }, openProposing)
      const { scene, made } = it
      const options = '{ labels: [new-label], assignees: [mona], reviewers: [octocat] }'
      const inputs = { ...it.inputs, 'commit-via': via, 'pull-request': options }
      const result = await deployAt(scene, scene.facts.head, inputs)
      expect(result.exitCode, result.stdout).toBe(0)
      const pull = await onlyPull(scene)
      expect(pull).toMatchObject({
        login: 'acme-deployer[bot]',
        labels: ['new-label'],
        assignees: ['mona'],
        reviewers: ['octocat'],
      })
      expect(await tagAt(scene, pull.head)).toBe(scene.facts.head)
      expect(result.annotations.filter(({ level }) => level === 'warning')).toEqual([])
      for (const minted of made.app.minted) {
        expect(minted).toEqual({
          ...minted,
          permissions,
          repositories: ['acme/platform-config'],
          revoked: true,
        })
      }
      expect(await it.leaks(result)).toEqual([])
    },
  )

  test('a team is asked for without the permission to read members, with a warning and the page', async () => {
    await using it = await openScene({ permissions }, openProposing)
    const inputs = { ...it.inputs, 'pull-request': 'team-reviewers: [platform]' }
    const result = await deployAt(it.scene, it.scene.facts.head, inputs)
    expect(result.outputs.result, result.stdout).toBe('proposed')
    const warnings = result.annotations.filter(({ level }) => level === 'warning')
    expect(warnings.map(({ message }) => message)).toEqual([
      expect.stringMatching(
        /"Members: Read-only" on acme.*settings\/installations\/3140001, "Review request"/,
      ),
      expect.stringContaining('The team platform could not be asked to review'),
    ])
  })

  test('but may not open pull requests fails with the permission, and leaves no branch', async () => {
    await using it = await openScene({}, openProposing)
    const result = await deployAt(it.scene, it.scene.facts.head, it.inputs)
    expect(titles(result)).toEqual(['APP_PERMISSION_MISSING'])
    expect(result.stdout).toContain('"Pull requests: Read and write"')
    expect(await pullsOf(it.scene)).toEqual([])
    expect(await it.leaks(result)).toEqual([])
  })
})

test('a run without an App asks for none', async () => {
  await using scene = await createScene()
  await scene.haveImage()
  const result = await scene.go()
  expect(result.exitCode, result.stdout).toBe(0)
  expect(asked(scene).filter((action) => /installation|token|user/.test(action))).toEqual([])
})
