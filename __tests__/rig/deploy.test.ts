import { execFileSync } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { commitTree } from '../e2e/scene.ts'
import { git } from '../support/git.ts'
import { headManifest } from './registry-client.ts'
import { currentRig, type Rig } from './rig.ts'
import { createRigWorld, FAILING_DOCKERFILE, type RigWorld } from './rig-world.ts'

const ENGINES = ['buildx', 'docker', 'buildah']
const OVERLAY = 'apps/identity-service/overlays/production/kustomization.yaml'

let rig: Rig

beforeAll(async () => {
  rig = await currentRig()
})

const privateFolders = async (world: RigWorld) =>
  (await readdir(world.temp)).filter((name) => name.startsWith('ecr-gitops-deploy-'))

function manifestOf({ facts }: RigWorld) {
  return headManifest(rig, { host: facts.host, repository: facts.ecrRepository, tag: facts.head })
}

describe.each(ENGINES)('with %s under the real ECR host name', (engine) => {
  test('the digest in the outputs, in the registry and in git is one', async () => {
    await using world = await createRigWorld(rig)
    const result = await world.run({ engine, pin: 'both' })
    expect(result.exitCode, result.stdout).toBe(0)
    const { status, digest } = await manifestOf(world)
    expect(status).toBe(200)
    expect(result.outputs).toMatchObject({ result: 'deployed', digest, tag: world.facts.head })
    expect(result.outputs.image).toBe(`${world.facts.host}/${world.facts.ecrRepository}:${world.facts.head}`)
    expect(JSON.parse(result.outputs.images ?? '')['identity-service']).toMatchObject({
      reused: false,
      digest,
    })
    const overlay = await world.config.file(OVERLAY)
    expect(overlay).toContain(`newTag: "${world.facts.head}"`)
    expect(overlay).toContain(`digest: ${digest}`)
    expect(await privateFolders(world)).toEqual([])
    expect(await world.scanForSecrets({ texts: { stdout: result.stdout, summary: result.summary } })).toEqual(
      [],
    )
  })

  test('a failing RUN step is reported with its own output and its line', async () => {
    await using world = await createRigWorld(rig, FAILING_DOCKERFILE)
    const before = await world.config.tip()
    const result = await world.run({ engine })
    expect(result.exitCode).toBe(1)
    const [error, ...others] = result.annotations.filter(({ level }) => level === 'error')
    expect(others).toEqual([])
    expect(error?.properties).toMatchObject({ title: 'BUILD_FAILED', file: 'Dockerfile', line: '6' })
    expect(error?.message).toContain('the reason is reported here')
    expect((await manifestOf(world)).status).toBe(404)
    expect(await world.config.tip()).toBe(before)
    expect(await privateFolders(world)).toEqual([])
  })
})

test('a run for a pull request builds and pushes nothing', async () => {
  await using world = await createRigWorld(rig)
  const result = await world.run(
    {},
    { event: { name: 'pull_request', payload: {} }, ref: 'refs/pull/1/merge' },
  )
  expect(result.exitCode, result.stdout).toBe(0)
  expect(result.outputs.result).toBe('checked')
  expect((await manifestOf(world)).status).toBe(404)
})

test('the engine is found by one process, docker is left out, and a second run starts nothing', async () => {
  await using world = await createRigWorld(rig)
  const recorder = await world.recordEngines()
  await world.run()
  const calls = await recorder.calls()
  expect(calls.map(({ tool, argv }) => [tool, ...argv.slice(0, 2)].join(' '))).toEqual([
    'docker-buildx buildx inspect',
    'docker-buildx buildx build',
  ])
  expect(calls.flatMap(({ argv }) => argv).join(' ')).not.toContain(rig.registry.password)
  const again = await world.run()
  expect(again.outputs.result).toBe('unchanged')
  expect(await recorder.calls()).toHaveLength(calls.length)
})

test('a cancel during the build leaves no push, no commit and no private folder', async () => {
  const slow = 'FROM scratch\nCOPY busybox /bin/busybox\nRUN ["/bin/busybox", "sleep", "60"]\n'
  await using world = await createRigWorld(rig, slow)
  const before = await world.config.tip()
  const result = await world.run({}, { signal: { name: 'SIGTERM', whenStdout: /sleep/ } })
  expect(result.exitCode).toBe(1)
  expect(result.durationMs).toBeLessThan(20_000)
  expect(result.annotations.map(({ properties }) => properties.title)).toContain('CANCELLED')
  expect(await world.config.tip()).toBe(before)
  expect((await manifestOf(world)).status).toBe(404)
  expect((await result.post()).exitCode).toBe(0)
  expect(await privateFolders(world)).toEqual([])
})

test('kustomize renders the edited overlay with the new image, and with nothing else changed', async () => {
  await using world = await createRigWorld(rig)
  const render = async () => {
    const folder = `${world.root}/rendered-${await world.config.tip()}`
    await git(['clone', '-q', world.config.directory, folder], { cwd: world.root })
    const overlay = `${folder}/apps/identity-service/overlays/production`
    return execFileSync('kustomize', ['build', overlay], { encoding: 'utf8' }).split('\n')
  }
  const before = await render()
  const result = await world.run()
  const after = await render()
  const changed = after.filter((line, index) => line !== before[index])
  expect(changed.map((line) => line.trim())).toEqual([`- image: ${result.outputs.image}`])
  expect(after).toHaveLength(before.length)
})

describe('values of a chart', () => {
  const VALUES = 'charts/web/values.yaml'
  const withChart = async (world: RigWorld, reference: string) => {
    const { host, ecrRepository, commits } = world.facts
    const files = {
      'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 0.1.0\n',
      [VALUES]: `image:\n  repository: ${host}/${ecrRepository}\n  tag: "${commits[0]}"\n`,
      'charts/web/templates/pod.yaml': `apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n    - name: web\n      image: "${reference}"\n`,
    }
    const changes = Object.entries(files).map(([path, content]) => ({
      path,
      mode: '100644' as const,
      content,
    }))
    await commitTree(world.config.directory, changes)
    return world.run({ overlays: '', 'helm-values': `${VALUES}#image` })
  }

  test('are rendered with a real helm, and deployed', async () => {
    await using world = await createRigWorld(rig)
    const result = await withChart(world, '{{ .Values.image.repository }}:{{ .Values.image.tag }}')
    expect(result.exitCode, result.stdout).toBe(0)
    expect(result.outputs).toMatchObject({ result: 'deployed', 'changed-files': VALUES })
    expect(result.stdout).toContain('Charts are rendered with helm in a network namespace of its own.')
    expect(result.annotations).toEqual([])
    expect(await privateFolders(world)).toEqual([])
  })

  test('that the chart makes another image of stop the run before the build', async () => {
    await using world = await createRigWorld(rig)
    const result = await withChart(world, 'docker.io/{{ .Values.image.repository }}:{{ .Values.image.tag }}')
    expect(result.exitCode).toBe(1)
    const [error] = result.annotations.filter(({ level }) => level === 'error')
    expect(error?.properties.title).toBe('IMAGE_NOT_RENDERED')
    expect(error?.message).toContain('the chart puts the registry docker.io in front of image.repository')
    expect((await manifestOf(world)).status).toBe(404)
  })
})
