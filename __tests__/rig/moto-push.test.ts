import { DescribeImagesCommand, DescribeRepositoriesCommand } from '@aws-sdk/client-ecr'
import { beforeAll, expect, test } from 'vitest'
import { putImage, startMoto } from './moto.ts'
import { startMotoEcr } from './moto-ecr.ts'
import { headManifest } from './registry-client.ts'
import { currentRig, type Rig } from './rig.ts'
import { createRigWorld } from './rig-world.ts'

let rig: Rig

beforeAll(async () => {
  rig = await currentRig()
})

test('a repository is created, and moto describes what was built and pushed to it', async () => {
  await using world = await createRigWorld(rig, undefined, { ecrRepository: 'created/identity-service' })
  await using moto = await startMoto()
  await using api = await startMotoEcr(rig, moto, world)
  Object.assign(world.env, { AWS_ENDPOINT_URL_STS: moto.url, AWS_ENDPOINT_URL_ECR: api.url })
  const { host, ecrRepository: repositoryName, head: tag } = world.facts
  const result = await world.run({ 'create-repository': 'true' })
  expect(result.exitCode, result.stdout).toBe(0)
  const { digest } = await headManifest(rig, { host, repository: repositoryName, tag })
  expect(result.outputs).toMatchObject({ result: 'deployed', tag, digest })

  const ecr = await moto.clientOf(world.facts.role, world.facts.region)
  const { repositories } = await ecr.send(
    new DescribeRepositoriesCommand({ repositoryNames: [repositoryName] }),
  )
  expect(repositories).toEqual([
    expect.objectContaining({
      repositoryUri: `${host}/${repositoryName}`,
      imageTagMutability: 'IMMUTABLE',
      imageScanningConfiguration: { scanOnPush: true },
    }),
  ])
  const { imageDetails } = await ecr.send(new DescribeImagesCommand({ repositoryName }))
  expect(imageDetails).toEqual([expect.objectContaining({ imageTags: [tag], imageDigest: digest })])

  await expect(putImage(ecr, repositoryName, tag)).rejects.toThrow(/already exists/)
  const again = await world.run({ 'create-repository': 'true' })
  expect(again.outputs).toMatchObject({ result: 'unchanged', tag, digest })
  expect(moto.requests.filter(({ action }) => action === 'CreateRepository')).toHaveLength(1)
})
