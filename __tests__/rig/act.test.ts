import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { overlayPath } from '../support/world-files.ts'
import type { ActResult } from './act.ts'
import { type ActScene, openOwnScene, openStrangerScene, push, WORKFLOW } from './act-scene.ts'
import { headManifest } from './registry-client.ts'
import { currentRig, type Rig } from './rig.ts'

const IN_STAGING = `${overlayPath('identity-service', 'staging')}/kustomization.yaml`
const IN_PRODUCTION = `${overlayPath('identity-service', 'production')}/kustomization.yaml`

let rig: Rig

beforeAll(async () => {
  rig = await currentRig()
})

const manifestOf = async ({ world, service }: ActScene) => {
  const { host, ecrRepository } = world.facts
  return headManifest(rig, { host, repository: ecrRepository, tag: await service.tip() })
}

/** No secret in the log, in HOME or in what the job left, and nothing of the step in RUNNER_TEMP. */
async function expectClean({ world }: ActScene, { output, left }: ActResult) {
  expect(await world.scanForSecrets({ texts: { output }, directories: [left, world.home] })).toEqual([])
  expect(await readdir(join(left, 'temp'))).toEqual([])
  expect(await readdir(join(left, 'workspace'))).toContain('Dockerfile')
}

const RAN_POST = /Success - Post OWNER\/ecr-gitops-deploy@v1/

/** Main steps as they stand in the workflow, post steps in reverse, all on the Node of `using: node24`. */
const NODES = ['v24 main.ts', 'v24 deploy.js', 'v24 post.js, post', 'v24 post.ts']

test('the workflow of README.md deploys, and changes nothing when it runs again', async () => {
  await using scene = await openOwnScene(rig)
  const { config, service } = scene
  const before = await config.tip()
  const first = await push(scene)
  expect(first.exitCode, first.output).toBe(0)
  expect(first.output).toMatch(RAN_POST)
  expect(first.output).toContain('Job succeeded')
  expect(first.nodes).toEqual(NODES)
  const { status, digest } = await manifestOf(scene)
  expect(status).toBe(200)
  const [commit, parent] = await config.log()
  expect(parent?.sha).toBe(before)
  expect(first.outputs).toMatchObject({ result: 'deployed', digest, 'config-commit': commit?.sha })
  expect(await config.file(IN_STAGING)).toContain(`newTag: "${await service.tip()}"`)
  await expectClean(scene, first)
  const again = await push(scene)
  expect(again.exitCode, again.output).toBe(0)
  expect(again.outputs).toMatchObject({ result: 'unchanged', digest })
  expect(await config.tip()).toBe(commit?.sha)
  await expectClean(scene, again)
})

test('the tag of a commit deploys the same image to production', async () => {
  await using scene = await openOwnScene(rig)
  const { outputs } = await push(scene)
  const staging = await scene.config.file(IN_STAGING)
  const tagged = await push(scene, 'refs/tags/v1.2.3')
  expect(tagged.outputs).toMatchObject({ result: 'deployed', image: outputs.image, digest: outputs.digest })
  expect(JSON.parse(tagged.outputs.images ?? '')['identity-service'].reused).toBe(true)
  expect(await scene.config.file(IN_PRODUCTION)).toContain(`newTag: "${await scene.service.tip()}"`)
  expect(await scene.config.file(IN_STAGING)).toBe(staging)
})

test('an overlay of another account makes the job red, says so, and leaves everything as it is', async () => {
  await using scene = await openOwnScene(rig)
  const { config, world } = scene
  const foreign = ((await config.file(IN_STAGING)) ?? '').replace(world.facts.account, '739200416583')
  await config.commit({ files: { [IN_STAGING]: foreign }, message: 'Name another account' })
  const before = await config.tip()
  const broken = await push(scene)
  expect(broken.exitCode).toBe(1)
  expect(broken.output).toMatch(/::error .*title=ENTRY_REGISTRY.*739200416583/)
  expect(broken.output).toContain('Job failed')
  expect(broken.output).toMatch(RAN_POST)
  expect(broken.outputs.result).toBe('failed')
  expect((await manifestOf(scene)).status).toBe(404)
  expect(await config.tip()).toBe(before)
  await expectClean(scene, broken)
})

test('two new repositories whose owner has read README.md only: a dry run, and then a deploy', async () => {
  await using scene = await openStrangerScene(rig)
  const { config, service, world, readme } = scene
  const before = await config.tip()
  const dryRun = readme.workflow.replace(/^( +)(overlays: .*)$/m, '$1$2\n$1dry-run: true')
  await service.commit({ files: { [WORKFLOW]: dryRun }, message: 'Verify the set-up first' })
  const tried = await push(scene)
  expect(tried.exitCode, tried.output).toBe(0)
  expect(tried.outputs.result).toBe('dry-run')
  expect((await manifestOf(scene)).status).toBe(404)
  expect(await config.tip()).toBe(before)
  await service.commit({ files: { [WORKFLOW]: readme.workflow }, message: 'Deploy' })
  const deployed = await push(scene)
  expect(deployed.exitCode, deployed.output).toBe(0)
  const tag = await service.tip()
  expect(deployed.outputs).toMatchObject({ result: 'deployed', tag, 'account-id': world.facts.account })
  expect((await manifestOf(scene)).status).toBe(200)
  const overlay = await config.file('apps/orders/overlays/staging/kustomization.yaml')
  expect(overlay).toContain(`newName: ${world.facts.host}/shop/orders\n`)
  expect(overlay).toContain(tag)
  expect((await config.log()).map(({ sha }) => sha)).toEqual([deployed.outputs['config-commit'], before])
  await expectClean(scene, deployed)
})
