import { DescribeRepositoriesCommand } from '@aws-sdk/client-ecr'
import { createRepository } from './create-repository.ts'
import type { EcrSession } from './ecr-session.ts'
import { findImages } from './find-images.ts'
import { type EcrHost, isLoopback } from './host.ts'
import { isTagMutable } from './mutability.ts'
import type { FoundImage, Registry, RegistryLogin, RepositorySettings } from './registry.ts'
import { tagImage } from './tag-image.ts'

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

  find(repository: string, tags: readonly string[]): Promise<ReadonlyMap<string, FoundImage> | undefined> {
    return findImages(this.#session, { host: this.host, repository, tags })
  }

  tag(repository: string, tag: string, image: FoundImage): Promise<'tagged' | 'taken'> {
    return tagImage(this.#session, { host: this.host, repository, tag, image })
  }

  createRepository(repository: string, settings: RepositorySettings): Promise<'created' | 'existed'> {
    return createRepository(this.#session, { host: this.host, repository, ...settings })
  }

  async mutableTags(repository: string, tags: readonly string[]): Promise<readonly string[]> {
    const command = new DescribeRepositoriesCommand({
      registryId: this.host.account,
      repositoryNames: [repository],
    })
    try {
      const { repositories } = await this.#session.once((client, options) => client.send(command, options))
      return tags.filter((tag) => isTagMutable(repositories?.[0], tag))
    } catch {
      // Asked once, for the sake of a warning: a role that may not describe repositories can push all the same.
      return []
    }
  }
}
