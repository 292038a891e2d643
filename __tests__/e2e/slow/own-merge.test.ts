// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { expect, test } from 'vitest'
import { configFiles } from '../../support/world-files.ts'
import { must } from '../../unit/builders.ts'
import { deployAt, goTo, PERMISSIONS } from '../proposing.ts'
import { createScene, FILE, NAME, PUSH, type Scene } from '../scene.ts'

const OWN = 'acme/identity-service'

interface Ways {
  via: 'git' | 'api'
  depth: number
}

/** The overlays lie in the service repository itself, whose branch takes deploys by pull requests. */
async function openOwn({ via, depth }: Ways): Promise<Scene> {
  const scene = await createScene({ checkoutDepth: depth })
  const { host, ecrRepository, commits } = scene.facts
  const files = configFiles({ name: NAME, image: `${host}/${ecrRepository}`, tag: commits[0] ?? '' })
  await scene.service.commit({ files, message: 'Add the overlays' })
  const token = scene.github.addToken({ kind: 'installation', permissions: PERMISSIONS })
  scene.git.settings.tokens.set(token, [OWN])
  Object.assign(scene.tokens, { config: token })
  Object.assign(scene.inputs, {
    'config-repository': OWN,
    'config-token': token,
    'commit-via': via,
    delivery: 'pull-request',
  })
  return scene
}

/** A run that follows one of the push of that commit, of which the event says no more than its last commit. */
async function followPush(scene: Scene, sha: string) {
  const message = (await scene.service.log(sha))[0]?.message
  const followed = {
    event: 'push',
    head_branch: 'main',
    head_sha: sha,
    head_commit: { id: sha, message },
    head_repository: { full_name: OWN },
  }
  const event = { name: 'workflow_run', payload: { ...PUSH.payload, workflow_run: followed } }
  await goTo(scene, sha)
  return { message, result: await scene.go({}, { event, sha }) }
}

test.each<Ways & { asked: string }>([
  { via: 'api', depth: 1, asked: 'GitHub' },
  { via: 'git', depth: 0, asked: 'the checkout' },
])('a run on workflow_run after the merge of a deploy ends the circle, as $asked says', async (ways) => {
  await using scene = await openOwn(ways)
  const deployed = await scene.service.tip()
  const first = await deployAt(scene, deployed)
  expect(first.outputs, first.stdout).toMatchObject({ result: 'proposed', 'pull-request-number': '1' })
  const merge = await scene.github.mergePull(OWN, 1)
  expect(await scene.service.file(FILE)).toContain(deployed)
  const before = { github: scene.requests().github.length, sts: scene.requests().sts.length }
  const { message, result } = await followPush(scene, merge)
  expect(message).toMatch(/^Merge pull request #1 from /)
  expect(result, result.stdout).toMatchObject({ exitCode: 0, outputs: { result: 'unchanged', image: '' } })
  expect(result.summary).toContain('The push has brought nothing but what this step commits ("deploy(')
  expect(scene.requests().sts).toHaveLength(before.sts)
  expect(scene.requests().github.slice(before.github)).toHaveLength(ways.depth === 0 ? 0 : 3)
  expect(await scene.service.tip()).toBe(merge)
  expect(await scene.github.pulls(OWN)).toMatchObject([{ number: 1, state: 'closed' }])
  expect(await scene.leaks(first, result)).toEqual([])
})

test('work of a person on the branch of a deploy is built and deployed once it is merged', async () => {
  await using scene = await openOwn({ via: 'api', depth: 1 })
  const first = await deployAt(scene, await scene.service.tip())
  expect(first.outputs, first.stdout).toMatchObject({ result: 'proposed' })
  const [pull] = await scene.github.pulls(OWN)
  await scene.service.commit({ files: { 'app.txt': 'four\n' }, message: 'Say four', branch: must(pull).head })
  const merge = await scene.github.mergePull(OWN, 1)
  const built = (await scene.builder.calls('build')).length
  const { result } = await followPush(scene, merge)
  expect(result, result.stdout).toMatchObject({ exitCode: 0, outputs: { result: 'proposed', tag: merge } })
  expect(await scene.builder.calls('build')).toHaveLength(built + 1)
})

test('the token of the job that may open no pull request is told what the job lacks', async () => {
  await using scene = await openOwn({ via: 'api', depth: 1 })
  const permissions = { contents: 'write', metadata: 'read' } as const
  const token = scene.github.addToken({ kind: 'actions', permissions, repositories: [OWN] })
  const sha = await scene.service.tip()
  await goTo(scene, sha)
  await scene.haveImage(sha)
  const result = await scene.go({ 'config-token': '' }, { token, sha })
  const [error] = result.annotations.filter(({ level }) => level === 'error')
  expect(error?.message).toContain('What to change: Give the job "pull-requests: write"')
})
