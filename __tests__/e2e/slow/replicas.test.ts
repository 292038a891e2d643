import { describe, expect, test, vi } from 'vitest'
import { newRepository } from '../../support/image-store.ts'
import { createScene, FILE, NAME, PRODUCTION, type Scene, STAGING } from '../scene.ts'

const REGION = 'eu-west-1'
const STAGING_FILE = `${STAGING}/kustomization.yaml`
const hostIn = ({ facts }: Scene, region: string) => facts.host.replace(facts.region, region)

/** Staging pulls from Ireland. */
async function createReplicated(): Promise<Scene> {
  const scene = await createScene()
  const text = (await scene.config.file(STAGING_FILE)) ?? ''
  await scene.config.commit({
    files: { [STAGING_FILE]: text.replace(scene.facts.host, hostIn(scene, REGION)) },
    message: 'Pull from Ireland',
  })
  return scene
}

/** What ECR does: the repository is made, and the image comes as it is. */
async function replicate({ catalog, facts }: Scene, tag = facts.head): Promise<void> {
  const { account, region, ecrRepository: repository } = facts
  const home = { account, region, repository }
  const replica = { ...home, region: REGION }
  const image = await catalog.image(home, tag)
  if (!image) throw new Error(`${tag} is not there to be replicated`)
  const { manifest, mediaType } = image
  await catalog.createRepository(replica, newRepository(repository))
  for (const [digest] of manifest.matchAll(/sha256:[0-9a-f]{64}/g)) {
    const blob = catalog.blob(home, digest)
    if (blob) catalog.putBlob(replica, blob)
  }
  expect(await catalog.putImage(replica, { manifest, mediaType, tag })).toMatchObject({ result: 'stored' })
}

/** Questions for images, by the region that the signature is for. */
const questions = ({ ecr }: Scene, region: string) =>
  ecr.requests.filter(
    ({ action, headers }) =>
      action === 'BatchGetImage' && String(headers.authorization).includes(`/${region}/ecr/`),
  ).length

const BOTH = { overlays: `${PRODUCTION}\n${STAGING}` }
const errors = (result: Awaited<ReturnType<Scene['go']>>) =>
  result.annotations.filter(({ level }) => level === 'error')

describe('replicas', () => {
  test('keep their host and get the tag in the one commit, once the image has arrived', async () => {
    await using scene = await createReplicated()
    const digest = await scene.haveImage()
    const before = (await scene.config.log()).length
    const running = scene.go({ ...BOTH, replicas: `hosts: [${hostIn(scene, REGION)}]` })
    await vi.waitFor(() => expect(questions(scene, REGION)).toBeGreaterThan(1), { timeout: 20_000 })
    expect(scene.requests().git).not.toContain('receive-pack')
    await replicate(scene)
    const result = await running
    expect(result).toMatchObject({ exitCode: 0, outputs: { result: 'deployed', digest } })
    const log = await scene.config.log()
    expect(log.length).toBe(before + 1)
    const { host, ecrRepository, head } = scene.facts
    expect(await scene.config.file(FILE)).toMatch(`newName: ${host}/${ecrRepository}\n`)
    const eu = `${hostIn(scene, REGION)}/${ecrRepository}`
    expect(await scene.config.file(STAGING_FILE)).toMatch(new RegExp(`newName: ${eu}\\n.*${head}`))
    expect(log[0]?.message).toContain(`  image    ${eu}:${head}\n`)
    expect(scene.requests().sts).toHaveLength(1)
    expect(JSON.parse(result.outputs.images ?? '{}')[NAME].overlays).toEqual({
      [PRODUCTION]: 'deployed',
      [STAGING]: 'deployed',
    })
  })

  test('by a pattern cost one question where the image is there already', async () => {
    await using scene = await createReplicated()
    await scene.haveImage()
    await replicate(scene)
    const replicas = '{ regions: ["eu-*", "us-*"], timeout: 0s }'
    expect((await scene.go({ ...BOTH, replicas })).outputs.result).toBe('deployed')
    expect(questions(scene, REGION)).toBe(1)
    // What nobody pulls from, and what stands there already, is not asked for.
    expect((await scene.go({ ...BOTH, replicas })).outputs.result).toBe('unchanged')
    expect(questions(scene, REGION)).toBe(1)
  })

  test('that do not get the image in time are named, and nothing is committed', async () => {
    await using scene = await createReplicated()
    await scene.haveImage()
    const tip = await scene.config.tip()
    const result = await scene.go({ ...BOTH, replicas: '{ regions: eu-*, timeout: 1s }' })
    expect(result).toMatchObject({ exitCode: 1, outputs: { result: 'failed' } })
    expect(errors(result)).toMatchObject([{ properties: { title: 'REPLICA_MISSING' } }])
    expect(errors(result)[0]?.message).toMatch(
      /did not get from ap-southeast-2 to \S+eu-west-1\S+ within 1\.0 s.*\n.*replication settings/,
    )
    expect(await scene.config.tip()).toBe(tip)
  })

  test('that the role may not read are a permission to add, there', async () => {
    await using scene = await createReplicated()
    await scene.haveImage()
    const { account, ecrRepository } = scene.facts
    const arn = `arn:aws:ecr:${REGION}:${account}:repository/${ecrRepository}`
    scene.ecr.settings.denied = [`ecr:BatchGetImage ${arn}`]
    const result = await scene.go({ ...BOTH, replicas: 'eu-*' })
    expect(errors(result)).toMatchObject([{ properties: { title: 'ECR_DENIED' } }])
    expect(errors(result)[0]?.message).toContain(`Allow ecr:BatchGetImage on ${arn}`)
  })

  test('are nothing to a dry run but a line of the diff', async () => {
    await using scene = await createReplicated()
    await scene.haveImage()
    const result = await scene.go({ ...BOTH, replicas: 'eu-*', 'dry-run': 'true' })
    expect(result).toMatchObject({ exitCode: 0, outputs: { result: 'dry-run' } })
    expect(questions(scene, REGION)).toBe(0)
    const [, staging = ''] = result.stdout.split(`+++ b/${STAGING_FILE}`)
    expect(staging).toContain(`newName: ${hostIn(scene, REGION)}/`)
    expect(staging).not.toMatch(/^[+-] *newName/m)
  })

  test('that are not listed are refused before anything is built, and named first in the hint', async () => {
    await using scene = await createReplicated()
    const result = await scene.go(BOTH)
    expect(errors(result)).toMatchObject([{ properties: { title: 'ENTRY_REGISTRY' } }])
    expect(errors(result)[0]?.message).toMatch(
      /What to change: If ECR replicates \S+ to eu-west-1, list \S+ in the input replicas/,
    )
    expect(await scene.builder.calls()).toEqual([])
  })
})
