import { describe, expect, test } from 'vitest'
import { git } from '../../support/git.ts'
import type { MainResult } from '../../support/runner.ts'
import { createScene, FILE, PRODUCTION, type Scene, STAGING } from '../scene.ts'

const FOREVER = { times: Number.POSITIVE_INFINITY }
const titles = ({ annotations }: MainResult) =>
  annotations.filter(({ level }) => level === 'error').map(({ properties }) => properties.title)
const notices = ({ annotations }: MainResult) =>
  annotations.filter(({ level }) => level === 'notice').map(({ message }) => message)

/** The production overlay deploys this tag. */
async function deployed(scene: Scene, tag: string, path = FILE): Promise<void> {
  const text = (await scene.config.file(path)) ?? ''
  const files = { [path]: text.replace(/newTag: .*/, `newTag: "${tag}"`) }
  await scene.config.commit({ files, message: `Deploy ${tag}` })
}

/** The checkout is at that commit, and its image is in the registry. */
async function checkOut(scene: Scene, sha: string): Promise<{ sha: string }> {
  await git(['fetch', '-q', scene.service.directory, sha], { cwd: scene.workspace })
  await git(['checkout', '-q', sha], { cwd: scene.workspace })
  await scene.haveImage(sha)
  return { sha }
}

/** A commit on a branch of the service that main does not contain. */
async function onSide(scene: Scene): Promise<string> {
  const { directory } = scene.service
  await git(['branch', 'side', scene.facts.commits[0] ?? ''], { cwd: directory })
  return scene.service.commit({ files: { 'app.txt': 'aside\n' }, message: 'Aside', branch: 'side' })
}

describe('an older commit than the deployed one', () => {
  test('ends green as superseded, without commit or build', async () => {
    await using scene = await createScene({ checkoutDepth: 0 })
    const { facts, config } = scene
    const [, older = ''] = facts.commits
    await deployed(scene, facts.head)
    const tip = await config.tip()
    await git(['checkout', '-q', older], { cwd: scene.workspace })
    const result = await scene.go({}, { sha: older })
    expect(result).toMatchObject({ exitCode: 0, stderr: '' })
    expect(result.outputs).toMatchObject({ result: 'superseded', 'config-commit': '', tag: older })
    expect(await config.tip()).toBe(tip)
    expect(notices(result).join('\n')).toMatch(
      new RegExp(`${facts.head.slice(0, 7)} is deployed and newer than ${older.slice(0, 7)}`),
    )
    expect(result.summary).toMatch(/^## Superseded/)
    expect(scene.requests().git).not.toContain('refs:receive-pack')
    // A checkout with all of its history answers by itself.
    expect(scene.requests().github).toEqual([])
  })

  test('fails when on-stale says so, before anything is built', async () => {
    await using scene = await createScene({ checkoutDepth: 0 })
    const [, older = ''] = scene.facts.commits
    await deployed(scene, scene.facts.head)
    await git(['checkout', '-q', older], { cwd: scene.workspace })
    const result = await scene.go({ 'on-stale': 'fail' }, { sha: older })
    expect(titles(result)).toEqual(['ORDER_STALE'])
    expect(result.outputs.result).toBe('failed')
    expect(await scene.builder.calls()).toEqual([])
  })

  test('is written where the older one is deployed, and skipped where the newer one is', async () => {
    await using scene = await createScene()
    const [, older = ''] = scene.facts.commits
    await deployed(scene, scene.facts.head)
    const run = await checkOut(scene, older)
    const result = await scene.go({ overlays: `${PRODUCTION}\n${STAGING}` }, run)
    expect(result.outputs).toMatchObject({
      result: 'deployed',
      'changed-files': `${STAGING}/kustomization.yaml`,
    })
    expect(JSON.parse(result.outputs.images ?? '')['identity-service'].overlays).toEqual({
      [PRODUCTION]: 'superseded',
      [STAGING]: 'deployed',
    })
    expect(scene.requests().github).toHaveLength(2)
  })

  test('that became older while it was built is superseded too', async () => {
    await using scene = await createScene()
    const { facts, config } = scene
    const [, older = ''] = facts.commits
    const run = await checkOut(scene, older)
    scene.git.beforePush(() => deployed(scene, facts.head))
    const result = await scene.go({}, run)
    expect(result.outputs).toMatchObject({ result: 'superseded', 'config-commit': '' })
    expect(await config.file(FILE)).toContain(facts.head)
    expect(await config.log()).toHaveLength(2)
  })

  test('in a tag with a prefix or a run id is compared by its commit', async () => {
    await using scene = await createScene()
    const { facts } = scene
    await deployed(scene, `main-${facts.head}-r77`)
    const run = await checkOut(scene, facts.commits[1] ?? '')
    expect((await scene.go({}, run)).outputs.result).toBe('superseded')
    const compared = scene.github.requests[0]?.path
    expect(compared).toContain(`/compare/${facts.head}...${facts.commits[1]}`)
  })
})

describe('a commit beside the deployed one', () => {
  test('is written when it is on the default branch, with a notice', async () => {
    await using scene = await createScene()
    await deployed(scene, await onSide(scene))
    await scene.haveImage()
    const result = await scene.go()
    expect(result.outputs.result).toBe('deployed')
    expect(notices(result)).toEqual([expect.stringMatching(/have diverged.*is on main/)])
  })

  const policies: [policy: string, result: string, titles: string[]][] = [
    ['default-branch', 'failed', ['ORDER_DIVERGED']],
    ['fail', 'failed', ['ORDER_DIVERGED']],
    ['skip', 'superseded', []],
    ['write', 'deployed', []],
  ]
  test.each(policies)(
    'that is not on the default branch, on-diverged %s: %s',
    async (policy, outcome, errors) => {
      await using scene = await createScene()
      const tip = await scene.config.tip()
      await deployed(scene, scene.facts.head)
      const run = await checkOut(scene, await onSide(scene))
      const inputs = { 'on-diverged': policy, 'deploy-refs': 'side' }
      const result = await scene.go(inputs, { ...run, ref: 'refs/heads/side' })
      expect(result.outputs.result).toBe(outcome)
      expect(titles(result)).toEqual(errors)
      expect(result.exitCode).toBe(errors.length)
      expect(await scene.config.log()).toHaveLength(outcome === 'deployed' ? 3 : 2)
      expect(await scene.config.tip()).not.toBe(tip)
    },
  )

  test('is reported with both commits and what to set', async () => {
    await using scene = await createScene()
    await deployed(scene, scene.facts.head)
    const side = await onSide(scene)
    const run = await checkOut(scene, side)
    const result = await scene.go({ 'deploy-refs': 'side' }, { ...run, ref: 'refs/heads/side' })
    const [error] = result.annotations.filter(({ level }) => level === 'error')
    expect(error?.message).toContain(scene.facts.head.slice(0, 7))
    expect(error?.message).toContain(side.slice(0, 7))
    expect(error?.message).toMatch(/What to change: .*on-diverged/)
    expect(await scene.builder.calls()).toEqual([])
  })
})

describe('a deployed tag that names no commit', () => {
  test.each(['main-latest', 'latest', 'a624cdc', '2026-01-15', 'prod'])(
    '%s is replaced, with a notice and without a question',
    async (tag) => {
      await using scene = await createScene()
      await deployed(scene, tag)
      await scene.haveImage()
      const result = await scene.go()
      expect(result.outputs.result).toBe('deployed')
      expect(notices(result)).toEqual([expect.stringContaining(`"${tag}"`)])
      expect(scene.requests().github).toEqual([])
      expect((await scene.config.log())[0]?.message).toMatch(
        new RegExp(`^deploy\\(identity-service\\): ${tag} -> `),
      )
    },
  )

  test('an entry without any tag gets one', async () => {
    await using scene = await createScene()
    const text = (await scene.config.file(FILE)) ?? ''
    await scene.config.commit({ files: { [FILE]: text.replace(/ +newTag: .*\n/, '') }, message: 'No tag' })
    await scene.haveImage()
    const result = await scene.go()
    expect(result.outputs.result).toBe('deployed')
    expect(await scene.config.file(FILE)).toContain(`newTag: ${scene.facts.head}\n`)
    expect(scene.requests().github).toEqual([])
  })
})

describe('a deployed commit that is not in the repository', () => {
  const LOST = 'f'.repeat(40)

  test('after a force push: the head of the default branch is written, with a notice', async () => {
    await using scene = await createScene()
    await deployed(scene, LOST)
    await scene.haveImage()
    const result = await scene.go()
    expect(result.outputs.result).toBe('deployed')
    expect(notices(result)).toEqual([expect.stringMatching(/fffffff.*is on main/)])
    expect(scene.requests().github).toHaveLength(2)
  })

  test('and a commit beside the default branch: refused', async () => {
    await using scene = await createScene()
    await deployed(scene, LOST)
    const run = await checkOut(scene, await onSide(scene))
    const result = await scene.go({ 'deploy-refs': 'side' }, { ...run, ref: 'refs/heads/side' })
    expect(titles(result)).toEqual(['ORDER_DIVERGED'])
  })
})

describe('version tags', () => {
  test.each([
    ['v1.3.0', 'v1.2.0', 'superseded'],
    ['v1.1.0', 'v1.2.0', 'deployed'],
  ])('%s is deployed and %s comes: %s', async (before, wanted, outcome) => {
    await using scene = await createScene()
    const { directory } = scene.service
    const [first = '', second = '', third = ''] = scene.facts.commits
    const versions = { 'v1.1.0': first, 'v1.2.0': second, 'v1.3.0': third }
    for (const [name, commit] of Object.entries(versions))
      await git(['tag', name, commit], { cwd: directory })
    await deployed(scene, before)
    await scene.haveImage(wanted)
    const result = await scene.go({ build: 'never', tag: wanted })
    expect(result.outputs.result).toBe(outcome)
  })
})

describe('the compare API', () => {
  test.each([
    [403, '{"message":"Resource not accessible by integration"}'],
    [404, '{"message":"Not Found"}'],
  ])('answers %i to a token without contents: read: the permission is named', async (status, body) => {
    await using scene = await createScene()
    const tip = await scene.config.tip()
    scene.github.fail({ status, body }, FOREVER)
    const result = await scene.go()
    expect(result.exitCode).toBe(1)
    expect(titles(result)).toEqual(['ORDER_UNKNOWN'])
    expect(result.annotations.at(-1)?.message).toMatch(/What to change: .*contents: read/)
    expect(await scene.config.tip()).toBe(tip)
    expect(await scene.builder.calls()).toEqual([])
  })

  test('answers 401 to a token that is none', async () => {
    await using scene = await createScene()
    scene.github.settings.tokens.delete(scene.tokens.github)
    const result = await scene.go()
    expect(titles(result)).toEqual(['ORDER_UNKNOWN'])
    expect(result.annotations.at(-1)?.message).toContain('401')
  })

  test('is not asked without a token when that cannot work: the input is named', async () => {
    await using scene = await createScene()
    const result = await scene.go({ 'github-token': '' })
    expect(titles(result)).toEqual(['ORDER_UNKNOWN'])
    expect(result.annotations.at(-1)?.message).toMatch(/github-token/)
  })

  const passing: [string, Parameters<Scene['github']['fail']>[0]][] = [
    ['502', { status: 502 }],
    ['429', { status: 429, body: '{"message":"slow down"}' }],
    ['a rate limit', { status: 403, body: '{"message":"You have exceeded a secondary rate limit"}' }],
    ['a reset connection', 'reset'],
    ['half an answer', 'truncate'],
  ]
  test.each(passing)('that answers with %s once is asked again', async (_what, fault) => {
    await using scene = await createScene()
    await scene.haveImage()
    scene.github.fail(fault)
    const result = await scene.go()
    expect(result.outputs.result).toBe('deployed')
    expect(scene.requests().github).toHaveLength(2)
  })

  test('that answers with something else than a comparison is no answer', async () => {
    await using scene = await createScene()
    scene.github.fail({ status: 200, body: '<html>captive portal</html>' }, FOREVER)
    const result = await scene.go()
    expect(titles(result)).toEqual(['ORDER_UNKNOWN'])
  })
})
