import { BatchGetImageCommand, DescribeRepositoriesCommand } from '@aws-sdk/client-ecr'
import { fail } from '../errors.ts'
import type { EcrSession } from './ecr-session.ts'
import { type EcrHost, isLoopback } from './host.ts'
import { foundImage, MANIFEST_MEDIA_TYPES } from './manifest.ts'
import { isTagMutable } from './mutability.ts'
import type { FoundImage, Registry, RegistryLogin } from './registry.ts'

/** Amazon ECR's own API for one registry; every call names the account, so that a wrong one cannot answer. */
export class EcrRegistry implements Registry {
  readonly host: EcrHost
  readonly #session: EcrSession

  constructor(host: EcrHost, session: EcrSession) {
    this.host = host
    this.#session = session
  }

  async login(): Promise<RegistryLogin> {
    const { username, password, endpoint } = await this.#session.authorization(this.host)
    // Only loopback may stand in for the planned host: an endpoint variable must not redirect a push.
    const pushHost = isLoopback(endpoint.host) ? endpoint.host : this.host.host
    const insecure = endpoint.protocol === 'http:' && isLoopback(endpoint.host)
    return { host: this.host, pushHost, insecure, username, password }
  }

  async find(repository: string, tag: string): Promise<FoundImage | undefined> {
    const request = { action: 'ecr:BatchGetImage', resource: repository, host: this.host }
    const answer = await this.#session.call(request, (client, options) =>
      client.send(
        new BatchGetImageCommand({
          registryId: this.host.account,
          repositoryName: repository,
          imageIds: [{ imageTag: tag }],
          // Without its media type in the list an image looks as if it were not there.
          acceptedMediaTypes: [...MANIFEST_MEDIA_TYPES],
        }),
        options,
      ),
    )
    const image = answer.images?.find((candidate) => candidate.imageId?.imageTag === tag)
    if (image) return foundImage(image.imageId?.imageDigest, image.imageManifest)
    const [failure] = answer.failures ?? []
    if (failure === undefined || failure.failureCode === 'ImageNotFound') return undefined
    return fail({
      code: 'ECR_FAILED',
      message: `ECR could not say whether ${repository}:${tag} exists: ${failure.failureCode ?? ''} ${failure.failureReason ?? ''}`,
      hint: 'Look at the image in the ECR console: an archived image must be restored before it can be deployed.',
    })
  }

  async isTagMutable(repository: string, tag: string): Promise<boolean | undefined> {
    const command = new DescribeRepositoriesCommand({
      registryId: this.host.account,
      repositoryNames: [repository],
    })
    try {
      const { repositories } = await this.#session.once((client, options) => client.send(command, options))
      return isTagMutable(repositories?.[0], tag)
    } catch {
      // Asked once, for the sake of a warning: a role that may not describe repositories can push all the same.
      return undefined
    }
  }
}
