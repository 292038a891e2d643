import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { git } from '../../support/git.ts'
import type { MainResult } from '../../support/runner.ts'
import { configFiles } from '../../support/world-files.ts'
import { createScene, FILE, NAME, PRODUCTION, type Scene, STAGING } from '../scene.ts'

const STAGING_FILE = `${STAGING}/kustomization.yaml`
const level = (result: MainResult, wanted: string) =>
  result.annotations.filter((one) => one.level === wanted).map(({ message }) => message)
const overlaysOf = ({ outputs }: MainResult) => JSON.parse(outputs.images ?? '{}')[NAME].overlays
const trailers = (scene: Scene, commit: string) =>
  scene.config.log().then((log) => log.filter(({ message }) => message.includes(`Source-Commit: ${commit}`)))

async function change(scene: Scene, path: string, edit: (text: string) => string): Promise<void> {
  const text = (await scene.config.file(path)) ?? ''
  await scene.config.commit({ files: { [path]: edit(text) }, message: 'Change by hand' })
}

const older = (scene: Scene) => {
  const [, commit = ''] = scene.facts.commits
  return { commit, inputs: { build: 'never', tag: commit, 'on-stale': 'write' } }
}

const DISPATCH = {
  event: { name: 'workflow_dispatch', payload: { repository: { default_branch: 'main' } } },
}

describe('a hold', () => {
  test('stops a deploy, green and with its place, and lets it through when it is gone', async () => {
    await using scene = await createScene()
    await scene.haveImage()
    await change(scene, FILE, (text) =>
      text.replace('  - name:', '  # ecr-gitops: hold payments are down\n  - name:'),
    )
    const tip = await scene.config.tip()
    const held = await scene.go()
    expect(held).toMatchObject({ exitCode: 0, outputs: { result: 'held', 'config-commit': '' } })
    expect(level(held, 'notice')).toEqual([expect.stringMatching(/production.*:9 holds .*payments are down/)])
    expect(held.summary).toMatch(/^## Held/)
    expect(await scene.config.tip()).toBe(tip)
    // What is held needs no order.
    expect(scene.requests().github).toEqual([])

    await change(scene, FILE, (text) => text.replace('  # ecr-gitops: hold payments are down\n', ''))
    expect((await scene.go()).outputs.result).toBe('deployed')
  })

  test('that comes while the image is built is respected', async () => {
    await using scene = await createScene()
    scene.git.beforePush(() =>
      change(scene, FILE, (text) => text.replace('images:', '# ecr-gitops: hold freeze\nimages:')),
    )
    const result = await scene.go()
    expect(result.outputs).toMatchObject({ result: 'held', 'config-commit': '' })
    expect(await trailers(scene, scene.facts.head)).toEqual([])
  })

  test('of one overlay leaves the other', async () => {
    await using scene = await createScene()
    await scene.haveImage()
    await change(scene, FILE, (text) => text.replace('images:', 'images: # ecr-gitops: hold'))
    const result = await scene.go({ overlays: `${PRODUCTION}\n${STAGING}` })
    expect(result.outputs.result).toBe('deployed')
    expect(overlaysOf(result)).toEqual({ [PRODUCTION]: 'held', [STAGING]: 'deployed' })
  })
})

describe('a rollback', () => {
  test('puts the older commit there with a hold, and the next deploy leaves both', async () => {
    await using scene = await createScene()
    const { commit, inputs } = older(scene)
    await scene.haveImage()
    await scene.haveImage(commit)
    expect((await scene.go()).outputs.result).toBe('deployed')

    const back = await scene.go(inputs, DISPATCH)
    expect(back).toMatchObject({ exitCode: 0, outputs: { result: 'deployed', tag: commit } })
    expect(level(back, 'warning')).toEqual([])
    const text = (await scene.config.file(FILE)) ?? ''
    expect(text).toMatch(
      /\n {2}# ecr-gitops: hold rolled back by octocat, http\S+\/actions\/runs\/\d+\S*\n {2}- name:/,
    )
    expect(text).toContain(`newTag: "${commit}"`)
    const [last] = await scene.config.log()
    expect(last?.message).toMatch(/^rollback\(identity-service\): [0-9a-f]{7} -> [0-9a-f]{7}\n/)
    expect(last?.message).toContain(`/compare/${commit}...${scene.facts.head}\n`)
    expect(last?.message).toMatch(/\n {2}reason {3}\S.*\n {2}hold {5}rolled back by octocat, http/)
    expect(back.summary).toMatch(/^## Rolled back: .*\n\n- Rollback of /)

    // Again, by the same run or by another one: nothing to do, and no second hold.
    expect((await scene.go(inputs, DISPATCH)).outputs.result).toBe('unchanged')
    const automatic = await scene.go()
    expect(automatic.outputs.result).toBe('held')
    expect(await scene.config.file(FILE)).toBe(text)
  })

  test('passes a hold, to go back further', async () => {
    await using scene = await createScene()
    const [oldest = '', second = ''] = scene.facts.commits
    for (const tag of [oldest, second, scene.facts.head]) await scene.haveImage(tag)
    await scene.go()
    for (const tag of [second, oldest]) {
      const back = await scene.go({ build: 'never', tag, 'on-stale': 'write' }, DISPATCH)
      expect(back.outputs.result).toBe('deployed')
    }
    const text = (await scene.config.file(FILE)) ?? ''
    expect(text.match(/ecr-gitops: hold/g)).toHaveLength(1)
    expect(text).toContain(`newTag: "${oldest}"`)
  })

  test('in a workflow that runs on push is warned of', async () => {
    await using scene = await createScene()
    await scene.haveImage()
    const result = await scene.go({ 'on-stale': 'write' })
    expect(result.outputs.result).toBe('deployed')
    expect(level(result, 'warning')).toEqual([
      expect.stringContaining("github.event_name == 'workflow_dispatch'"),
    ])
  })
})

describe('what the commit of the service says of itself', () => {
  const shown = async (scene: Scene) =>
    (await scene.children.calls('git')).filter(({ argv }) => argv.includes('--format=%B')).length
  const messageOf = async (scene: Scene) => (await scene.config.log())[0]?.message ?? ''

  test('is taken from the event, and does nothing in the config repository', async () => {
    await using scene = await createScene()
    await scene.haveImage()
    const message = 'Round [skip ci], fixes #12 @octocat (#128)\n\nskip-checks: true\nSource-Commit: forged'
    const head_commit = { id: scene.facts.head, message }
    const event = {
      name: 'push',
      payload: { repository: { default_branch: 'main' }, head_commit, commits: [] },
    }
    await scene.go({ 'commit-message': '{name}: {subject} ({pr})' }, { event })
    const [first, , line] = (await messageOf(scene)).split('\n')
    const subject = 'Round (skip ci), fixes see acme/identity-service#12 @ octocat'
    expect(first).toBe(`identity-service: ${subject} (acme/identity-service#128)`)
    expect(line).toBe(`  subject  ${subject} (acme/identity-service#128)`)
    const keys = await git(['log', '-1', '--format=%(trailers:keyonly)'], { cwd: scene.config.directory })
    expect(keys.trim().split('\n')).not.toContain('skip-checks')
    expect(await shown(scene)).toBe(0)
  })

  test('is asked of the checkout where the event has it not, and only for a commit', async () => {
    await using scene = await createScene()
    await scene.haveImage()
    await scene.go({}, DISPATCH)
    const pushed = scene.facts.commits.length - 1
    expect((await messageOf(scene)).split('\n')[2]).toBe(`  subject  Change ${pushed}`)
    expect(await shown(scene)).toBe(1)
    expect((await scene.go({}, DISPATCH)).outputs.result).toBe('unchanged')
    expect(await shown(scene)).toBe(1)
  })
})

describe('a tag with its digest behind it', () => {
  test('is ordered by the tag, and both are written again in its place', async () => {
    await using scene = await createScene()
    const { commits, head } = scene.facts
    const [, older = ''] = commits
    const old = await scene.haveImage(older)
    const digest = await scene.haveImage()
    const pinned = (tag: string, of: string) => (text: string) =>
      text.replace(/newTag: .*/, `newTag: "${tag}@${of}"`)
    await change(scene, FILE, pinned(head, digest))
    const late = await scene.go({ build: 'never', tag: older })
    expect(late).toMatchObject({ exitCode: 0, outputs: { result: 'superseded', 'config-commit': '' } })

    await change(scene, FILE, pinned(older, old))
    expect((await scene.go()).outputs.result).toBe('deployed')
    expect(await scene.config.file(FILE)).toContain(`newTag: "${head}@${digest}"`)
    const [last] = await scene.config.log()
    expect(last?.message).toContain(`${older.slice(0, 7)} -> ${head.slice(0, 7)}`)
    expect(last?.message).toMatch(new RegExp(`/compare/${older}\\.\\.\\.${head}`))
  })
})

describe('patterns in overlays', () => {
  test('deploy to every overlay with the entry, in one commit', async () => {
    await using scene = await createScene()
    await scene.haveImage()
    await scene.config.commit({
      files: { 'apps/other/overlays/production/kustomization.yaml': 'images: [oops\n' },
      message: 'Another team makes a mistake',
    })
    const result = await scene.go({ overlays: 'apps/*/overlays/*' })
    expect(result).toMatchObject({ exitCode: 0, outputs: { result: 'deployed' } })
    expect(overlaysOf(result)).toEqual({ [PRODUCTION]: 'deployed', [STAGING]: 'deployed' })
    expect(result.outputs['changed-files']).toBe(`${FILE}\n${STAGING_FILE}`)
    expect(await trailers(scene, scene.facts.head)).toHaveLength(1)
  })

  test.each([
    ['apps/*/overlays/prod', 'OVERLAY_MISSING', /matches apps\/\*\/overlays\/prod/],
    ['apps/*/base', 'ENTRY_MISSING', /no kustomization that matches/],
    ['!apps/*', 'OVERLAY_INVALID', /not a path inside/],
  ])('%s is refused as %s before anything is built', async (overlays, code, message) => {
    await using scene = await createScene()
    const result = await scene.go({ overlays })
    expect(result.exitCode).toBe(1)
    const errors = result.annotations.filter((one) => one.level === 'error')
    expect(errors.map(({ properties }) => properties.title)).toEqual([code])
    expect(errors[0]?.message).toMatch(message)
    expect(await scene.builder.calls()).toEqual([])
  })
})

describe('create-missing', () => {
  const without: typeof configFiles = (facts) => {
    const files = configFiles(facts)
    return { ...files, [FILE]: 'resources:\n  - ../../base\n' }
  }

  test('adds the entry; without it the overlay is refused', async () => {
    await using scene = await createScene({ configFiles: without })
    await scene.haveImage()
    expect((await scene.go()).exitCode).toBe(1)
    const result = await scene.go({ 'create-missing': 'true' })
    expect(result).toMatchObject({ exitCode: 0, outputs: { result: 'deployed' } })
    expect(await scene.config.file(FILE)).toContain(`name: ${NAME}\n    newName: ${scene.facts.host}/`)
    expect((await scene.go({ 'create-missing': 'true' })).outputs.result).toBe('unchanged')
  })
})

describe('a base that others build on', () => {
  const BASE = `apps/${NAME}/base`
  const AWAY = '602401143452.dkr.ecr.us-east-1.amazonaws.com/web'
  const PLACEHOLDER = '123456789012.dkr.ecr.ap-southeast-2.amazonaws.com/web'
  const entry = (newName = '') =>
    `images:\n  - name: ${NAME}\n    newTag: 1.8.0\n${newName && `    newName: ${newName}\n`}`
  const filesWith = (images: string, name: string) => (facts: Parameters<typeof configFiles>[0]) => ({
    ...configFiles(facts),
    [`${BASE}/kustomization.yaml`]: `resources:\n  - deployment.yaml\n${images}`,
    [FILE]: `resources:\n  - ../../base\nimages:\n  # ecr-gitops: hold freeze\n  - name: ${name}\n    newTag: 1.9.0\n`,
  })

  test.each([
    ['named', entry(), NAME, { overlays: BASE }],
    ['found by a pattern', entry(), NAME, { overlays: 'apps/*/{base,overlays/*}' }],
    ['that gets an entry', '', NAME, { overlays: BASE, 'create-missing': 'true' }],
    ['that moves here', entry(AWAY), AWAY, { overlays: BASE, retarget: 'true' }],
    ['with a placeholder', entry(PLACEHOLDER), PLACEHOLDER, { overlays: BASE }],
  ])('takes no held overlay along: %s', async (_, images, name, inputs) => {
    await using scene = await createScene({ configFiles: filesWith(images, name) })
    const tip = await scene.config.tip()
    const result = await scene.go(inputs)
    expect(result).toMatchObject({ exitCode: 1, outputs: { result: 'failed' } })
    const [error = ''] = level(result, 'error')
    expect(error).toContain(`${FILE}:5 goes by ${name}, under a hold (freeze)`)
    expect(await scene.config.tip()).toBe(tip)
    expect(await scene.builder.calls()).toEqual([])
  })
})

describe('an Application of Argo CD in the repository', () => {
  const application = (name: string, path: string) =>
    `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: web\nspec:\n  source:\n    path: ${path}\n    kustomize:\n      images:\n        - ${name}=old.example/web:1\n`
  const files = {
    'argocd/production.yaml': application(NAME, PRODUCTION),
    'argocd/staging.yaml': application(NAME, STAGING),
    'argocd/other.yaml': application('other', PRODUCTION),
  }

  test('that sets the image of the overlay is a warning with its line, and no reason to stop', async () => {
    await using scene = await createScene()
    await scene.haveImage()
    await scene.config.commit({ files, message: 'Add applications' })
    const result = await scene.go()
    expect(result.outputs.result).toBe('deployed')
    expect(level(result, 'warning')).toEqual([
      expect.stringMatching(
        /^argocd\/production\.yaml:10 overrides the image "identity-service" in Argo CD, so this bump/,
      ),
    ])
    expect((await scene.go()).outputs.result).toBe('unchanged')
    const searches = (await scene.children.calls()).filter(({ argv }) => argv.includes('grep'))
    expect(searches, 'one search for the run that wrote').toHaveLength(1)
  })

  test.each(['build', 'entry'])('is named beside a failure, too: %s', async (what) => {
    const builder = { steps: { make: { prints: ['no rule'], exitCode: 2 } } }
    const serviceCommits = [{ Dockerfile: 'FROM scratch\nRUN make\n' }, { 'app.txt': 'two\n' }]
    await using scene = await createScene({ builder, serviceCommits })
    await scene.config.commit({ files, message: 'Add applications' })
    const overlays = what === 'entry' ? `${PRODUCTION}\napps/nope` : PRODUCTION
    const result = await scene.go({ overlays })
    expect(result.exitCode).toBe(1)
    expect(level(result, 'warning')).toEqual([expect.stringContaining('argocd/production.yaml:10')])
  })
})

describe('a role in the overlay', () => {
  test('of a placeholder account is a warning with its line, and no reason to stop', async () => {
    await using scene = await createScene()
    await scene.haveImage()
    await change(
      scene,
      FILE,
      (text) =>
        `${text}commonAnnotations:\n  eks.amazonaws.com/role-arn: arn:aws:iam::123456789012:role/identity-service\n`,
    )
    const result = await scene.go()
    expect(result.outputs.result).toBe('deployed')
    expect(level(result, 'warning')).toEqual([
      expect.stringMatching(/production\/kustomization\.yaml:13 .*"123456789012" is a placeholder/),
    ])
    expect(result.summary).toMatch(
      /^> \*\*Warnings\*\*\n>\n> - .*production\/kustomization\.yaml:13 .*"123456789012" is a placeholder/m,
    )
  })
})

describe('the rate limit of the compare API', () => {
  const limited = (headers: Record<string, string>) => ({
    status: 403,
    headers,
    body: '{"message":"API rate limit exceeded"}',
  })
  const seconds = (ahead: number) => String(Math.floor(Date.now() / 1000) + ahead)

  test('is waited for when it ends soon', async () => {
    await using scene = await createScene()
    await scene.haveImage()
    scene.github.fail(limited({ 'retry-after': '1' }))
    const reset = seconds(4)
    scene.github.fail(limited({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset }))
    const result = await scene.go()
    expect(result.outputs.result).toBe('deployed')
    const [first, second, third] = scene.github.requests.map(({ time }) => time)
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(1000)
    expect(third).toBeGreaterThanOrEqual(Number(reset) * 1000 - 50)
  })

  test('is reported with its end when that is far away, at once', async () => {
    await using scene = await createScene()
    scene.github.fail(limited({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': seconds(1800) }), {
      times: Number.POSITIVE_INFINITY,
    })
    const result = await scene.go()
    const [error] = result.annotations.filter((one) => one.level === 'error')
    expect(error).toMatchObject({ properties: { title: 'ORDER_UNKNOWN' } })
    expect(error?.message).toMatch(
      /rate limit of the token is reached, free again at \d{4}-.*fetch-depth: 0/s,
    )
    expect(scene.requests().github).toHaveLength(1)
    expect(result.durationMs).toBeLessThan(60_000)
  })

  test('does not matter to a checkout with all of its history', async () => {
    await using scene = await createScene({ checkoutDepth: 0 })
    await scene.haveImage()
    scene.github.fail(limited({}), { times: Number.POSITIVE_INFINITY })
    expect((await scene.go({ 'github-token': '' })).outputs.result).toBe('deployed')
    expect(scene.requests().github).toEqual([])
  })
})

describe('the render check', () => {
  /** A program in the place of kustomize: it needs no other one, because the step leaves it no PATH. */
  const kustomize = async (scene: Scene, image: string): Promise<void> => {
    const pod = `kind: Pod\\nspec:\\n  containers:\\n  - image: ${image}\\n`
    await writeFile(join(scene.root, 'bin', 'kustomize'), `#!/bin/sh\nprintf '${pod}' >"$4"\n`, {
      mode: 0o755,
    })
  }
  const auto = { 'render-check': '' }

  test('lets an image through that reaches a container, and leaves nothing behind', async () => {
    await using scene = await createScene()
    const { facts } = scene
    await kustomize(scene, `${facts.host}/${facts.ecrRepository}:${facts.head}`)
    await scene.haveImage()
    const result = await scene.go(auto)
    expect(result).toMatchObject({ exitCode: 0, outputs: { result: 'deployed' } })
    expect(level(result, 'warning')).toEqual([])
    expect(await scene.leftovers()).toEqual([])
    expect(await scene.leaks(result)).toEqual([])
  })

  test('refuses an image that reaches none, before it is built, with what the containers are called', async () => {
    await using scene = await createScene()
    await kustomize(scene, 'docker.io/acme/identity-service:v1')
    const result = await scene.go(auto)
    expect(result.exitCode).toBe(1)
    const [error] = result.annotations.filter((one) => one.level === 'error')
    expect(error?.properties.title).toBe('IMAGE_NOT_RENDERED')
    expect(error?.message).toContain('Did you mean "docker.io/acme/identity-service"?')
    expect(await scene.builder.calls()).toEqual([])
    expect(await trailers(scene, scene.facts.head)).toEqual([])
  })

  test('warns where nothing can render, and refuses there when it is required', async () => {
    await using scene = await createScene()
    await scene.haveImage()
    const required = await scene.go({ 'render-check': 'require' })
    expect(required.annotations.map(({ properties }) => properties.title)).toContain('RENDER_FAILED')
    expect(required.exitCode).toBe(1)
    const result = await scene.go(auto)
    expect(result.outputs.result).toBe('deployed')
    expect(level(result, 'warning')).toEqual([expect.stringContaining('neither kustomize nor kubectl')])
  })

  test('is made again on a tip that moved, when what it depends on has changed', async () => {
    await using scene = await createScene()
    const { facts } = scene
    await kustomize(scene, `${facts.host}/${facts.ecrRepository}:${facts.head}`)
    await scene.haveImage()
    scene.git.beforePush(async () => {
      await kustomize(scene, 'renamed:v1')
      await change(scene, `apps/${NAME}/base/deployment.yaml`, (text) =>
        text.replace('image: ', 'image: renamed-'),
      )
    })
    const result = await scene.go(auto)
    const errors = result.annotations.filter((one) => one.level === 'error')
    expect(errors.map(({ properties }) => properties.title)).toEqual(['IMAGE_NOT_RENDERED'])
    expect(await trailers(scene, facts.head)).toEqual([])
  })

  test('warns of an override that Argo CD prefers', async () => {
    await using scene = await createScene()
    await scene.haveImage()
    await scene.config.commit({
      files: { [`${PRODUCTION}/.argocd-source.yaml`]: `kustomize:\n  images:\n    - ${NAME}=x/y:v1\n` },
      message: 'Override',
    })
    const result = await scene.go()
    expect(result.outputs.result).toBe('deployed')
    expect(level(result, 'warning')).toEqual([
      expect.stringMatching(/\.argocd-source\.yaml:3 overrides the image "identity-service" in Argo CD/),
    ])
  })
})
