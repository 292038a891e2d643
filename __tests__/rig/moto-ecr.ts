import { PutImageCommand } from '@aws-sdk/client-ecr'
import { MANIFEST_TYPES } from '../support/image-store.ts'
import { type Exchange, type Part, startPart } from '../support/part.ts'
import type { World } from '../support/world.ts'
import { actionOf, type Moto, passOn } from './moto.ts'
import { askRegistry } from './registry-client.ts'
import type { Rig } from './rig.ts'

/**
 * moto is ECR's API without a registry. Here it has the rig's: the password that it gives out opens that one, and what
 * was pushed there is put into moto before moto is asked for it.
 */
export async function startMotoEcr(rig: Rig, moto: Moto, { facts }: World): Promise<Part> {
  const takeOver = await takerOver(rig, moto, facts)
  return startPart({
    action: actionOf,
    answer: async (exchange) => {
      const { action } = exchange.record
      if (action === 'BatchGetImage') await takeOver(exchange)
      const reply = await passOn(exchange, moto.url)
      if (action !== 'GetAuthorizationToken') return reply
      return { ...reply, body: withPassword(String(reply.body), rig.registry.password) }
    },
  })
}

function withPassword(answer: string, password: string): string {
  const { authorizationData = [] } = JSON.parse(answer) as { authorizationData?: object[] }
  const authorizationToken = Buffer.from(`AWS:${password}`).toString('base64')
  return JSON.stringify({
    authorizationData: authorizationData.map((one) => ({ ...one, authorizationToken })),
  })
}

interface Question {
  readonly repositoryName: string
  readonly imageIds: readonly { readonly imageTag: string }[]
}

async function takerOver(rig: Rig, moto: Moto, { account, region, host }: World['facts']) {
  const ecr = await moto.clientOf(`arn:aws:iam::${account}:role/registry`, region)
  const taken = new Set<string>()
  return async ({ read }: Exchange): Promise<void> => {
    const { repositoryName, imageIds } = JSON.parse(String(await read())) as Question
    for (const { imageTag } of imageIds) {
      const path = `/v2/${repositoryName}/manifests/${imageTag}`
      const accept = MANIFEST_TYPES.join(', ')
      const found = await askRegistry(rig, { method: 'GET', host, path, headers: { accept } })
      if (found.status !== 200 || taken.has(path)) continue
      taken.add(path)
      await ecr.send(
        new PutImageCommand({
          repositoryName,
          imageTag,
          imageManifest: found.body,
          imageManifestMediaType: String(found.headers['content-type']),
          // Else moto makes up its own.
          imageDigest: String(found.headers['docker-content-digest']),
        }),
      )
    }
  }
}
