import { DescribeImagesCommand, DescribeRepositoriesCommand, PutImageCommand } from '@aws-sdk/client-ecr'
import { type EcrHost, isLoopback } from '../../names/host.ts'
import type { RepositorySettings } from '../../plan/access.ts'
import { awsFailure } from '../client.ts'
import { createRepository } from './create-repository.ts'
import type { EcrSession } from './ecr-session.ts'
import { findImages } from './find-images.ts'
import { readHistory } from './history.ts'
import { mutableOf } from './mutability.ts'
import { readConfiguration, readPlatforms } from './platforms.ts'
import type {
  ArchivedStatus,
  FoundImage,
  MutableTags,
  Registry,
  RegistryLogin,
  RepositoryHistory,
} from './registry.ts'

/** Amazon ECR's own API for one registry; every call names the account, so that a wrong one cannot answer. */
export class EcrRegistry implements Registry {
  readonly host: EcrHost
  readonly #session: EcrSession

  constructor(host: EcrHost, session: EcrSession) {
    this.host = host
    this.#session = session
  }

  identify(): Promise<void> {
    return this.#session.identify()
  }

  async login(): Promise<RegistryLogin> {
    const { username, password, endpoint } = await this.#session.authorization(this.host)
    // Only loopback may stand in for the planned host: an endpoint variable must not redirect a push.
    const pushHost = isLoopback(endpoint.host) ? endpoint.host : this.host.host
    const insecure = endpoint.protocol === 'http:' && isLoopback(endpoint.host)
    return { host: this.host, pushHost, insecure, username, password }
  }

  find(repository: string, tags: readonly string[]): Promise<ReadonlyMap<string, FoundImage> | undefined> {
    return findImages(this.#session, { host: this.host, repository, tags })
  }

  platforms(repository: string, image: FoundImage): Promise<readonly string[]> {
    return readPlatforms(this.#session, { host: this.host, repository }, image)
  }

  configuration(repository: string, image: FoundImage): Promise<string | undefined> {
    return readConfiguration(this.#session, { host: this.host, repository }, image)
  }

  /** The manifest goes back as it came, so that digest and image stay the same (PutImage). */
  async tag(repository: string, tag: string, image: FoundImage): Promise<'tagged' | 'taken'> {
    const command = new PutImageCommand({
      registryId: this.host.account,
      repositoryName: repository,
      imageTag: tag,
      imageManifest: image.manifest,
      imageManifestMediaType: image.mediaType,
      imageDigest: image.digest,
    })
    try {
      await this.#session.attempt((client, options) => client.send(command, options))
      return 'tagged'
    } catch (error) {
      const { name } = awsFailure(error)
      // This tag is on this image already: another run was faster, or the answer to our own request was lost.
      if (name === 'ImageAlreadyExistsException') return 'tagged'
      if (name === 'ImageTagAlreadyExistsException') return 'taken'
      return this.#session.explain(error, { action: 'ecr:PutImage', resource: repository, host: this.host })
    }
  }

  createRepository(repository: string, settings: RepositorySettings): Promise<'created' | 'existed'> {
    return createRepository(this.#session, { host: this.host, repository, ...settings })
  }

  history(repository: string): Promise<RepositoryHistory> {
    return readHistory(this.#session, { host: this.host, repository })
  }

  async mutableTags(repository: string, tags: readonly string[]): Promise<MutableTags> {
    const command = new DescribeRepositoriesCommand({
      registryId: this.host.account,
      repositoryNames: [repository],
    })
    try {
      const { repositories } = await this.#session.once((client, options) => client.send(command, options))
      return mutableOf(repositories?.[0], tags)
    } catch {
      // Asked once, for the sake of a warning: a role that may not describe repositories can push all the same.
      return { tags: [], filters: [] }
    }
  }

  async archived(repository: string, tags: readonly string[]): Promise<ReadonlyMap<string, ArchivedStatus>> {
    // One that is not there at all fails the whole request.
    const known = await Promise.all(
      tags.map(async (tag) => [tag, await this.#statusOf(repository, tag)] as const),
    )
    return new Map(known.flatMap(([tag, status]) => (isArchived(status) ? [[tag, status] as const] : [])))
  }

  /** undefined: there is no such image, or the role may not ask. */
  async #statusOf(repository: string, imageTag: string): Promise<string | undefined> {
    const command = new DescribeImagesCommand({
      registryId: this.host.account,
      repositoryName: repository,
      imageIds: [{ imageTag }],
      filter: { imageStatus: 'ANY' },
    })
    const answer = this.#session.once((client, options) => client.send(command, options))
    return answer.then(
      ({ imageDetails }) => imageDetails?.[0]?.imageStatus,
      () => undefined,
    )
  }
}

const isArchived = (status: string | undefined): status is ArchivedStatus =>
  status === 'ARCHIVED' || status === 'ACTIVATING'
